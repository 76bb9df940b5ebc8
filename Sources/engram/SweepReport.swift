import ArgumentParser
import CommandLineTools
import Foundation
import Results
import Runs
import Statistics
import Tables

/// What a sweep found, as people and programs read it.
struct SweepReport {
  private let plan: SweepPlan
  private let outcome: RunningSweep.Outcome
  private let summary: SweepSummary

  init(_ plan: SweepPlan, _ outcome: RunningSweep.Outcome, by metric: RunMetric) {
    (self.plan, self.outcome) = (plan, outcome)
    summary = SweepSummary(plan, outcome.metrics.map { $0 ?? [:] }, by: metric)
  }

  /// The configurations, the best first.
  func write(isJSON: Bool) throws {
    if isJSON { return try writeJSON() }
    let metrics = [summary.metric] + shown.filter { $0 != summary.metric }
    let table = ResultTable(
      columns: plan.keys + metrics.map { $0.isError ? $0.rawValue : "\($0.rawValue) %" } + [
        "seeds"
      ],
      rows: summary.rows.map { row in
        plan.configurations[row.configuration].values.map { value in
          Double(value) == nil ? .text(value) : Int64(value).map { .integer($0) } ?? .text(value)
        } + metrics.map { .text(Self.text(row.means[$0], of: $0)) }
          + [.integer(Int64(row.means[summary.metric]?.n ?? 0))]
      })
    try Output.write("\(table.text)\n")
    guard let best = summary.best else { return }
    let name = plan.name(of: best.configuration)
    try Output.write(
      "best by \(summary.metric.rawValue): \(name.isEmpty ? "the only configuration" : name), "
        + Self.text(best.means[summary.metric], of: summary.metric)
        + (summary.metric.isError ? "\n" : " %\n"))
  }

  /// The metrics beside the one that ranks, where any run has them.
  private var shown: [RunMetric] {
    [.finalAccuracy, .duringAccuracy, .forgetting, .finalError, .duringError].filter { metric in
      summary.rows.contains { $0.means[metric] != nil }
    }
  }

  /// The runs there would be, and what is there of them.
  func writePlan(isJSON: Bool) throws {
    if isJSON { return try writeJSON() }
    let counts = configurationCounts
    let table = ResultTable(
      columns: plan.keys + ["runs", "found", "failed"],
      rows: plan.configurations.indices.map { index in
        plan.configurations[index].values.map { .text($0) }
          + [
            .integer(Int64(plan.seeds.count)), .integer(Int64(counts[index].found)),
            .integer(Int64(counts[index].failed)),
          ]
      })
    let failed = outcome.failures.count
    try Output.write(
      """
      \(table.text)
      sweep \(plan.id): \(plan.size); \(outcome.found) found, \(failed) failed before, \
      \(outcome.ids.count - outcome.found - failed) to run

      """)
  }

  private var configurationCounts: [(found: Int, failed: Int)] {
    var counts = plan.configurations.map { _ in (found: 0, failed: 0) }
    let runs = plan.runs
    for (run, metrics) in zip(runs, outcome.metrics) where metrics != nil {
      counts[run.configuration].found += 1
    }
    for failure in outcome.failures {
      counts[runs[failure.run].configuration].failed += 1
    }
    return counts
  }

  /// Says on standard error what failed, and throws the exit code that stands for it.
  func throwFailures() throws {
    let runs = plan.runs
    if !outcome.failures.isEmpty {
      let lines = outcome.failures.map { failure in
        let run = runs[failure.run]
        return "  \(plan.name(of: run.configuration)) seed \(run.settings.seed): \(failure.reason)"
      }
      Failure.message(
        "\(lines.count) of \(runs.count) runs failed; --retry tries them again:\n"
          + lines.joined(separator: "\n"))
    }
    if let failure = outcome.databaseFailure { Failure.databaseNotWritten(failure) }
    if !outcome.failures.isEmpty { throw ExitCode(Failure.Code.failed.rawValue) }
    if outcome.databaseFailure != nil {
      throw ExitCode(Failure.Code.notWritten.rawValue)
    }
  }

  private static func text(_ mean: SeedStatistics?, of metric: RunMetric) -> String {
    guard let mean else { return "–" }
    let format = metric.isError ? "%.3g" : "%.2f"
    let spread = mean.standardError.map { " ± " + String(format: format, $0) } ?? ""
    return String(format: format, mean.mean) + spread
  }
}

extension SweepReport {
  private struct Document: Encodable {
    struct Row: Encodable {
      let settings: [String: String]
      let runs: [String]
      let found: Int
      let failed: Int
      /// By name; means and standard errors in percent, errors in their own unit.
      let metrics: [String: SeedStatistics]
    }
    struct Failure: Encodable {
      let run: String
      let settings: [String: String]
      let seed: UInt64
      let reason: String
    }

    let sweep: String
    let by: String
    let seeds: [UInt64]
    /// The best first.
    let configurations: [Row]
    let best: [String: String]?
    let failures: [Failure]
  }

  private func writeJSON() throws {
    let counts = configurationCounts
    let (runs, seeds) = (plan.runs, plan.seeds.count)
    try Output.json(
      Document(
        sweep: plan.id, by: summary.metric.rawValue, seeds: plan.seeds,
        configurations: summary.rows.map { row in
          Document.Row(
            settings: settings(of: row.configuration),
            runs: Array(outcome.ids.dropFirst(row.configuration * seeds).prefix(seeds)),
            found: counts[row.configuration].found, failed: counts[row.configuration].failed,
            metrics: Dictionary(
              uniqueKeysWithValues: row.means.map { ($0.key.rawValue, $0.value) }))
        }, best: summary.best.map { settings(of: $0.configuration) },
        failures: outcome.failures.map {
          Document.Failure(
            run: outcome.ids[$0.run], settings: settings(of: runs[$0.run].configuration),
            seed: runs[$0.run].settings.seed, reason: $0.reason)
        }))
  }

  private func settings(of configuration: Int) -> [String: String] {
    Dictionary(uniqueKeysWithValues: zip(plan.keys, plan.configurations[configuration].values))
  }
}
