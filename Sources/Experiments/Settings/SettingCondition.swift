/// When some settings act. Where they do not, they are refused unless they have their defaults: two runs
/// that do the same should have one name.
struct SettingCondition: Sendable {
  /// The settings' names.
  let names: Set<String>
  /// When they act, in words that follow "where".
  let text: String
  /// Whether benchmark, method and scenario decide it alone, which a list of cells chooses.
  let isOfChoice: Bool
  /// Whether they act.
  let holds: @Sendable (ExperimentSettings) -> Bool

  private init(
    _ names: Set<String>, _ text: String, isOfChoice: Bool = false,
    holds: @escaping @Sendable (ExperimentSettings) -> Bool
  ) {
    (self.names, self.text, self.isOfChoice, self.holds) = (names, text, isOfChoice, holds)
  }

  /// All conditions; those of one setting must all hold. A method's own come first, in `concerns`.
  static let all = tasks + training + regularizer + networks + scan

  private static let tasks = [
    SettingCondition(["groups"], "tasks are groups of classes", isOfChoice: true) {
      $0.taskKind == .split
    },
    SettingCondition(["heads", "padding"], "tasks are permutations", isOfChoice: true) {
      $0.taskKind == .permuted
    },
    SettingCondition(["dataset", "validation"], "tasks are of images", isOfChoice: true) {
      $0.taskKind != .functions
    },
    SettingCondition(["own_head"], "tasks are of images: functions share their output") {
      $0.taskKind != .functions
    },
    // With a shared head the number of heads is the most tasks there can be, and otherwise nothing.
    SettingCondition(["heads"], "scenario is CL1 or CL3, or tasks is above the default of heads") {
      $0.scenario != .domainIncremental || $0.concerns("inference_hidden")
        || $0.tasks > $0.selected().heads
    },
    SettingCondition(["new_classes"], "scenario is CL3", isOfChoice: true) {
      $0.scenario == .classIncremental
    },
  ]

  private static let training = [
    SettingCondition(["momentum"], "optimizer is sgd or rmsprop") {
      $0.optimizer == .sgd || $0.optimizer == .rmsprop
    },
    SettingCondition(["beta1", "beta2"], "optimizer is adam or adamw") {
      $0.optimizer == .adam || $0.optimizer == .adamw
    },
    SettingCondition(["optimizer_state"], "the optimizer has moments: sgd has with momentum only") {
      $0.optimizer != .sgd || $0.momentum > 0
    },
    SettingCondition(["nesterov"], "optimizer=sgd and momentum is above 0") {
      $0.optimizer == .sgd && $0.momentum > 0
    },
  ]

  /// Options of the output regularizer.
  private static let ofOutputs: Set<String> = [
    "lookahead", "regularizer_targets", "regularized_tasks", "own_head", "fisher",
  ]

  private static let regularizer = [
    SettingCondition(
      ["own_head"], "scenario is CL1 or CL3", isOfChoice: true
    ) {
      $0.scenario != .domainIncremental
    },
    SettingCondition(ofOutputs, "regularizer=output") { $0.regularizer == .output },
    SettingCondition(["importance_decay"], "regularizer=online-ewc") {
      !$0.concerns("regularizer") || $0.regularizer == .onlineEWC
    },
    SettingCondition(
      ["importance_samples"], "regularizer is ewc, online-ewc or mas, or fisher=yes"
    ) {
      !$0.concerns("regularizer") || $0.fisher
        || ($0.regularizer.keepsWeights && $0.regularizer != .si)
    },
    SettingCondition(["damping"], "regularizer=si") {
      !$0.concerns("regularizer") || $0.regularizer == .si
    },
    SettingCondition(
      ofOutputs.union(["regularizer", "importance_decay", "importance_samples", "damping"]),
      "beta is above 0"
    ) { !$0.concerns("regularizer") || $0.beta > 0 },
    // What keeps earlier tasks has nothing to keep in the first one.
    SettingCondition(
      [
        "beta", "lookahead", "regularizer_targets", "own_head", "importance_decay",
        "embedding_start", "replay_beta", "temperature", "new_classes", "optimizer_state",
      ], "tasks is above 1"
    ) { $0.tasks > 1 },
    SettingCondition(["regularized_tasks"], "it is less than the past tasks, tasks − 1") {
      $0.regularizedTasks < $0.tasks - 1
    },
  ]

  private static let networks = [
    SettingCondition(
      ["target_hidden", "target_activation", "target_dropout"], "network=perceptron"
    ) { $0.networkLayers == nil },
    SettingCondition(["target_activation", "target_dropout"], "target_hidden has a layer") {
      !$0.targetHidden.isEmpty
    },
    SettingCondition(["hyper_activation"], "hyper_hidden has a layer") { !$0.hyperHidden.isEmpty },
    SettingCondition(["replay_hyper_activation"], "replay_hyper_hidden has a layer") {
      !$0.replayHyperHidden.isEmpty
    },
    SettingCondition(["chunk_embedding"], "chunk_size is above 0") { $0.chunkSize > 0 },
  ]

  private static let scan = [
    SettingCondition(["margin", "scan"], "grid is above 0") { $0.grid > 0 },
    SettingCondition(["scan"], "tasks is above 2") { $0.tasks > 2 },
  ]
}

extension ExperimentSettings {
  /// Throws for a setting that was changed and does nothing here.
  func checkConditions() throws(SettingError) {
    let base = selected()
    for key in SettingKey.all where key.read(self) != key.read(base) {
      guard concerns(key) else {
        throw .idle(
          key: key.name, value: key.read(self), why: "method=\(method) has no such setting")
      }
      let broken = SettingCondition.all.first { $0.names.contains(key.name) && !$0.holds(self) }
      if let broken {
        throw .idle(
          key: key.name, value: key.read(self), why: "\(key.name) acts where \(broken.text)")
      }
    }
  }

  /// Whether `key` can act in the cell of a table that these are the settings of.
  func fits(_ key: SettingKey) -> Bool {
    concerns(key)
      && SettingCondition.all.allSatisfy {
        !$0.isOfChoice || !$0.names.contains(key.name) || $0.holds(self)
      }
  }
}
