import Foundation
import Statistics
import Tables

extension Table1Report {
  /// The report as tables for a terminal: one for each benchmark and scenario, what was not run with the
  /// command that runs it, and the rule of the verdicts.
  package var text: String {
    let tables = groups.map { heading, rows in
      let table = ResultTable(
        columns: Self.columns, rows: rows.map { $0.texts.map { .text($0) } })
      return "\(heading)\n\n\(table.text)\n" + Self.remarks(of: rows) { "\($0)\n" }
    }
    let rule = Table1Comparison.rule(margin: margin).map { $0 + "\n" }
    return
      ([title + "\n\n"] + tables + [commands { "  \($0)\n" }] + rule + ["\n"]
      + references.map { $0 + "\n" }).joined()
  }

  /// The report as Markdown.
  package var markdown: String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }
    let tables = groups.map { heading, rows in
      "### \(heading)\n\n" + line(Self.columns) + line(Self.columns.map { _ in "---" })
        + rows.map { line($0.texts) }.joined() + "\n" + Self.remarks(of: rows) { "- \($0)\n" }
    }
    return
      (["## \(title)\n\n"] + tables + [commands { "    \($0)\n" }, "\(rule)\n\n"]
      + references.map { "- \($0)\n" }).joined()
  }

  /// All numbers, a row for each cell, unrounded; empty where there is none.
  package var csv: String {
    ResultTable(columns: Self.csvColumns, rows: rows.map { $0.csvValues(margin: margin) }).csv
  }

  private var title: String {
    profile == "full"
      ? table
      : "\(table)\n\n"
        + "The \(profile) profile trains less than the published experiments, so there are no verdicts"
  }

  /// The rows of each benchmark and scenario, in their order, under what all of them are held against.
  private var groups: [(String, [Row])] {
    Self.parts(of: rows).map { part in
      let (cell, joint) = (part[0].cell, part[0].joint.map { $0.text + " %" } ?? "not run")
      let heading =
        "\(cell.benchmark), \(cell.scenario): chance "
        + String(format: "%.0f", part[0].chance) + " %, joint training (upper bound) \(joint)"
      return (heading, part)
    }
  }

  /// Why rows have no verdict and what would give them one: a line for each reason, with its methods.
  private static func remarks(of rows: [Row], _ line: (String) -> String) -> String {
    let pairs = rows.compactMap { row in row.remark.map { ($0, row.cell.method) } }
    let lines = grouped(pairs).map(line).joined()
    return lines.isEmpty ? "" : lines + "\n"
  }

  /// Where the published values come from, and what is to be known of them.
  package var references: [String] {
    let published = rows.compactMap { row in row.published.map { ($0, row) } }
    func named(_ name: Row) -> String {
      // Who published a method on one benchmark may not be who did on the other.
      Set(rows.map(\.cell.benchmark)).count > 1
        ? "\(name.cell.benchmark) \(name.cell.method)" : name.cell.method
    }
    return Self.grouped(published.map { ("\($0.source), \($0.url)", named($1)) })
      + Self.grouped(
        published.flatMap { result, row in result.notes.map { ($0, row.cell.method) } })
  }

  /// A line for each text with the names that it is said of, both in the order in which they appear.
  private static func grouped(_ pairs: [(text: String, name: String)]) -> [String] {
    unique(pairs.map(\.text)).map { text in
      let names = unique(pairs.filter { $0.text == text }.map(\.name))
      return "\(names.joined(separator: ", ")): \(text)"
    }
  }

  /// Names in the order in which they first appear.
  private static func unique(_ names: [String]) -> [String] {
    names.enumerated().filter { names.firstIndex(of: $1) == $0 }.map(\.element)
  }

  /// What was not run, and how to.
  private func commands(_ line: (String) -> String) -> String {
    guard !commands.isEmpty else { return "" }
    let missing = rows.count { $0.command != nil }
    return "not run: \(missing) of \(rows.count) cells; these commands run them\n\n"
      + commands.map(line).joined() + "\n"
  }

  private static let columns = [
    "method", "measured % (seeds)", "published %", "difference", "95 % interval", "verdict",
    "task inference %", "forgetting", "time",
  ]

  private static let csvColumns = [
    "benchmark", "scenario", "method", "verdict", "mean_percent", "standard_error_percent", "seeds",
    "published_percent", "published_standard_error_percent", "difference_percent",
    "lower_percent", "upper_percent", "margin_percent", "seeds_to_decide", "remark",
    "joint_percent", "chance_percent", "task_inference_percent", "during_percent",
    "forgetting_percent", "backward_transfer_percent",
    "forward_transfer_percent", "forward_transfer_seeds", "seconds", "memory_bytes",
    "trainable_weights", "target_weights", "stored_samples", "values_percent", "command",
  ]
}

extension Table1Report.Row {
  /// The cells of the row of a table for people.
  fileprivate var texts: [String] {
    [
      cell.method, measured.map { $0.text + " (\($0.n))" } ?? "not run",
      published?.accuracy.text ?? "–",
      difference.map { String(format: "%+.2f", $0.difference) } ?? "–",
      difference.map { String(format: "%+.2f to %+.2f", $0.lower, $0.upper) } ?? "–",
      verdict.rawValue,
      short(self[.taskInference]), short(self[.forgetting]),
      seconds.map { Self.time($0.mean) } ?? "–",
    ]
  }

  private func short(_ statistics: SeedStatistics?) -> String {
    statistics.map { String(format: "%.2f", $0.mean) } ?? "–"
  }

  /// Seconds below two minutes, then minutes, then hours.
  private static func time(_ seconds: Double) -> String {
    if seconds < 120 { return String(format: "%.0f s", seconds) }
    if seconds < 7200 { return String(format: "%.0f min", seconds / 60) }
    return String(format: "%.1f h", seconds / 3600)
  }

  fileprivate func csvValues(margin: Double) -> [TableValue] {
    func real(_ value: Double?) -> TableValue { value.map { .real($0) } ?? .null }
    func whole(_ value: Int?) -> TableValue { value.map { .integer(Int64($0)) } ?? .null }
    let names: [TableValue] = [
      .text(cell.benchmark), .text(cell.scenario), .text(cell.method), .text(verdict.rawValue),
    ]
    let comparison: [TableValue] = [
      real(measured?.mean), real(measured?.standardError), whole(measured?.n ?? 0),
      real(published?.accuracy.mean), real(published?.accuracy.standardError),
      real(difference?.difference), real(difference?.lower), real(difference?.upper),
      real(margin), whole(seedsToDecide), remark.map { .text($0) } ?? .null, real(joint?.mean),
      real(chance),
    ]
    let metrics: [TableValue] = [
      RunMetric.taskInference, .duringAccuracy, .forgetting, .backwardTransfer, .forwardTransfer,
    ].map { real(self[$0]?.mean) }
    let rest: [TableValue] = [
      // Where training from scratch was run with fewer seeds, it is not of all of the cell's.
      whole(self[.forwardTransfer]?.n),
      real(seconds?.mean), whole(costs?.memoryBytes), whole(costs?.trainableWeights),
      whole(costs?.targetWeights), whole(costs?.storedSamples),
      values.isEmpty ? .null : .text(values.map { "\($0)" }.joined(separator: " ")),
      command.map { .text($0) } ?? .null,
    ]
    return names + comparison + metrics + rest
  }
}

extension SeedStatistics {
  /// Such as `98.01 ± 0.05`; without the error for a single seed.
  fileprivate var text: String {
    String(format: "%.2f", mean) + (standardError.map { String(format: " ± %.2f", $0) } ?? "")
  }
}
