import Statistics
import Tables

/// How far measurements agree with Table 1 of von Oswald et al. 2020, cell by cell.
package struct Table1Report: Codable, Hashable, Sendable {
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
    /// Whether the two agree.
    package let verdict: Table1Comparison.Verdict
    /// Measured less published, in percentage points, with the interval that the verdict rests on; nil
    /// where nothing is compared.
    package let difference: MeanDifference?
    /// In what the runs are not the published experiment.
    package let departures: [SettingDeparture]
    /// About how many seeds in all make an inconclusive interval narrow enough; nil where no number does.
    package let seedsToDecide: Int?
    /// Why there is no verdict, in words; nil where there is one, and where there can be none.
    package let remark: String?
    /// Final accuracy of learning all tasks at once, in the same benchmark and scenario.
    package let joint: SeedStatistics?
    /// The runs that did.
    package let jointRuns: [String]
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
  /// How far an interval around 0 may reach to either side and still show agreement, in percentage points.
  package let margin: Double
  /// How verdicts come about.
  package let rule: String
  /// The cells.
  package let rows: [Row]
  /// What runs the cells that were not run: a command for each benchmark and scenario.
  package let commands: [String]

  /// All runs that it rests on, the upper bounds' too, sorted.
  package var allRuns: [String] { Set(rows.flatMap { $0.runs + $0.jointRuns }).sorted() }

  /// Reports `cells` in their order, then those of `runs` that are not among them; of both those that
  /// are `asked` for.
  ///
  /// Throws as `query`, and `invalidPublished`.
  ///
  /// - Parameters:
  ///   - runs: the identifiers of complete runs of each cell, one for each seed; `table1Runs` finds them
  ///   - departures: in what the runs of a cell are not the published experiment
  ///   - margin: in percentage points; traps unless it is positive
  ///   - command: what runs cells of one benchmark and scenario
  package init(
    _ cells: [Table1Cell], runs: [Table1Cell: [String]],
    departures: [Table1Cell: [SettingDeparture]] = [:], profile: String,
    margin: Double = Table1Comparison.usualMargin, in store: ResultsStore,
    asked: (Table1Cell) -> Bool = { _ in true }, command: ([Table1Cell]) -> String
  ) throws(ResultsError) {
    precondition(margin > 0, "a margin of \(margin)")
    let published = try PublishedResults.embedded()
    let facts = try store.facts(ofRuns: runs.values.flatMap { $0 })
    func final(_ cell: Table1Cell) -> [RunFacts] {
      (runs[cell] ?? []).compactMap { facts[$0] }.filter { $0.metrics[.finalAccuracy] != nil }
    }
    rows = Table1Cell.ordered(cells, runs.keys).filter(asked).map { cell in
      Row(
        cell, final(cell), published[cell], departures: departures[cell] ?? [], margin: margin,
        joint: final(cell.upperBound), chance: cell.chance(profile: profile),
        command: command([cell]))
    }
    commands = Self.parts(of: rows.filter { $0.command != nil }).map { command($0.map(\.cell)) }
    (table, self.profile, self.margin) = (published.table, profile, margin)
    rule = Table1Comparison.rule(margin: margin).joined(separator: " ")
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
    _ cell: Table1Cell, _ facts: [RunFacts], _ published: PublishedResult?,
    departures: [SettingDeparture], margin: Double, joint: [RunFacts], chance: Double,
    command: String
  ) {
    (self.cell, self.published, self.chance) = (cell, published, chance)
    (self.joint, jointRuns) = (Table1Report.percent(joint, .finalAccuracy), joint.map(\.run))
    (runs, seeds) = (facts.map(\.run), facts.map(\.seed))
    values = facts.compactMap { $0.metrics[.finalAccuracy] }.map { 100 * $0 }
    measured = SeedStatistics(values)
    let comparison = Table1Comparison(
      measured, to: published?.accuracy, departures: departures, margin: margin)
    (verdict, difference) = (comparison.verdict, comparison.difference)
    (seedsToDecide, remark) = (comparison.seedsToDecide, comparison.remark)
    self.departures = verdict == .notComparable ? departures : []
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
