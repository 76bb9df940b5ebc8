import ArgumentParser
import CommandLineTools
import Foundation
import Pipeline
import Results
import Runs
import Tables

/// `engram plan`.
struct Plan: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show which results of a run are stored, and how long the others may take.",
    discussion: """
      Nothing is computed. The column action says of each step:

        hit      the result is stored
        run      the result would be computed
        unknown  the step depends on a result that is not stored yet; it may still
                 turn out to be a hit

      expected_seconds is estimated from stored results of the same stage and version: the median time of \
      those whose settings differ in the fewest fields. The column estimate says how many results these are, \
      and in how many fields they differ. The time grows with the number of training steps, or with the points \
      of a scan, so a run of 20 steps predicts one of 2000. A run with another network predicts badly. \
      expected_total_seconds adds up the steps so far; its last row is the whole run.

      For several runs (table1, fig2) there is a row for each run. A step that several runs share counts in \
      each of them. fields_differ is the largest number of differing fields of any step: estimates from quick \
      runs are much too short for full ones.

      EXAMPLES
        engram plan fig4
        engram plan fig4 beta=0.001   the first task is a hit: beta has no effect
        engram plan fig4 grid=101 --json
        engram plan table1 method=hnet+ent,hnet+tir benchmark=split-mnist

      \(ExperimentArguments.help)
      """)

  @OptionGroup var arguments: ExperimentArguments
  @OptionGroup var store: StoreOption
  @OptionGroup var datasets: DatasetsOption
  @OptionGroup var kernels: KernelsOption
  @OptionGroup var format: FormatOption<TableForm>

  func run() throws {
    let catalog = try datasets.catalog()
    let asked = try arguments.runs(checkedAgainst: catalog)
    let runner = ExperimentRunner(
      store: try store.look(), catalog: catalog, program: Program.current())
    if asked.count == 1 {
      try write(runner.plan(asked[0].settings))
    } else {
      let plans = try runner.plan(asked.map(\.settings))
      try write(zip(asked, plans).map { ($0.name ?? "", $1) })
    }
  }

  /// The steps of one run.
  private func write(_ steps: [PlannedStep]) throws {
    var total: Double?
    let rows = steps.map { step -> [TableValue] in
      if let expected = step.expected { total = (total ?? 0) + expected.seconds }
      return [
        .text(step.node), .text(step.stage), .text(step.action.rawValue), figure(step.seconds),
        step.key.map { .text(format.isJSON ? $0.hex : $0.abbreviated) } ?? .null,
        figure(step.expected?.seconds), figure(total),
        step.expected.map { .text(Self.text($0)) } ?? .null,
      ]
    }
    try format.write(
      ResultTable(
        columns: [
          "node", "stage", "action", "seconds", "key", "expected_seconds", "expected_total_seconds",
          "estimate",
        ], rows: rows))
    if format.form == .table { try Output.write(Self.summary(steps, total)) }
  }

  /// The cells of a table, a line each.
  private func write(_ cells: [(name: String, steps: [PlannedStep])]) throws {
    let rows = cells.map { name, steps -> [TableValue] in
      let missing = steps.filter { $0.action != .hit }
      let expected = missing.compactMap(\.expected)
      return [
        .text(name), .integer(Int64(steps.count - missing.count)), .integer(Int64(missing.count)),
        expected.isEmpty ? .null : figure(expected.map(\.seconds).reduce(0, +)),
        .integer(Int64(missing.count - expected.count)),
        expected.map(\.differences).max().map { .integer(Int64($0)) } ?? .null,
      ]
    }
    try format.write(
      ResultTable(
        columns: [
          "cell", "found", "to_run", "expected_seconds", "without_estimate", "fields_differ",
        ], rows: rows))
    guard format.form == .table else { return }
    let there = cells.count { $0.steps.allSatisfy { $0.action == .hit } }
    try Output.write(
      "\n\(there) of \(cells.count) runs are complete; 'engram run' computes the others\n")
  }

  private func figure(_ seconds: Double?) -> TableValue {
    seconds.map { .real(($0 * 100).rounded() / 100) } ?? .null
  }

  private static func text(_ expected: Expectation) -> String {
    let results = expected.results == 1 ? "1 result" : "median of \(expected.results) results"
    let settings =
      switch expected.differences {
      case 0: "same settings"
      case 1: "1 field differs"
      default: "\(expected.differences) fields differ"
      }
    let scale = expected.scale.map {
      String(format: ", of %.0f %@ for %.0f", $0.before, $0.unit, $0.now)
    }
    return "\(results), \(settings)\(scale ?? "")"
  }

  /// What is there and what not, and the time in all.
  private static func summary(_ steps: [PlannedStep], _ total: Double?) -> String {
    let missing = steps.filter { $0.action != .hit }
    if missing.isEmpty { return "\nall results are stored\n" }
    let guessed = missing.count { $0.expected != nil }
    let time =
      total.map {
        "about \(ProgressDisplay.duration($0))"
          + (guessed < missing.count ? " for the \(guessed) that have run before" : "")
      } ?? "no estimate: none of these stages has run before"
    return "\n\(steps.count - missing.count) found, \(missing.count) to run; \(time)\n"
  }
}
