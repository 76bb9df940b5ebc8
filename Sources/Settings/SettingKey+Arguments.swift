// Settings as arguments of a command: `key=value`.
extension SettingKey {
  /// Applies `key=value` arguments in order, then checks the whole.
  package static func apply(
    _ overrides: [String], to settings: inout ExperimentSettings
  ) throws(SettingError) {
    try apply(assignments(overrides), to: &settings)
    try settings.check()
  }

  /// The settings that `key=value` arguments name, each with its text. Throws where one is named twice.
  static func assignments(
    _ overrides: [String]
  ) throws(SettingError) -> [(key: SettingKey, text: String)] {
    var assignments: [(key: SettingKey, text: String)] = []
    for override in overrides {
      let (name, value) = try parts(of: override)
      let key = try named(name)
      if let first = assignments.first(where: { $0.key.name == name }) {
        throw .repeated(key: name, values: [first.text, value])
      }
      assignments.append((key, value))
    }
    return assignments
  }

  /// Applies values in order; those that choose other settings' values (`isSelector`) come first. What one of them
  /// chooses gives way to what is named, such as the network of a profile to `network=`.
  package static func apply(
    _ assignments: [(key: SettingKey, text: String)], to settings: inout ExperimentSettings
  ) throws(SettingError) {
    let setsTasks = assignments.contains { $0.key.name == "tasks" }
    for isFirst in [true, false] {
      for (key, text) in assignments where key.isSelector(in: settings.experiment) == isFirst {
        try key.assign(text, to: &settings, setsTasks: setsTasks)
      }
      guard isFirst else { break }
      for (key, text) in assignments where key.isSelector(in: settings.experiment) {
        _ = key.write(&settings, text)
      }
    }
  }

  /// The two sides of `key=value`; throws `malformed`.
  static func parts(of override: String) throws(SettingError) -> (name: String, value: String) {
    let parts = override.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { throw .malformed(override) }
    return (String(parts[0]), String(parts[1]))
  }

  /// The setting of that name, or an error that names the nearest one.
  package static func named(_ name: String) throws(SettingError) -> SettingKey {
    if let key = all.first(where: { $0.name == name }) { return key }
    throw .unknown(what: "setting", name: name, known: all.map(\.name))
  }

  /// Sets the value, which must be one that is allowed.
  ///
  /// - Parameter setsTasks: whether the number of tasks is set beside; else groups of classes set it.
  func assign(
    _ value: String, to settings: inout ExperimentSettings, setsTasks: Bool
  ) throws(SettingError) {
    guard write(&settings, value) else { throw refusal(of: value) }
    if isSelector(in: settings.experiment) { settings = settings.selected() }
    if kind == .groups, settings.taskKind == .split, !setsTasks {
      settings.tasks = settings.groups.count
    }
  }

  /// The error of a value that is not possible.
  func refusal(of value: String) -> SettingError {
    choices.isEmpty
      ? .invalid(key: name, value: value, allowed: explain(value) ?? allowed)
      : .noChoice(key: name, value: value, choices: choices)
  }
}
