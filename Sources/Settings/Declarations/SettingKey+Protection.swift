extension SettingKey {
  /// What a regularizer does for earlier tasks.
  static let protection: [SettingKey] = [
    number(
      "beta", \.beta, positive: false, "strength of the regularizer; 0 switches it off",
      in: .protection, on: .method
    ).concerning(.hypernetwork, .penalty).acting(where: .laterTasks),
    choice(
      "regularizer", \.regularizer,
      "the regularizer that protects earlier tasks: output acts on the weights generated for them; ewc, "
        + "online-ewc, si and mas act on the weights of the hypernetwork", in: .protection,
      on: .method
    ).concerning(.hypernetwork).acting(where: .regularizer),
    choice(
      "lookahead", \.lookahead,
      "the step after which the output regularizer is evaluated: one of the optimizer, one of sgd, or "
        + "none (at the current weights)", in: .protection, on: .method
    ).concerning(.hypernetwork).acting(where: .outputRegularizer, .regularizer, .laterTasks),
    choice(
      "regularizer_targets", \.regularizerTargets,
      "the weights that the output regularizer holds earlier tasks to: those before the current task "
        + "(snapshot) or those of the current step (current)", in: .protection,
      on: .method
    ).concerning(.hypernetwork).acting(where: .outputRegularizer, .regularizer, .laterTasks),
    integer(
      "regularized_tasks", \.regularizedTasks, 0...1000,
      "number of earlier tasks that the output regularizer samples in each step; 0: all of them",
      in: .protection,
      on: .method
    ).concerning(.hypernetwork).acting(
      where: .outputRegularizer, .regularizer,
      SettingCondition("it is less than the number of earlier tasks, tasks − 1") {
        $0.regularizedTasks < $0.tasks - 1
      }),
    flag(
      "own_head", \.ownHead,
      "whether the output regularizer leaves out the heads of other tasks: yes or no",
      in: .protection, on: .method
    ).concerning(.hypernetwork).acting(
      where: SettingCondition("tasks are of images: functions share their output") {
        $0.taskKind != .functions
      },
      SettingCondition("scenario is CL1 or CL3", isOfChoice: true) {
        $0.scenario != .domainIncremental
      }, .outputRegularizer, .regularizer, .laterTasks),
    flag(
      "fisher", \.fisher, "whether Fisher information weights the output regularizer: yes or no",
      in: .protection, on: .method
    ).concerning(.hypernetwork).acting(where: .outputRegularizer, .regularizer),
    integer(
      "importance_samples", \.importanceSamples, 1...1_000_000,
      "number of samples from which ewc, online-ewc, mas and fisher estimate importances",
      in: .protection, on: .method
    ).concerning(.hypernetwork, .sampledImportances).acting(
      where: SettingCondition("regularizer is ewc, online-ewc or mas, or fisher=yes") {
        !$0.uses(.hypernetwork) || $0.fisher
          || ($0.regularizer.keepsWeights && $0.regularizer != .si)
      }, .regularizer),
    choice(
      "fisher_labels", \.fisherLabels,
      "labels whose likelihood the Fisher information of ewc, online-ewc and fisher is of: true (the samples' own) "
        + "or predicted (by the network)", in: .protection, on: .method
    ).concerning(.hypernetwork, .sampledImportances).acting(
      where: SettingCondition("method or regularizer is ewc or online-ewc, or fisher=yes") {
        if $0.uses(.hypernetwork), $0.fisher { return true }
        return ["ewc", "online-ewc"].contains(
          $0.uses(.hypernetwork) ? $0.regularizer.rawValue : $0.method)
      },
      SettingCondition("tasks have classes") { $0.sequence.objective == .classification },
      .regularizer
    ).recorded { $0.fisherLabels != .own },
    fraction(
      "importance_decay", \.importanceDecay, allowsOne: true,
      "factor by which online-ewc multiplies older importances after each task (its γ)",
      in: .protection,
      on: .method
    ).concerning(.hypernetwork, .fadingImportances).acting(
      where: SettingCondition("regularizer=online-ewc") {
        !$0.uses(.hypernetwork) || $0.regularizer == .onlineEWC
      }, .regularizer, .laterTasks),
    number(
      "damping", \.damping, positive: true,
      "damping of the importances of si (its ξ), which keeps them finite where weights hardly move",
      in: .protection,
      on: .method
    ).concerning(.hypernetwork, .pathImportances).acting(
      where: SettingCondition("regularizer=si") {
        !$0.uses(.hypernetwork) || $0.regularizer == .si
      }, .regularizer),
  ]
}
