import Datasets
import Learning

extension ExperimentSettings {
  /// Checks what the settings ask of the dataset, and of the machine's memory.
  package func check(against manifest: DatasetManifest) throws(SettingError) {
    let shape = manifest.image
    let weights = network(height: shape.height, width: shape.width, channels: shape.channels)
      .weightCount
    guard chunkSize <= 10 * weights else {
      throw .invalid(
        key: "chunk_size", value: "\(chunkSize)",
        allowed: "at most ten times the \(weights) weights of the target network")
    }
    try checkMemory(
      inputs: sequence.inputCount(
        height: shape.height, width: shape.width, channels: shape.channels))
    guard validation < manifest.counts.train else {
      throw .invalid(
        key: "validation", value: "\(validation)",
        allowed: "fewer than the \(manifest.counts.train) training images of \(manifest.name)")
    }
    try checkClasses(of: manifest)
  }

  /// Checks that the dataset has the classes of all tasks.
  private func checkClasses(of manifest: DatasetManifest) throws(SettingError) {
    let classes = manifest.classes.count
    switch taskKind {
    case .split:
      guard let last = groups.flatMap({ $0 }).max(), last >= classes else { return }
      let (text, usual) = (Self.text(of: groups), selected().groups)
      let possible = "such as groups=\(Self.text(of: Self.pairs(of: classes, atMost: usual.count)))"
      guard groups != usual else {
        // Nobody has set them: they are those of the experiment.
        throw .invalid(
          key: "dataset", value: manifest.name,
          allowed: "a dataset of \(last + 1) classes or more where groups is \(text), and this one "
            + "has \(classes); set groups too, \(possible)")
      }
      throw .invalid(
        key: "groups", value: text,
        allowed:
          "classes from 0 to \(classes - 1), which are those of \(manifest.name), \(possible)")
    case .permuted:
      guard classes != 10 else { return }
      throw .invalid(
        key: "dataset", value: manifest.name,
        allowed: "a dataset of 10 classes where tasks are permuted, and this one has \(classes)")
    }
  }

  /// At most `count` groups of two of `classes` classes.
  private static func pairs(of classes: Int, atMost count: Int) -> [[Int]] {
    (0..<max(1, min(count, classes / 2))).map { [2 * $0, 2 * $0 + 1] }
  }

  /// Groups as a setting has them.
  static func text(of groups: [[Int]]) -> String {
    groups.map { $0.map(String.init).joined(separator: ",") }.joined(separator: "/")
  }

  /// What no single setting can tell.
  func check() throws(SettingError) {
    let possible = sequence.count
    guard tasks <= possible else {
      throw .invalid(
        key: "tasks", value: "\(tasks)",
        allowed: taskKind == .split
          ? "at most \(possible) where groups is \(Self.text(of: groups)); set tasks=\(possible), or "
            + "groups to \(tasks) groups of classes"
          : "at most \(possible) where heads is \(heads); set heads=\(tasks) too")
    }
    try checkSelection()
    guard grid != 1 else {
      throw .invalid(
        key: "grid", value: "1", allowed: "0 for no scan, or at least 2 points per side")
    }
    guard grid == 0 || taskEmbedding == 2 else {
      throw .invalid(
        key: "grid", value: "\(grid)",
        allowed: "0 unless task_embedding=2: only a plane can be scanned")
    }
    try checkOptimizer()
    if concerns("regularizer") { try checkRegularizer() }
  }

  private func checkOptimizer() throws(SettingError) {
    guard momentum == 0 || optimizer == .sgd || optimizer == .rmsprop else {
      throw .invalid(
        key: "momentum", value: "\(momentum)", allowed: "0 unless optimizer is sgd or rmsprop")
    }
    let defaults = ExperimentSettings(experiment: experiment)
    for (key, value, usual) in [("beta1", beta1, defaults.beta1), ("beta2", beta2, defaults.beta2)]
    where value != usual && optimizer != .adam && optimizer != .adamw {
      throw .invalid(
        key: key, value: "\(value)", allowed: "\(usual) unless optimizer is adam or adamw")
    }
    guard !nesterov || (optimizer == .sgd && momentum > 0) else {
      throw .invalid(
        key: "nesterov", value: "yes", allowed: "no unless optimizer=sgd and momentum is above 0")
    }
    guard clipNorm == 0 || clipValue == 0 else {
      throw .invalid(
        key: "clip_value", value: "\(clipValue)",
        allowed: "0 where clip_norm is set, or the reverse")
    }
  }

  private func checkRegularizer() throws(SettingError) {
    let defaults = ExperimentSettings(experiment: experiment)
    let ofOutputs: [(key: String, value: String, isSet: Bool)] = [
      ("lookahead", lookahead.rawValue, lookahead != defaults.lookahead),
      (
        "regularizer_targets", regularizerTargets.rawValue,
        regularizerTargets != defaults.regularizerTargets
      ),
      ("regularized_tasks", "\(regularizedTasks)", regularizedTasks != defaults.regularizedTasks),
      ("own_head", "yes", ownHead), ("fisher", "yes", fisher),
    ]
    if regularizer.keepsWeights, let wrong = ofOutputs.first(where: \.isSet) {
      throw .invalid(
        key: wrong.key, value: wrong.value,
        allowed: "its default where regularizer=\(regularizer.rawValue): it is an option of "
          + "regularizer=output")
    }
    guard lookahead != .none || regularizerTargets != .current || beta == 0 else {
      throw .invalid(
        key: "lookahead", value: "none",
        allowed: "optimizer or sgd where regularizer_targets=current: the difference would always "
          + "be 0")
    }
    guard importanceDecay == defaults.importanceDecay || regularizer == .onlineEWC else {
      throw .invalid(
        key: "importance_decay", value: "\(importanceDecay)",
        allowed: "1 unless regularizer=online-ewc")
    }
    let measures = fisher || (regularizer.keepsWeights && regularizer != .si)
    guard importanceSamples == defaults.importanceSamples || measures else {
      throw .invalid(
        key: "importance_samples", value: "\(importanceSamples)",
        allowed:
          "\(defaults.importanceSamples) unless regularizer is ewc, online-ewc or mas, or fisher=yes"
      )
    }
    guard damping == defaults.damping || regularizer == .si else {
      throw .invalid(key: "damping", value: "\(damping)", allowed: "0.1 unless regularizer=si")
    }
  }
}
