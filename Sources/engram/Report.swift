import ArgumentParser
import Experiments
import Foundation
import Results

/// `engram report`.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hold what was measured against what was published.",
    discussion: """
      EXAMPLES
        engram report table1
        engram report table1 benchmark=split-mnist --format markdown
      """,
    subcommands: [Table1.self])

  /// `engram report table1`.
  struct Table1: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Report how far Table 1 of the paper is reproduced, cell by cell.",
      discussion: """
        For each benchmark, scenario and method: measured mean ± standard error (number of seeds), the \
        published value, the difference, and a verdict. Cells that were not run are listed with the \
        command that runs them. JSON and CSV have the values of each seed, transfer, and costs besides.

        benchmark=, scenario= and method= take lists and choose among the cells, as for 'engram run'; \
        profile=quick reports the shorter runs in place of those as published.

        VERDICTS
          reproduced  the 95 % interval of the difference contains 0
          better      the interval lies above 0
          worse       it lies below 0
        The interval is Welch's t-interval, the published standard error being that of 20 seeds. The \
        standard deviation of a single seed is taken to be the published one, SEM × √20.

        EXIT CODES
          0   reported, whatever the verdicts
          1   the database cannot be read
          64  there is no such benchmark, scenario, method or profile, or no
              database

        EXAMPLES
          engram report table1
          engram report table1 scenario=CL2,CL3 method=hnet+r,joint
          engram report table1 profile=quick --format markdown
          engram report table1 --format csv > table1.csv
        """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, csv, markdown }

    @Argument(
      help: ArgumentHelp(
        "What to choose, e.g. method=hnet,joint scenario=CL1; default: all.", valueName: "key=value"
      ))
    var choice: [String] = []
    @Option(help: ArgumentHelp("The form of the answer.", valueName: "table|json|csv|markdown"))
    var format = Format.table
    @Flag(help: "The same as --format json.")
    var json = false
    @OptionGroup var store: StoreOption

    func run() throws {
      let choice = try Table1Choice(choice)
      try choice.checkChoosesOnly()
      let results = try store.results()
      let name = choice.profile.rawValue
      let report = try Table1Report(
        Experiments.Table1.cells, runs: Experiments.Table1.runs(choice.profile, in: results),
        profile: name, in: results, asked: choice.contains
      ) { Table1Cell.command($0, profile: name, with: store.arguments) }
      switch json ? .json : format {
      case .table: Output.write(report.text)
      case .json: try Output.json(report)
      case .csv: Output.write(report.csv)
      case .markdown: Output.write(report.markdown)
      }
    }
  }
}
