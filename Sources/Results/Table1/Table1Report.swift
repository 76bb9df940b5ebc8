import Evaluation

/// How far measurements agree with Table 1 of von Oswald et al. 2020, cell by cell.
package struct Table1Report: Codable, Hashable, Sendable {
  /// What the comparison of a cell says.
  package enum Verdict: String, Codable, Hashable, Sendable, CaseIterable {
    /// The 95 % interval of the difference contains 0.
    case reproduced
    /// It lies above 0.
    case better
    /// It lies below 0.
    case worse
    case notRun = "not run"
    case noPublishedValue = "no published value"
  }

  /// One cell.
  package struct Row: Codable, Hashable, Sendable {
    /// Benchmark, scenario, method.
    package let cell: Table1Cell
    /// The runs, one for each seed.
    package let runs: [String]
    /// Their seeds.
    package let seeds: [Int]
    /// The final accuracy of each, in percent.
    package let values: [Double]
    /// Final accuracy in percent; nil where nothing was run.
    package let measured: SeedStatistics?
    /// What was published; nil where nothing was.
    package let published: PublishedResult?
    /// Measured less published, in percentage points, with the interval that the verdict rests on.
    package let difference: MeanDifference?
    /// Whether the two agree.
    package let verdict: Verdict
    /// Final accuracy of learning all tasks at once, in the same benchmark and scenario.
    package let joint: SeedStatistics?
    /// The accuracy of guessing, in percent.
    package let chance: Double
    /// The other metrics over seeds, in percent or percentage points, by name; those that there are.
    package let metrics: [String: SeedStatistics]
    /// Seconds of computation of a run, over seeds.
    package let seconds: SeedStatistics?
    /// What the method needs and keeps; nil where it was not recorded.
    package let costs: RunRecord.Costs?
    /// The command that runs it, where it was not run.
    package let command: String?
  }

  /// What is held against what.
  package let table: String
  /// `full`, or `quick`, which trains less.
  package let profile: String
  /// How verdicts come about.
  package let rule: String
  /// The cells.
  package let rows: [Row]
  /// What runs the cells that were not run: a command for each benchmark and scenario.
  package let commands: [String]

  /// The rule of the verdicts, line by line.
  static let ruleLines = [
    "reproduced: the 95 % interval of the difference contains 0; better, worse: it lies above, below.",
    "It is Welch's t-interval, the published standard error being that of 20 seeds; the standard",
    "deviation of a single seed is taken to be the published one, SEM × √20.",
  ]

  /// The rule of the verdicts.
  package static let rule = ruleLines.joined(separator: " ")

  /// Reports `cells` in their order, then those of `runs` that are not among them; of both those that
  /// are `asked` for.
  ///
  /// Throws as `query`, and `invalidPublished`.
  ///
  /// - Parameters:
  ///   - runs: the identifiers of complete runs of each cell, one for each seed; `table1Runs` finds them
  ///   - command: what runs cells of one benchmark and scenario
  package init(
    _ cells: [Table1Cell] = Table1Cell.all, runs: [Table1Cell: [String]], profile: String,
    in store: ResultsStore, asked: (Table1Cell) -> Bool = { _ in true },
    command: ([Table1Cell]) -> String
  ) throws(ResultsError) {
    let published = try PublishedResults.embedded()
    let facts = try store.facts(ofRuns: runs.values.flatMap { $0 })
    func final(_ cell: Table1Cell) -> [RunFacts] {
      (runs[cell] ?? []).compactMap { facts[$0] }.filter { $0.metrics[.finalAccuracy] != nil }
    }
    rows = Table1Cell.ordered(cells, runs.keys).filter(asked).map { cell in
      let joint = final(cell.upperBound)
      return Row(
        cell, final(cell), published[cell], joint: Self.percent(joint, .finalAccuracy),
        chance: cell.chance(profile: profile), command: command([cell]))
    }
    commands = Self.parts(of: rows.filter { $0.command != nil }).map { command($0.map(\.cell)) }
    (table, self.profile, rule) = (published.table, profile, Self.rule)
  }

  /// The rows of each benchmark and scenario, in their order.
  static func parts(of rows: [Row]) -> [[Row]] {
    var parts: [[Row]] = []
    for row in rows {
      let index = parts.firstIndex {
        ($0[0].cell.benchmark, $0[0].cell.scenario) == (row.cell.benchmark, row.cell.scenario)
      }
      if let index { parts[index].append(row) } else { parts.append([row]) }
    }
    return parts
  }

  fileprivate static func percent(_ runs: [RunFacts], _ metric: RunMetric) -> SeedStatistics? {
    SeedStatistics(runs.compactMap { $0.metrics[metric] }.map { 100 * $0 })
  }
}

extension Table1Report.Row {
  fileprivate init(
    _ cell: Table1Cell, _ facts: [RunFacts], _ published: PublishedResult?, joint: SeedStatistics?,
    chance: Double, command: String
  ) {
    (self.cell, self.published, self.joint, self.chance) = (cell, published, joint, chance)
    (runs, seeds) = (facts.map(\.run), facts.map(\.seed))
    values = facts.compactMap { $0.metrics[.finalAccuracy] }.map { 100 * $0 }
    measured = SeedStatistics(values)
    if let measured, let published {
      difference = MeanDifference(measured, over: published.accuracy)
    } else {
      difference = nil
    }
    verdict =
      switch (measured, difference?.sign) {
      case (nil, _): .notRun
      case (_, nil): .noPublishedValue
      case (_, .zeroIsInside): .reproduced
      case (_, .isPositive): .better
      case (_, .isNegative): .worse
      }
    var metrics: [String: SeedStatistics] = [:]
    for metric in RunMetric.allCases where metric != .finalAccuracy {
      metrics[metric.rawValue] = Table1Report.percent(facts, metric)
    }
    self.metrics = metrics
    seconds = SeedStatistics(facts.map(\.seconds))
    costs = facts.lazy.compactMap(\.costs).first
    self.command = facts.isEmpty ? command : nil
  }

  /// A metric over seeds, in percent or percentage points; nil where no run has it.
  package subscript(metric: RunMetric) -> SeedStatistics? {
    metric == .finalAccuracy ? measured : metrics[metric.rawValue]
  }
}
