/// When a setting acts. Where it does not, it is refused unless it has its default: two runs that do the same
/// should have one name.
struct SettingCondition: Sendable {
  /// When it acts, in words that follow "where".
  let text: String
  /// Whether benchmark, method and scenario decide it alone, which a list of cells chooses.
  let isOfChoice: Bool
  /// Whether it acts.
  let holds: @Sendable (ExperimentSettings) -> Bool

  /// A condition, in words that follow "where".
  init(
    _ text: String, isOfChoice: Bool = false,
    holds: @escaping @Sendable (ExperimentSettings) -> Bool
  ) {
    (self.text, self.isOfChoice, self.holds) = (text, isOfChoice, holds)
  }
}

/// Conditions of several settings.
extension SettingCondition {
  static let splitTasks = SettingCondition("tasks are groups of classes", isOfChoice: true) {
    $0.taskKind == .split
  }
  static let permutedTasks = SettingCondition("tasks are permutations", isOfChoice: true) {
    $0.taskKind == .permuted
  }
  static let imageTasks = SettingCondition("tasks are of images", isOfChoice: true) {
    $0.taskKind != .functions
  }
  static let classIncremental = SettingCondition("scenario is CL3", isOfChoice: true) {
    $0.scenario == .classIncremental
  }
  /// What keeps earlier tasks has nothing to keep in the first one.
  static let laterTasks = SettingCondition("tasks is above 1") { $0.tasks > 1 }

  static let steps = SettingCondition("epochs=0") { $0.epochs == 0 }
  static let epochs = SettingCondition("epochs is above 0") { $0.epochs > 0 }
  static let heldOutImages = SettingCondition("validation is above 0") { $0.validation > 0 }

  static let adam = SettingCondition("optimizer is adam or adamw") {
    $0.optimizer == .adam || $0.optimizer == .adamw
  }

  static let outputRegularizer = SettingCondition("regularizer=output") {
    $0.regularizer == .output
  }
  static let regularizer = SettingCondition("beta is above 0") {
    !$0.uses(.hypernetwork) || $0.beta > 0
  }

  static let perceptron = SettingCondition("network=perceptron") { $0.networkLayers == nil }
  static let targetLayers = SettingCondition("target_hidden has a layer") {
    !$0.targetHidden.isEmpty
  }
  static let grid = SettingCondition("grid is above 0") { $0.grid > 0 }
}

extension SettingKey {
  /// Whether the setting does something in an experiment with these settings.
  package func acts(in settings: ExperimentSettings) -> Bool {
    settings.concerns(self) && conditions.allSatisfy { $0.holds(settings) }
  }
}

extension ExperimentSettings {
  /// Throws for a setting that was changed and does nothing here.
  func checkConditions() throws(SettingError) {
    let base = selected()
    for key in SettingKey.all where key.read(self) != key.read(base) {
      guard concerns(key) else {
        throw .idle(
          key: key.name, value: key.show(self), why: "method=\(method) has no such setting")
      }
      if let broken = key.conditions.first(where: { !$0.holds(self) }) {
        throw .idle(
          key: key.name, value: key.show(self), why: "\(key.name) acts where \(broken.text)")
      }
    }
  }

  /// Whether `key` can act in the cell of a table that these are the settings of.
  func fits(_ key: SettingKey) -> Bool {
    concerns(key) && key.conditions.allSatisfy { !$0.isOfChoice || $0.holds(self) }
  }
}
