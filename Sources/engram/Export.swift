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
    abstract: "Write results as a notebook or a table, or runs as a Snakefile.",
    discussion: """
      EXAMPLES
        engram export notebook fig4
        engram export table final_accuracy > final.csv
        engram export table learning_curve --format jsonl -o curve.jsonl
        engram export answers table1 --output answers.csv
        engram export snakemake split-mnist --seeds 0..9 -o Snakefile
      """,
    subcommands: [NotebookExport.self, TableExport.self, Answers.self, Snakemake.self])

  /// `engram export notebook`.
  struct NotebookExport: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "notebook",
      abstract: "Write a Jupyter notebook that shows the results of runs.",
      discussion: """
        The notebook holds no results. When it is executed, it reads them from the database and the \
        checkpoints; 'make reproduce-fig4' executes it.

        EXAMPLES
          engram export notebook fig4
          engram export notebook fig4 --run fig4-seed3-2123 --output figures
          engram export notebook fig2
          engram export notebook fig5 profile=short
          engram export notebook table1
          engram export notebook table1 benchmark=permuted-mnist-10 -o permuted

        The notebook table1 shows the runs of all cells with their verdicts. Settings choose cells and runs, as \
        for 'engram report table1'. Without profile= it shows the runs of the full profile, or the quick ones if \
        there are no others.

        NOTEBOOKS
        \(NotebookTemplate.all.map { "  \($0.name.padded(to: 6))  \($0.summary)" }
          .joined(separator: "\n"))
        """)

    @Argument(help: "The notebook's name.")
    var name: String
    @Argument(
      help: ArgumentHelp(
        "For table1, fig2 and fig5: cells or settings, such as benchmark=split-mnist (default: all).",
        valueName: "key=value"))
    var choice: [String] = []
    @Option(
      name: .customLong("run"),
      help: ArgumentHelp(
        "For fig4: the run to show (default: the latest complete run with a scan).",
        valueName: "run"))
    var runName: String?
    @OptionGroup var margin: MarginOption
    @Option(
      name: .shortAndLong,
      help: ArgumentHelp(
        "The folder for the notebook (default: notebooks-export).", valueName: "folder"))
    var output: String?
    @OptionGroup var store: StoreOption

    func run() throws {
      guard let template = NotebookTemplate.named(name) else {
        throw MistakenRequest(unknown: "notebook", name, known: NotebookTemplate.all.map(\.name))
      }
      let (content, shown) = try content(of: template.subject)
      let file = try template.write(
        content, store: store.url,
        to: URL(fileURLWithPath: output ?? "notebooks-export", isDirectory: true))
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
            "the notebook \(name) shows one run, and --run names it; leave out '\(choice[0])'")
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
      case .panels:
        guard let figure = PanelFigure(rawValue: name) else {
          preconditionFailure("\(name) is no figure of panels")
        }
        guard runName == nil, margin.margin == nil else {
          throw ValidationError(
            "the notebook \(figure.name) shows the runs of all panels and has no margin; leave out "
              + "\(runName == nil ? "--margin" : "--run")")
        }
        return try panels(of: figure)
      }
    }

    /// The panels that were run, and what is to be seen.
    private func panels(
      of figure: PanelFigure
    ) throws -> (NotebookTemplate.Content, shown: String) {
      let results = try store.results()
      let report = try FigureReport(figure, choice, in: results)
      let panels = report.rows.filter { !$0.runs.isEmpty }.map { (title: $0.title, runs: $0.runs) }
      guard !panels.isEmpty else {
        throw ResultsError(
          .unknownRun,
          "there is no complete run of a panel of '\(figure.name)'; run "
            + "'\(ShellCommand.text(["engram", "run", figure.name] + choice))'",
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
      let profiles = chosen.namesProfile ? [chosen.profile] : Table1.profiles
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
          + "run them", path: results.url.path)
    }
  }

  /// `engram export table`.
  struct TableExport: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "table",
      abstract: "Write a table or view of the database to a file.",
      discussion: """
        'engram help results' lists the tables and views.

        EXAMPLES
          engram export table final_accuracy > final.csv
          engram export table learning_curve --format jsonl -o curve.jsonl
        """)

    @Argument(help: "A table or view of the database, such as final_accuracy.")
    var table: String
    @OptionGroup var file: OutputOption
    @OptionGroup var store: StoreOption
    @OptionGroup var format: FormatOption<FileForm>

    func run() throws {
      try file.write(format.form.text(of: try store.results().contents(of: table)))
    }
  }
}

/// Where an exported table goes.
struct OutputOption: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write (default: standard output).", valueName: "file"))
  var output: String?

  /// Writes to the file, or to standard output where none is named.
  func write(_ text: String) throws {
    guard let output else { return try Output.write(text) }
    try OutputFile(output).write(Data(text.utf8))
  }
}
