import Results
import Tasks

/// Table 1 of von Oswald et al. 2020, extended: every method in every scenario that it can answer in, on two
/// benchmarks.
package enum Table1 {
  /// The experiment's name.
  package static let name = "table1"

  /// The settings that name a cell.
  static let axes = ["benchmark", "scenario", "method"]

  /// All cells in the order of the table.
  package static let cells = Table1Cell.all.filter { cell in
    LearningMethod.all.contains { $0.name == cell.method }
  }

  /// The runs of each cell in the results: those with the cell's own settings.
  package static func runs(
    _ profile: ExperimentSettings.Profile, in results: ResultsStore
  ) throws(ResultsError) -> [Table1Cell: [String]] {
    try results.table1Runs(
      profile: profile.rawValue,
      configurations: Dictionary(
        uniqueKeysWithValues: cells.map { ($0, $0.configuration(profile)) }))
  }
}

extension Table1Cell {
  /// The settings of the cell, with the experiment's seed.
  package func settings(_ profile: ExperimentSettings.Profile) -> ExperimentSettings {
    var settings = ExperimentSettings(experiment: Table1.name)
    settings.profile = profile
    settings.benchmark = ExperimentSettings.Benchmark(rawValue: benchmark) ?? settings.benchmark
    settings.scenario = Scenario(rawValue: scenario) ?? settings.scenario
    settings.method = method
    return settings.selected()
  }

  /// What a run of the cell records of its settings, in one line, as the results database has it.
  package func configuration(_ profile: ExperimentSettings.Profile) -> String {
    RunRecord.configuration(of: settings(profile).recorded)
  }
}

extension Table1 {
  /// What an argument list asks of the table: cells, each with its settings.
  ///
  /// `benchmark=`, `scenario=` and `method=` take lists, and choose among the cells; without one of them
  /// all of its values are meant. What else is set is set in every cell whose method it concerns.
  ///
  /// Throws `SettingError` for values that there are not, for a choice that leaves no cell, and for
  /// settings that concern none.
  package static func select(
    _ overrides: [String]
  ) throws(SettingError) -> [(cell: Table1Cell, settings: ExperimentSettings)] {
    var chosen = cells
    var rest: [(key: SettingKey, text: String)] = []
    var asked: [String: [String]] = [:]
    for override in overrides {
      let (name, text) = try SettingKey.parts(of: override)
      let key = try SettingKey.named(name)
      let values = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let others = overrides.filter { $0.hasPrefix("\(name)=") }
      if axes.contains(name), others.count > 1 {
        throw .invalid(
          key: name, value: others.map { $0.dropFirst(name.count + 1) }.joined(separator: " and "),
          allowed: "one list, such as \(name)="
            + others.map { $0.dropFirst(name.count + 1) }.joined(separator: ","))
      }
      asked[name] = values
      switch name {
      case "benchmark":
        try check(values, of: key, among: ExperimentSettings.Benchmark.allCases.map(\.rawValue))
        chosen.removeAll { !values.contains($0.benchmark) }
      case "scenario":
        try check(values, of: key, among: Scenario.allCases.map(\.rawValue))
        chosen.removeAll { !values.contains($0.scenario) }
      case "method":
        for value in values { _ = try LearningMethod.named(value) }
        chosen.removeAll { !values.contains($0.method) }
      default: rest.append((key, text))
      }
    }
    guard !chosen.isEmpty else {
      throw noCell(asked["method"] ?? [], asked["scenario"]?.joined(separator: ",") ?? "")
    }
    let profile = try self.profile(rest)
    var unused = rest.filter { !$0.key.isSelector }
    var selected: [(cell: Table1Cell, settings: ExperimentSettings)] = []
    for cell in chosen {
      var settings = cell.settings(profile)
      let concerning = rest.filter { !$0.key.isSelector && settings.concerns($0.key) }
      try SettingKey.apply(concerning, to: &settings)
      unused.removeAll { entry in concerning.contains { $0.key.name == entry.key.name } }
      do throws(SettingError) { try settings.check() } catch {
        throw .configuration(cell.description, error)
      }
      selected.append((cell, settings))
    }
    if let (key, text) = unused.first {
      throw .invalid(
        key: key.name, value: text, allowed: "its default here: it concerns none of these methods")
    }
    return selected
  }

  /// Throws unless a program's own method has a cell of the table in the scenario. Those of others, which
  /// the table does not know, may answer wherever they can.
  static func checkCell(
    _ benchmark: ExperimentSettings.Benchmark, _ scenario: Scenario, _ method: String
  ) throws(SettingError) {
    guard Table1Cell.methods.contains(method),
      !Table1Cell.all.contains(Table1Cell(benchmark.rawValue, scenario.rawValue, method))
    else { return }
    throw noCell([method], scenario.rawValue)
  }

  /// The methods that were asked for answer in other scenarios than those that were.
  private static func noCell(_ methods: [String], _ scenario: String) -> SettingError {
    let possible = methods.map { method in
      let scenarios = Table1Cell.all.filter {
        $0.method == method && $0.benchmark == Table1Cell.benchmarks[0]
      }
      return "\(method): \(scenarios.map(\.scenario).joined(separator: ", "))"
    }
    return .invalid(
      key: "scenario", value: scenario,
      allowed: "what the methods can answer in (\(possible.joined(separator: "; ")))")
  }

  private static func profile(
    _ assignments: [(key: SettingKey, text: String)]
  ) throws(SettingError) -> ExperimentSettings.Profile {
    var settings = ExperimentSettings(experiment: name)
    try SettingKey.apply(assignments.filter { $0.key.name == "profile" }, to: &settings)
    return settings.profile
  }

  private static func check(
    _ values: [String], of key: SettingKey, among known: [String]
  ) throws(SettingError) {
    guard let wrong = values.first(where: { !known.contains($0) }) else { return }
    throw .invalid(
      key: key.name, value: wrong, allowed: "some of " + known.joined(separator: ", "))
  }
}
