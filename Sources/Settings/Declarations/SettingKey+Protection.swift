extension SettingKey {
  /// What a regularizer does for earlier tasks.
  static let protection: [SettingKey] = [
    number(
      "beta", \.beta, positive: false, "strength of the regularizer; 0 switches it off",
      in: .protection, on: .method
    ).concerning(.hypernetwork, .penalty).acting(where: .laterTasks),
    choice(
      "regularizer", \.regularizer,
      "what keeps past tasks: output (the weights generated for them), or on the hypernetwork's own "
        + "weights ewc, online-ewc, si, mas", in: .protection, on: .method
    ).concerning(.hypernetwork).acting(where: .regularizer),
    choice(
      "lookahead", \.lookahead,
      "where the output regularizer is taken: after a step of the "
        + "optimizer, of sgd, or none", in: .protection, on: .method
    ).concerning(.hypernetwork).acting(where: .outputRegularizer, .regularizer, .laterTasks),
    choice(
      "regularizer_targets", \.regularizerTargets,
      "past weights stay as before the task (snapshot) or as they are (current)", in: .protection,
      on: .method
    ).concerning(.hypernetwork).acting(where: .outputRegularizer, .regularizer, .laterTasks),
    integer(
      "regularized_tasks", \.regularizedTasks, 0...1000,
      "past tasks drawn for the output regularizer in each step; 0: all", in: .protection,
      on: .method
    ).concerning(.hypernetwork).acting(
      where: .outputRegularizer, .regularizer,
      SettingCondition("it is less than the past tasks, tasks − 1") {
        $0.regularizedTasks < $0.tasks - 1
      }),
    flag(
      "own_head", \.ownHead, "regularize only the output head a past task used: yes or no",
      in: .protection, on: .method
    ).concerning(.hypernetwork).acting(
      where: SettingCondition("tasks are of images: functions share their output") {
        $0.taskKind != .functions
      },
      SettingCondition("scenario is CL1 or CL3", isOfChoice: true) {
        $0.scenario != .domainIncremental
      }, .outputRegularizer, .regularizer, .laterTasks),
    flag(
      "fisher", \.fisher, "weigh the output regularizer by Fisher information: yes or no",
      in: .protection, on: .method
    ).concerning(.hypernetwork).acting(where: .outputRegularizer, .regularizer),
    integer(
      "importance_samples", \.importanceSamples, 1...1_000_000,
      "samples that ewc, mas and fisher measure importances on", in: .protection, on: .method
    ).concerning(.hypernetwork, .sampledImportances).acting(
      where: SettingCondition("regularizer is ewc, online-ewc or mas, or fisher=yes") {
        !$0.uses(.hypernetwork) || $0.fisher
          || ($0.regularizer.keepsWeights && $0.regularizer != .si)
      }, .regularizer),
    fraction(
      "importance_decay", \.importanceDecay, allowsOne: true,
      "what is left of older importances with each task, γ of online-ewc", in: .protection,
      on: .method
    ).concerning(.hypernetwork, .fadingImportances).acting(
      where: SettingCondition("regularizer=online-ewc") {
        !$0.uses(.hypernetwork) || $0.regularizer == .onlineEWC
      }, .regularizer, .laterTasks),
    number(
      "damping", \.damping, positive: true,
      "keeps the importances of si finite where weights hardly move: its ξ", in: .protection,
      on: .method
    ).concerning(.hypernetwork, .pathImportances).acting(
      where: SettingCondition("regularizer=si") {
        !$0.uses(.hypernetwork) || $0.regularizer == .si
      }, .regularizer),
  ]
}
