import Foundation
import Pipeline
import Statistics
import Tables

extension Figure2Report {
  /// The report for a terminal: the table, what is to be seen, and the commands that run what was not.
  package var text: String {
    """
    \(Self.title)

    \(ResultTable(columns: columns, rows: rows.map { cells($0).map { .text($0) } }).text)
    \(relations.map { "\($0.sentence)\n" }.joined())\(remark { "\n\($0)\n" })\(missing { "  \($0)\n" })
    """
  }

  /// The report as Markdown.
  package var markdown: String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }
    let table =
      line(columns) + line(columns.map { _ in "---" }) + rows.map { line(cells($0)) }.joined()
    return "## Figure 2: \(Self.title)\n\n\(table)\n"
      + relations.map { "- \($0.sentence)\n" }.joined() + remark { "\n\($0)\n" }
      + missing { "    \($0)\n" }
  }

  /// All numbers, a row for each panel, unrounded; empty where there is none.
  package var csv: String {
    func real(_ value: Double?) -> TableValue { value.map { .real($0) } ?? .null }
    let perTask = (0..<taskCount).flatMap { task in
      ["task_\(task + 1)_mean_squared_error", "task_\(task + 1)_standard_error"]
    }
    return ResultTable(
      columns: ["panel", "title"] + perTask + [
        "mean_squared_error", "standard_error", "seeds", "published_mean_squared_error", "command",
      ],
      rows: rows.map { row in
        [.text(row.panel), .text(row.title)]
          + (0..<taskCount).flatMap { task -> [TableValue] in
            let error = task < row.tasks.count ? row.tasks[task] : nil
            return [real(error?.mean), real(error?.standardError)]
          } + [
            real(row.mean?.mean), real(row.mean?.standardError), .integer(Int64(row.seeds.count)),
            real(row.publishedMean), .text(row.command),
          ]
      }
    ).csv
  }

  private static let title = "final mean squared error, mean ± standard error over seeds"

  /// The tasks of any panel, run or published.
  private var taskCount: Int {
    rows.map { max($0.tasks.count, $0.published?.count ?? 0) }.max() ?? 0
  }

  private var columns: [String] {
    ["panel"] + (0..<taskCount).map { "task \($0 + 1)" }
      + ["mean", "seeds", "authors' program, mean of 1 seed"]
  }

  /// The cells of a row of a table for people.
  private func cells(_ row: Row) -> [String] {
    [row.title]
      + (0..<taskCount).map { Self.text($0 < row.tasks.count ? row.tasks[$0] : nil) }
      + [
        Self.text(row.mean), "\(row.seeds.count)", row.publishedMean.map(Self.number) ?? "–",
      ]
  }

  /// In what the runs are not the published experiment.
  private func remark(_ line: (String) -> String) -> String {
    departures.isEmpty
      ? "" : line("not as published: \(departures.map(\.description).joined(separator: ", "))")
  }

  /// The commands that run what was not.
  private func missing(_ line: (String) -> String) -> String {
    let commands = rows.filter { $0.seeds.isEmpty }.map(\.command)
    return commands.isEmpty
      ? "" : "\nnot run; these commands run them\n\n" + commands.map(line).joined()
  }

  private static func text(_ value: SeedStatistics?) -> String {
    guard let value else { return "–" }
    return number(value.mean) + (value.standardError.map { " ± \(number($0))" } ?? "")
  }

  /// A number as it is shown.
  static func number(_ value: Double) -> String { String(format: "%.3g", value) }
}

extension Figure2Report.Row {
  /// The mean of the published errors; nil where none are.
  fileprivate var publishedMean: Double? {
    published.map { $0.reduce(0, +) / Double($0.count) }
  }
}
