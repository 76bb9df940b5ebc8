import ArgumentParser
import CommandLineTools
import Foundation
import Results
import Runs

/// `engram results`.
struct Results: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show results: all runs, one run, or the answer to an SQL query.",
    discussion: """
      The database is <store>/results.sqlite; any SQLite tool opens it.

      VIEWS
        of runs          latest_run, counted_run, run_metric, run_costs
        of accuracy      final_accuracy, during_accuracy, accuracy_matrix,
                         average_accuracy, task_inference_accuracy
        of regression    final_mean_squared_error,
                         during_mean_squared_error, final_error
        of transfer      forgetting, backward_transfer, forward_transfer,
                         forward_gain
        of training      learning_curve
        over seeds       summary, configuration_setting, table1
        of figures       fig4, fig4_embedding
        to their origin  provenance, stage_provenance, score_provenance,
                         training_metric_provenance, measurement_provenance

      TABLES
        of runs          run, run_setting, run_score, run_cost
        of measurements  score, training_metric, embedding_accuracy,
                         task_embedding
        of computations  stage_execution, stage_result, stage_input,
                         stage_output, artifact, measurement_source
        of the program   data_dictionary, metric, published_accuracy

      The table data_dictionary has the meaning and the unit of every column. Tasks count from 1. \
      Accuracies are in percent.

      EXAMPLES
        engram results                    all runs, latest first
        engram results fig4               scores of the latest run of fig4
        engram results query 'select * from summary'
        engram results query 'select * from fig4 limit 5' --format csv
        engram results backup copy.sqlite a copy of the database
        engram results rebuild            a new database, from the store
      """,
    subcommands: [List.self, Query.self, Backup.self, Rebuild.self], defaultSubcommand: List.self)

  /// `engram results list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List all runs, or show the scores of one.",
      discussion: """
        The scores of a run are a matrix: a row after each task that was learned, a column for each task that \
        was tested. Classification has accuracies in percent, regression has mean squared errors. Standard \
        error says which run is shown, unless its whole identifier was given.

        EXAMPLES
          engram results list
          engram results list latest
          engram results list fig4 --json
        """)

    @Argument(
      help: ArgumentHelp(
        "A run, the beginning of its identifier, an experiment (its latest complete run), or latest.",
        valueName: "run"))
    var name: String?
    @OptionGroup var store: StoreOption
    @OptionGroup var format: FormatOption<TableForm>

    func run() throws {
      let results = try store.results()
      if let name {
        let run = try NamedRun(name, in: results)
        try format.write(try results.scoreMatrix(ofRun: run.id))
        run.tell()
      } else {
        try format.write(try results.runs())
      }
    }
  }

  /// `engram results query`.
  struct Query: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run an SQL query that only reads.",
      discussion: """
        EXAMPLES
          engram results query 'select * from final_accuracy'
          engram results query 'select metric, mean, unit from summary' --json
        """)

    @Argument(help: "One SELECT statement.")
    var sql: String
    @OptionGroup var store: StoreOption
    @OptionGroup var format: FormatOption<TableForm>

    func run() throws { try format.write(try store.results().query(sql)) }
  }

  /// `engram results backup`.
  struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Copy the database to a file.",
      discussion: """
        The copy is the database at one moment, even if other processes write meanwhile. It is checked before \
        it gets its name. An existing file is replaced only with --force.

        EXAMPLES
          engram results backup before.sqlite
          engram results backup /backup/results.sqlite --force
        """)

    @Argument(help: "The file to write.")
    var file: String
    @Flag(help: "Replace the file if it exists.")
    var force = false
    @OptionGroup var store: StoreOption

    func run() throws {
      let destination = URL(fileURLWithPath: file)
      let size = try ResultsStore.backUp(
        try store.database(), to: destination, replacing: force)
      try Output.write("\(destination.path)  (\(size) bytes)\n")
    }
  }

  /// `engram results rebuild`.
  struct Rebuild: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a new database from the runs and manifests of the store.",
      discussion: """
        This repairs a database that is missing, damaged or incomplete. Nothing else changes. The new \
        database is made beside the old one and checked before it replaces the old one. Runs at work record \
        themselves in the new one. A run with an unreadable description or missing results is left out.

        EXIT CODES
          0  every run is in the database
          1  runs were left out

        EXAMPLES
          engram results rebuild
          engram results rebuild --json
        """)

    @OptionGroup var store: StoreOption
    @OptionGroup var format: FormatOption<SummaryForm>

    /// What is told as JSON.
    private struct Report: Encodable {
      struct LeftOut: Encodable { let run: String, reason: String }
      let database: String
      let runs: [String]
      let leftOut: [LeftOut]
    }

    func run() throws {
      let store = try store.existing()
      let report = try ResultsRebuild.rebuild(store)
      for (run, reason) in report.leftOut { Failure.message("left out '\(run)': \(reason)") }
      if format.isJSON {
        try Output.json(
          Report(
            database: store.resultsDatabase.path, runs: report.runs,
            leftOut: report.leftOut.map { .init(run: $0.run, reason: $0.reason) }))
      } else {
        let leftOut = report.leftOut.isEmpty ? "" : ", \(report.leftOut.count) left out"
        try Output.write("\(report.runs.count) runs in \(store.resultsDatabase.path)\(leftOut)\n")
      }
      if !report.leftOut.isEmpty { throw ExitCode(Failure.Code.failed.rawValue) }
    }
  }
}
