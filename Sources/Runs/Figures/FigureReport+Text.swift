import Foundation
import Pipeline
import Results
import Settings
import Statistics
import Tables

extension FigureReport {
  /// The report for a terminal: the table, what is to be seen, and the commands that run what was not.
  package var text: String {
    """
    \(title)

    \(ResultTable(columns: columns, rows: lines.map { $0.map { .text($0) } }).text)
    \(relations.map { "\($0.sentence)\n" }.joined())\(remark { "\n\($0)\n" })\(missing { "  \($0)\n" })
    """
  }

  /// The report as Markdown.
  package var markdown: String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }
    let table =
      line(columns) + line(columns.map { _ in "---" }) + lines.map(line).joined()
    return "## Figure \(figure.number): \(title)\n\n\(table)\n"
      + relations.map { "- \($0.sentence)\n" }.joined() + remark { "\n\($0)\n" }
      + missing { "    \($0)\n" }
  }

  /// All numbers, a row for each panel, unrounded; empty where there is none.
  package var csv: String {
    func real(_ value: Double?) -> TableValue { value.map { .real($0) } ?? .null }
    func entry(_ task: Int, of values: [SeedStatistics]) -> SeedStatistics? {
      task < values.count ? values[task] : nil
    }
    let (score, during) = (figure.scores.column, figure.scores.showsDuring)
    let perTask = (1...max(1, taskCount)).flatMap { task in
      ["task_\(task)_\(score)", "task_\(task)_standard_error"]
        + (during ? ["task_\(task)_during_\(score)"] : [])
    }
    let names =
      ["panel", "title"] + perTask + [
        score, "standard_error", "seeds", "published_\(score)", "seconds", "command",
      ]
    return ResultTable(
      columns: names,
      rows: rows.map { row in
        let tasks = (0..<max(1, taskCount)).flatMap { task -> [TableValue] in
          let (final, first) = (entry(task, of: row.tasks), entry(task, of: row.during))
          return [real(final?.mean), real(final?.standardError)]
            + (during ? [real(first?.mean)] : [])
        }
        return [.text(row.panel), .text(row.title)] + tasks + [
          real(row.mean?.mean), real(row.mean?.standardError), .integer(Int64(row.seeds.count)),
          real(row.publishedMean), real(row.seconds?.mean), .text(row.command),
        ]
      }
    ).csv
  }

  private var title: String { "\(figure.scores.words), mean ± standard error over seeds" }

  /// The tasks of any panel, run or published.
  private var taskCount: Int {
    rows.map { max($0.tasks.count, $0.published?.count ?? 0) }.max() ?? 0
  }

  private var isPublished: Bool { rows.contains { $0.published != nil } }

  private var columns: [String] {
    ["panel"] + (0..<taskCount).map { "task \($0 + 1)" } + ["mean", "seeds"]
      + (isPublished ? ["authors' program, mean of 1 seed"] : ["hours"])
  }

  /// The lines of a table for people: of each panel the final scores, and where the figure has them those right
  /// after learning.
  private var lines: [[String]] {
    rows.flatMap { row -> [[String]] in
      let last = isPublished ? row.publishedMean.map(figure.scores.text) : row.seconds?.hours
      let final =
        [row.title] + cells(row.tasks)
        + [figure.scores.text(row.mean), "\(row.seeds.count)", last ?? "–"]
      guard figure.scores.showsDuring, row.panel == rows[0].panel, !row.during.isEmpty else {
        return [final]
      }
      let mean = SeedStatistics(
        row.scores.map { $0.during.reduce(0, +) / Double($0.during.count) })
      return [
        final, ["… right after learning"] + cells(row.during) + [figure.scores.text(mean), "", ""],
      ]
    }
  }

  private func cells(_ values: [SeedStatistics]) -> [String] {
    (0..<taskCount).map { figure.scores.text($0 < values.count ? values[$0] : nil) }
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
}

extension FigureReport.Row {
  /// The mean of the published scores; nil where none are.
  fileprivate var publishedMean: Double? {
    published.map { $0.reduce(0, +) / Double($0.count) }
  }
}

extension SeedStatistics {
  /// The mean of seconds, in hours.
  fileprivate var hours: String { String(format: "%.2g", mean / 3600) }
}

/// How a figure's scores are told.
private struct ScoreStyle {
  /// The column of the scores, after those of the database.
  let column: String
  /// What they are, in words.
  let words: String
  /// The format of a score.
  let format: String
  /// Whether scores right after learning are told, too.
  let showsDuring: Bool

  func text(_ value: Double) -> String { String(format: format, value) }

  func text(_ value: SeedStatistics?) -> String {
    guard let value else { return "–" }
    return text(value.mean) + (value.standardError.map { " ± \(text($0))" } ?? "")
  }
}

extension PanelFigure {
  /// The number that the paper gives it.
  fileprivate var number: Int {
    switch self {
    case .figure2: 2
    case .figure5: 5
    }
  }

  fileprivate var scores: ScoreStyle {
    switch self {
    case .figure2:
      ScoreStyle(
        column: "mean_squared_error", words: "final mean squared error", format: "%.3g",
        showsDuring: false)
    case .figure5:
      ScoreStyle(
        column: "accuracy_percent", words: "final test accuracy in percent", format: "%.1f",
        showsDuring: true)
    }
  }
}
