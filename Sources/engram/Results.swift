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
        of regression    final_error
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

      The table data_dictionary tells what every column means, and its unit.
      Tasks count from 1, accuracies are in percent.

      EXAMPLES
        engram results                    all runs, latest first
        engram results fig4               the accuracy matrix of the latest fig4 run
        engram results query 'select * from summary'
        engram results query 'select * from fig4 limit 5' --format csv
        engram results backup fig4.sqlite a copy, also while others write
        engram results rebuild            the database anew, from the store
      """,
    subcommands: [List.self, Query.self, Backup.self, Rebuild.self], defaultSubcommand: List.self)

  /// `engram results list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List all runs, or show the accuracy matrix of one.",
      discussion: """
        EXAMPLES
          engram results list
          engram results list latest
          engram results list fig4 --json
        """)

    @Argument(
      help: ArgumentHelp(
        "A run, the beginning of its identifier, an experiment (its latest run), or latest.",
        valueName: "run"))
    var name: String?
    @OptionGroup var store: StoreOption
    @OptionGroup var format: FormatOption

    func run() throws {
      let results = try store.results()
      if let name {
        try format.write(try results.scoreMatrix(ofRun: results.resolve(run: name)))
      } else {
        try format.write(try results.runs())
      }
    }
  }

  /// `engram results query`.
  struct Query: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Answer an SQL query that reads.",
      discussion: """
        EXAMPLES
          engram results query 'select * from final_accuracy'
          engram results query 'select metric, mean, unit from summary' --json
        """)

    @Argument(help: "One SELECT statement.")
    var sql: String
    @OptionGroup var store: StoreOption
    @OptionGroup var format: FormatOption

    func run() throws { try format.write(try store.results().query(sql)) }
  }

  /// `engram results backup`.
  struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Copy the database to a file, as it is at one moment, also while others write.",
      discussion: """
        The copy is checked before it gets its name. A file that is there already is kept, unless \
        --force is given.

        EXAMPLES
          engram results backup before.sqlite
          engram results backup /backup/results.sqlite --force
        """)

    @Argument(help: "The file to write.")
    var file: String
    @Flag(help: "Replace the file if it is there already.")
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
      abstract: "Make the database anew from the store's runs and manifests.",
      discussion: """
        Nothing else is changed. Repairs a database that is missing, damaged or behind. The new one \
        is made beside the old one, checked, and then put in its place; runs that are going on record \
        themselves in the new one. A run whose description or results are not whole is left out; \
        the others are there all the same.

        EXIT CODES
          0  every run is in the database
          1  runs were left out

        EXAMPLES
          engram results rebuild
          engram results rebuild --json
        """)

    @OptionGroup var store: StoreOption
    @Flag(help: "Write JSON: the runs, and those that were left out with the reason.")
    var json = false

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
      if json {
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
