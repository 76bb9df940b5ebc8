import ArgumentParser
import CommandLineTools
import Foundation
import Results
import Runs
import Settings

/// `engram report`.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hold what was measured against what was published.",
    discussion: """
      EXAMPLES
        engram report table1
        engram report table1 benchmark=split-mnist --format markdown
        engram report fig2
      """,
    subcommands: [Table1.self, Figure2.self])

  /// `engram report fig2`.
  struct Figure2: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fig2",
      abstract: "Report how far Figure 2 of the paper is reproduced, panel by panel.",
      discussion: """
        For each panel: the final mean squared error of each function and their mean, over seeds, beside the \
        mean that the authors' program gave with one seed; and whether what the figure shows is seen. Panels \
        that were not run are listed with the command that runs them.

        It takes the same settings as 'engram run fig2', and reports the runs that these make; with any of \
        them the runs are not the published experiment.

        EXIT CODES
          0   reported, whatever is seen
          1   the database cannot be read
          64  there is no such setting or value, or no database

        EXAMPLES
          engram report fig2
          engram report fig2 steps=500 --json
        """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, csv }

    @Argument(
      help: ArgumentHelp(
        "What the runs were given, e.g. steps=500; default: as published.",
        valueName: "key=value"))
    var overrides: [String] = []
    @Option(help: ArgumentHelp("The form of the answer.", valueName: "table|json|csv"))
    var format = Format.table
    @Flag(help: "The same as --format json.")
    var json = false
    @OptionGroup var store: StoreOption

    func run() throws {
      let report = try Figure2Report(
        overrides, in: store.results(), options: store.arguments)
      switch json ? .json : format {
      case .table: try Output.write(report.text)
      case .json: try Output.json(report)
      case .csv: try Output.write(report.csv)
      }
    }
  }

  /// `engram report table1`.
  struct Table1: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Report how far Table 1 of the paper is reproduced, cell by cell.",
      discussion: """
        For each benchmark, scenario and method: measured mean ± standard error (number of seeds), the \
        published value, the difference with its 95 % interval, and a verdict. Cells that were not run are \
        listed with the command that runs them. JSON and CSV have the values of each seed, transfer, and \
        costs besides.

        It takes the same settings as 'engram run table1', and reports the runs that these make: \
        benchmark=, scenario= and method= take lists and choose among the cells, profile=quick reports \
        the shorter runs in place of those as published, steps=500 those of 500 steps.

        VERDICTS
          reproduced      the interval contains 0 and reaches no further than --margin
                          to either side
          inconclusive    the interval contains 0 and reaches further: it does not tell
          better          the interval lies above 0
          worse           the interval lies below 0
          not comparable  the runs are not the published experiment
        An inconclusive cell says how many seeds would tell, one that is not comparable what differs. \
        The interval is Welch's t-interval, the published standard error being that of 20 seeds. The \
        standard deviation of a single seed is taken to be the published one, SEM × √20.

        EXIT CODES
          0   reported, whatever the verdicts
          1   the database cannot be read
          64  there is no such setting or value, a margin that is not above 0,
              or no database

        EXAMPLES
          engram report table1
          engram report table1 scenario=CL2,CL3 method=hnet+r,joint
          engram report table1 method=ewc,si --margin 0.5
          engram report table1 profile=quick --format markdown
          engram report table1 --format csv > table1.csv
        """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, csv, markdown }

    @Argument(
      help: ArgumentHelp(
        "What to report, e.g. method=hnet,joint scenario=CL1; default: all, as published.",
        valueName: "key=value"))
    var choice: [String] = []
    @OptionGroup var margin: MarginOption
    @Option(help: ArgumentHelp("The form of the answer.", valueName: "table|json|csv|markdown"))
    var format = Format.table
    @Flag(help: "The same as --format json.")
    var json = false
    @OptionGroup var store: StoreOption

    func run() throws {
      let chosen = try Settings.Table1.reportable(choice)
      let report = try Settings.Table1.report(
        chosen, margin: margin.points, in: store.results(), options: store.arguments)
      switch json ? .json : format {
      case .table: try Output.write(report.text)
      case .json: try Output.json(report)
      case .csv: try Output.write(report.csv)
      case .markdown: try Output.write(report.markdown)
      }
    }
  }
}
