import Tables
import Tasks

/// What an argument list chooses of Table 1: `benchmark=`, `scenario=` and `method=` take lists of values,
/// without one of them all of its values are meant; `profile=` tells which runs.
package struct Table1Choice: Sendable {
  /// The settings that name a cell.
  package static let axes = ["benchmark", "scenario", "method"]

  /// As published, or the shorter runs.
  package let profile: ExperimentSettings.Profile
  /// Whether the list names the profile.
  package let namesProfile: Bool
  /// What the list sets besides.
  package let settings: [(key: SettingKey, text: String)]
  /// The values asked for, by axis.
  private let values: [String: [String]]

  /// Throws `SettingError` for values that there are not, for an axis that is named twice, and for a
  /// choice that leaves no cell.
  package init(_ overrides: [String]) throws(SettingError) {
    var values: [String: [String]] = [:]
    var profile = ExperimentSettings(experiment: Table1.name)
    var settings: [(key: SettingKey, text: String)] = []
    for axis in Self.axes {
      if overrides.contains(where: { $0.hasPrefix("\(axis)=") }) {
        values[axis] = try Self.list(SettingKey.named(axis), overrides)
      }
    }
    for (key, text) in try SettingKey.assignments(overrides) {
      if key.name == "profile" {
        try SettingKey.apply([(key, text)], to: &profile)
      } else if !Self.axes.contains(key.name) {
        settings.append((key, text))
      }
    }
    (self.profile, self.settings, self.values) = (profile.profile, settings, values)
    namesProfile = overrides.contains { $0.hasPrefix("profile=") }
    guard Table1.cells.contains(where: contains) else {
      throw .noCell(
        of: values["method"] ?? [], in: values["scenario"]?.joined(separator: ",") ?? "")
    }
  }

  /// Whether a cell is among those asked for; any name, as a database may have others than the table.
  package func contains(_ cell: Table1Cell) -> Bool {
    [("benchmark", cell.benchmark), ("scenario", cell.scenario), ("method", cell.method)]
      .allSatisfy { axis, value in values[axis]?.contains(value) ?? true }
  }

  /// The settings of a cell, with what is set besides, where that concerns its method.
  package func settings(of cell: Table1Cell) throws(SettingError) -> ExperimentSettings {
    var settings = cell.settings(profile)
    try SettingKey.apply(self.settings.filter { settings.fits($0.key) }, to: &settings)
    return settings
  }

  /// What is set besides, as arguments: what of it concerns one of `cells`.
  package func arguments(for cells: [Table1Cell]) -> [String] {
    settings.filter { entry in cells.contains { $0.settings(profile).fits(entry.key) } }
      .map { "\($0.key.name)=\($0.text)" }
  }

  /// The values of an axis, which all of `overrides` are asked for, as it is to be named once.
  private static func list(
    _ key: SettingKey, _ overrides: [String]
  ) throws(SettingError) -> [String] {
    let lists = overrides.filter { $0.hasPrefix("\(key.name)=") }.map {
      String($0.dropFirst(key.name.count + 1))
    }
    guard lists.count == 1 else {
      throw .invalid(
        key: key.name, value: lists.joined(separator: " and "),
        allowed: "one list, such as \(key.name)=" + lists.joined(separator: ","))
    }
    let values = lists[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    switch key.name {
    case "method": for value in values { _ = try MethodDeclaration.named(value) }
    default: try check(values, of: key)
    }
    return values
  }

  private static func check(_ values: [String], of key: SettingKey) throws(SettingError) {
    guard let wrong = values.first(where: { !key.choices.contains($0) }) else { return }
    throw key.refusal(of: wrong)
  }
}

extension SettingError {
  /// The methods that were asked for answer in other scenarios than those that were.
  static func noCell(of methods: [String], in scenario: String) -> Self {
    let possible = methods.map { method in
      let scenarios = Table1.cells.filter {
        $0.method == method && $0.benchmark == ExperimentSettings.Benchmark.splitMNIST.rawValue
      }
      return "\(method): \(scenarios.map(\.scenario).joined(separator: ", "))"
    }
    return .invalid(
      key: "scenario", value: scenario,
      allowed: "the scenarios of the methods (\(possible.joined(separator: "; ")))")
  }
}
