import ArgumentParser
import Experiments
import Export
import Foundation
import Results

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
          engram export notebook table1

        NOTEBOOKS
        \(NotebookTemplate.all.map { "  \($0.name)  \($0.summary)" }.joined(separator: "\n"))
        """)

    @Argument(help: "The notebook's name.")
    var name: String
    @Option(
      name: .customLong("run"),
      help: ArgumentHelp(
        "The run to show (default: the experiment's latest complete one that has what is drawn); not "
          + "of table1, which shows the runs of all cells.",
        valueName: "run"))
    var runName: String?
    @Option(
      name: .shortAndLong, help: ArgumentHelp("Where to put it.", valueName: "folder"))
    var output = "notebooks-export"
    @OptionGroup var store: StoreOption

    func run() throws {
      guard let template = NotebookTemplate.named(name) else {
        let known = NotebookTemplate.all.map(\.name).joined(separator: ", ")
        throw ValidationError("There is no notebook '\(name)'. Known: \(known).")
      }
      let runs = try runs(of: template.subject)
      let file = try template.write(
        runs: runs, store: store.url, to: URL(fileURLWithPath: output, isDirectory: true))
      Output.write(
        "\(file.path)  (\(runs.count == 1 ? "run \(runs[0])" : "\(runs.count) runs"))\n")
    }

    private func runs(of subject: NotebookTemplate.Subject) throws -> [String] {
      let results = try store.results()
      switch subject {
      case .latestRun(let experiment, let table):
        return [try results.resolve(run: runName, of: experiment, holding: table)]
      case .table1:
        guard runName == nil else {
          throw ValidationError("The notebook table1 shows the runs of all cells; leave out --run.")
        }
        // The quick runs only where there are none as published: the two are not to be mixed.
        for profile in ExperimentSettings.Profile.allCases {
          let runs = try Table1.runs(profile, in: results)
          if !runs.isEmpty { return runs.values.flatMap { $0 }.sorted() }
        }
        throw ResultsError(
          .unknownRun,
          "there is no complete run of 'table1'; 'engram report table1' lists the commands that "
            + "make some", path: results.url.path)
      }
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

    func write(_ form: (QueryResult) -> String) throws {
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
