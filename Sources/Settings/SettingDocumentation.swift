import Networks
import Tables

/// What is documented of a setting, for people and as JSON.
package struct SettingDocumentation: Encodable, Sendable {
  /// The name on the command line and in files.
  package let setting: String
  /// The heading it stands under.
  package let section: String
  /// What it does.
  package let meaning: String
  /// What its value is.
  package let type: String
  /// The possible values.
  package let allowed: String
  /// Its value in each preset.
  package let defaults: [String: String]
  /// The methods that it concerns; none: not certain ones.
  package let methods: [String]
  /// Values that methods have of their own in Table 1, a line each; those that searches have found are in
  /// `found`.
  package let own: [String]
  /// What the possible values mean, a line each, where their names do not tell.
  package let values: [String]
  /// The values that searches have found for a method in a scenario, with where they come from.
  package let found: [String]
  /// A line of an experiment file that sets it to the first preset's value.
  package let example: String

  /// The documentation of `key`.
  package init(_ key: SettingKey) {
    setting = key.name
    section = key.section.title
    (meaning, type, allowed) = (key.meaning, key.kind.rawValue, key.allowed)
    defaults = Dictionary(
      uniqueKeysWithValues: Preset.all.map { ($0.name, key.show($0.settings)) })
    methods = MethodDeclaration.all.filter { !$0.groups.isDisjoint(with: key.groups) }.map(\.name)
    own = Self.own(key)
    values = Self.values(key)
    found = SearchedHyperparameters.all.filter { $0.finds(key.name) }.compactMap(\.summary)
    example = "\(key.name): \(ExperimentFile.value(of: key, in: Preset.all[0].settings))"
  }

  private static func values(_ key: SettingKey) -> [String] {
    switch key.name {
    case "method":
      MethodDeclaration.all.map { method in
        let scenarios = method.scenarios.map(\.rawValue).joined(separator: ", ")
        return "\(method.name) (\(scenarios)): \(method.summary)"
      }
    case "network": NamedNetwork.summaries.map { "\($0.name): \($0.text)" }
    default: []
    }
  }

  /// The documentation of what `name` means: a setting, a preset (its values alone), or all settings.
  ///
  /// Throws `SettingError` with the nearest name of either kind.
  package static func find(_ name: String?) throws(SettingError) -> [SettingDocumentation] {
    let names = SettingKey.all.map(\.name) + Preset.all.map(\.name)
    if let name, !names.contains(name) {
      throw .unknown(what: "setting or experiment", name: name, known: names)
    }
    return SettingSection.allCases.flatMap(\.keys).filter {
      name == nil || name == $0.name || isPreset(name)
    }
    .map(SettingDocumentation.init)
  }

  /// Where a method's cells have another value than the benchmark has without it, and not of a search that
  /// `found` tells.
  private static func own(_ key: SettingKey) -> [String] {
    guard !key.isSelector(in: Table1.name) else { return [] }
    var lines: [String] = []
    for (cell, settings, plain) in cells where key.read(settings) != key.read(plain) {
      if SearchedHyperparameters.of(settings)?.finds(key.name) == true { continue }
      let line = "\(cell.method), \(cell.benchmark): \(key.show(settings))"
      if lines.last != line { lines.append(line) }
    }
    return lines
  }

  /// The cells of Table 1, method by method, each with its settings and with those of a method that has none
  /// of its own.
  private static let cells = Table1.cells.map { cell in
    let plain = Table1Cell(cell.benchmark, cell.scenario, MethodDeclaration.fineTuning.name)
    return (cell: cell, settings: cell.settings(.full), plain: plain.settings(.full))
  }.sorted { ($0.cell.benchmark, $0.cell.method) < ($1.cell.benchmark, $1.cell.method) }

  private static func isPreset(_ name: String?) -> Bool {
    Preset.all.contains { $0.name == name }
  }

  /// The value in each preset, the ones that agree together: `0.01; permuted-mnist-10: 0.1`.
  package var defaultsText: String {
    let usual = defaults[Preset.all[0].name] ?? ""
    func shown(_ value: String) -> String { value.isEmpty ? "nothing" : value }
    let others = Preset.all.dropFirst().filter { defaults[$0.name] != usual }
      .map { "; \($0.name): \(shown(defaults[$0.name] ?? ""))" }
    return shown(usual) + others.joined()
  }
}
