import Tasks

/// Table 1 of von Oswald et al. 2020, extended: every method in every scenario that it can answer in, on two
/// benchmarks.
package enum Table1 {
  /// The experiment's name.
  package static let name = "table1"

  /// One method in one scenario on one benchmark.
  package struct Cell: Hashable, Sendable {
    package let benchmark: ExperimentSettings.Benchmark
    package let scenario: Scenario
    package let method: String

    /// Such as `split-mnist CL3 hnet+r`.
    package var title: String { "\(benchmark.rawValue) \(scenario.rawValue) \(method)" }

    /// The settings of the cell, with the experiment's seed.
    package func settings(_ profile: ExperimentSettings.Profile) -> ExperimentSettings {
      var settings = ExperimentSettings(experiment: Table1.name)
      (settings.benchmark, settings.profile) = (benchmark, profile)
      (settings.method, settings.scenario) = (method, scenario)
      return settings.selected()
    }
  }

  /// All cells in the order of the table.
  package static let cells: [Cell] = ExperimentSettings.Benchmark.allCases.flatMap { benchmark in
    Scenario.allCases.flatMap { scenario in
      LearningMethod.all
        .filter { $0.scenarios.contains(scenario) && !isNoCell($0, scenario) }
        .map { Cell(benchmark: benchmark, scenario: scenario, method: $0.name) }
    }
  }

  /// The paper's HNET, which is told the task, stands in the first scenario only.
  private static func isNoCell(_ method: LearningMethod, _ scenario: Scenario) -> Bool {
    method.name == LearningMethod.hnet.name && scenario != .taskIncremental
  }
}
