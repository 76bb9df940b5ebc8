import ArgumentParser
import CommandLineTools
import Export
import Foundation
import Mistakes
import Pipeline
import Results
import Runs
import Settings
import Tables

/// `engram export`.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write results as a notebook, CSV or JSON lines.",
    discussion: """
      EXAMPLES
        engram export notebook fig4
        engram export csv final_accuracy > final.csv
        engram export jsonl learning_curve --output curve.jsonl
        engram export answers table1 --output answers.csv
      """,
    subcommands: [NotebookExport.self, CSV.self, JSONLines.self, Answers.self])

  /// `engram export notebook`.
  struct NotebookExport: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "notebook",
      abstract: "Write a Jupyter notebook that reads the results of runs.",
      discussion: """
        The notebook holds no results: executing it (make reproduce-fig4 does) reads them from the \
        database and the checkpoints.

        EXAMPLES
          engram export notebook fig4
          engram export notebook fig4 --run fig4-seed3-2123 --output figures
          engram export notebook fig2
          engram export notebook table1
          engram export notebook table1 benchmark=permuted-mnist-10 --output permuted

        table1 shows the runs of all cells, the quick ones only where there are none as published; \
        settings choose among them, as for 'engram report table1', whose verdicts it has.

        NOTEBOOKS
        \(NotebookTemplate.all.map { "  \($0.name)  \($0.summary)" }.joined(separator: "\n"))
        """)

    @Argument(help: "The notebook's name.")
    var name: String
    @Argument(
      help: ArgumentHelp(
        "What to show of table1 and fig2, e.g. benchmark=split-mnist; default: all.",
        valueName: "key=value"))
    var choice: [String] = []
    @Option(
      name: .customLong("run"),
      help: ArgumentHelp(
        "The run to show (default: the experiment's latest complete one that has what is drawn); not "
          + "of table1, which shows the runs of many cells.",
        valueName: "run"))
    var runName: String?
    @OptionGroup var margin: MarginOption
    @Option(
      name: .shortAndLong, help: ArgumentHelp("Where to put it.", valueName: "folder"))
    var output = "notebooks-export"
    @OptionGroup var store: StoreOption

    func run() throws {
      guard let template = NotebookTemplate.named(name) else {
        throw MistakenRequest(unknown: "notebook", name, known: NotebookTemplate.all.map(\.name))
      }
      let (content, shown) = try content(of: template.subject)
      let file = try template.write(
        content, store: store.url, to: URL(fileURLWithPath: output, isDirectory: true))
      try Output.write("\(file.path)  (\(shown))\n")
    }

    /// What to show, and what that is in words.
    private func content(
      of subject: NotebookTemplate.Subject
    ) throws -> (NotebookTemplate.Content, shown: String) {
      switch subject {
      case .latestRun(let experiment, let table):
        guard choice.isEmpty else {
          throw ValidationError(
            "the notebook \(name) shows one run, which --run names; leave out '\(choice[0])'")
        }
        guard margin.margin == nil else {
          throw ValidationError("the notebook \(name) has no verdicts; leave out --margin")
        }
        let run = try store.results().resolve(run: runName, of: experiment, holding: table)
        return (.run(run), "run \(run)")
      case .table1:
        guard runName == nil else {
          throw ValidationError(
            "the notebook table1 shows the runs of many cells; leave out --run")
        }
        return try table1()
      case .figure2:
        guard runName == nil, margin.margin == nil else {
          throw ValidationError(
            "the notebook fig2 shows the runs of all panels, whose verdicts have no margin; leave out "
              + "\(runName == nil ? "--margin" : "--run")")
        }
        return try figure2()
      }
    }

    /// The panels that were run, and what is to be seen.
    private func figure2() throws -> (NotebookTemplate.Content, shown: String) {
      let results = try store.results()
      let report = try Figure2Report(choice, in: results)
      let panels = report.rows.filter { !$0.runs.isEmpty }.map { (title: $0.title, runs: $0.runs) }
      guard !panels.isEmpty else {
        throw ResultsError(
          .unknownRun,
          "there is no complete run of a panel of 'fig2'; "
            + "'\(ShellCommand.text(["engram", "run", "fig2"] + choice))' makes some",
          path: results.url.path)
      }
      let count = panels.reduce(0) { $0 + $1.runs.count }
      return (
        .panels(panels, verdicts: report.relations.map(\.sentence)),
        count == 1 ? "1 run" : "\(count) runs"
      )
    }

    /// The report of the cells that were chosen; their runs and the upper bounds' of one profile.
    private func table1() throws -> (NotebookTemplate.Content, shown: String) {
      let chosen = try Table1.reportable(choice)
      let results = try store.results()
      // The quick runs only where there are none as published: the two are not to be mixed.
      let profiles = chosen.namesProfile ? [chosen.profile] : ExperimentSettings.Profile.allCases
      for profile in profiles {
        let ofProfile = chosen.namesProfile ? [] : ["profile=\(profile.rawValue)"]
        let report = try Table1.report(
          Table1.reportable(choice + ofProfile), margin: margin.points, in: results)
        let count = report.rows.reduce(0) { $0 + $1.runs.count }
        if count > 0 {
          return (.table1(report.allRuns, report), count == 1 ? "1 run" : "\(count) runs")
        }
      }
      throw ResultsError(
        .unknownRun,
        "there is no complete run of \(choice.isEmpty ? "'table1'" : "these cells of 'table1'"); "
          + "'\(ShellCommand.text(["engram", "report", "table1"] + choice))' lists the commands that "
          + "make some", path: results.url.path)
    }
  }

  /// What both tabular forms take.
  struct TableArguments: ParsableArguments {
    @Argument(help: "A table or view of the database, such as final_accuracy.")
    var table: String
    @Option(
      name: .shortAndLong,
      help: ArgumentHelp("The file to write (default: standard output).", valueName: "file"))
    var output: String?
    @OptionGroup var store: StoreOption

    func write(_ form: (ResultTable) -> String) throws {
      try Export.write(form(try store.results().contents(of: table)), to: output)
    }
  }

  /// `engram export csv`.
  struct CSV: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a table or view as comma-separated values.",
      discussion: """
        EXAMPLES
          engram export csv final_accuracy
          engram export csv learning_curve --output curve.csv
        """)
    @OptionGroup var arguments: TableArguments
    func run() throws { try arguments.write(\.csv) }
  }

  /// `engram export jsonl`.
  struct JSONLines: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "jsonl", abstract: "Write a table or view as JSON, an object per line.",
      discussion: """
        EXAMPLES
          engram export jsonl final_accuracy
          engram export jsonl learning_curve --output curve.jsonl
        """)
    @OptionGroup var arguments: TableArguments
    func run() throws { try arguments.write(\.jsonLines) }
  }
}
