import Tables
import Tasks

/// Table 1 of von Oswald et al. 2020, extended: every method in every scenario that it can answer in, on two
/// benchmarks.
package enum Table1 {
  /// The experiment's name.
  package static let name = "table1"

  /// How much of a cell can be computed.
  package static var profiles: [ExperimentSettings.Profile] { Preset.of(name).profiles }

  /// The methods that have a row, in the order of the table.
  package static let methods: [MethodDeclaration] = [
    .hnet, .hnetEntropy, .hnetInference, .hnetReplay, .dgrDistilled, .dgr, .experienceReplay, .ewc,
    .onlineEWC, .si, .mas, .lwf, .progressive, .fineTuning, .fromScratch, .joint,
  ]

  /// All cells in the order of the table: each method in the scenarios that it can answer in. In CL2, HNET
  /// itself is left out: HNET+ENT and HNET+TIR are HNET with an answer where the task is not given.
  package static let cells = ExperimentSettings.Benchmark.allCases.flatMap { benchmark in
    Scenario.allCases.flatMap { scenario in
      methods.filter { method in
        method.scenarios.contains(scenario)
          && (method.name != MethodDeclaration.hnet.name || scenario == .taskIncremental)
      }.map { Table1Cell(benchmark.rawValue, scenario.rawValue, $0.name) }
    }
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
}

extension Table1 {
  /// What an argument list asks of the table: cells, each with its settings.
  ///
  /// What is set besides what `Table1Choice` reads is set in every cell in which it can act.
  ///
  /// Throws `SettingError` as `Table1Choice`, and for settings that act in none of the cells.
  package static func select(
    _ overrides: [String]
  ) throws(SettingError) -> [(cell: Table1Cell, settings: ExperimentSettings)] {
    let choice = try Table1Choice(overrides)
    var unused = choice.settings
    var selected: [(cell: Table1Cell, settings: ExperimentSettings)] = []
    for cell in cells where choice.contains(cell) {
      let settings = try choice.settings(of: cell)
      unused.removeAll { settings.fits($0.key) }
      do throws(SettingError) { try settings.check() } catch {
        throw .configuration(cell.description, error)
      }
      selected.append((cell, settings))
    }
    if let (key, text) = unused.first {
      throw .idle(key: key.name, value: text, why: "none of these cells has a use for it")
    }
    return selected
  }

  /// Throws unless a program's own method has a cell of the table in the scenario. Those of others, which
  /// the table does not know, may answer wherever they can.
  static func checkCell(
    _ benchmark: ExperimentSettings.Benchmark, _ scenario: Scenario, _ method: String
  ) throws(SettingError) {
    guard methods.contains(where: { $0.name == method }),
      !cells.contains(Table1Cell(benchmark.rawValue, scenario.rawValue, method))
    else { return }
    throw .noCell(of: [method], in: scenario.rawValue)
  }
}
