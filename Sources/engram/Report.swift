import ArgumentParser
import CommandLineTools
import Foundation
import Results
import Runs
import Settings

/// `engram report`.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare measured results with published ones.",
    discussion: """
      EXAMPLES
        engram report table1
        engram report table1 benchmark=split-mnist --format markdown
        engram report fig2
        engram report fig5 profile=short
      """,
    subcommands: [Table1.self, Figure2.self, Figure5.self])

  /// `engram report fig2`.
  struct Figure2: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fig2",
      abstract: "Compare the errors of Figure 2 with published ones, panel by panel.",
      discussion: """
        For each panel: the final mean squared error of each function and the mean over the functions, over \
        seeds. Beside it stands the mean error of one seed of the authors' program. Two statements follow that \
        the figure makes, and whether the errors confirm them. Panels without runs are listed with the command \
        that runs them. CSV and JSON have all numbers unrounded.

        The settings are those of 'engram run fig2'. The report shows the runs that have them. Runs with other \
        settings than published are not comparable.

        EXIT CODES
          0   reported, whatever the errors are
          1   the database cannot be read
          64  the setting, the value or the database does not exist

        EXAMPLES
          engram report fig2
          engram report fig2 --format markdown
          engram report fig2 steps=500 --json
        """)

    @OptionGroup var options: FigureReportOptions

    func run() throws { try options.report(.figure2) }
  }

  /// `engram report fig5`.
  struct Figure5: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fig5",
      abstract: "Report the accuracies of Figure 5 and whether they show what the figure shows.",
      discussion: """
        For each method that was run: the final test accuracy of each task and the mean over the tasks, over \
        seeds, in percent, and the hours of computation; for the hypernetwork also the accuracy right after \
        learning. Task 1 is CIFAR-10, tasks 2 to 6 are ten classes of CIFAR-100 each. The numbers of the \
        paper's curves were not published. So three statements follow that the figure makes, and whether the \
        accuracies confirm them, seed by seed. Panels without runs are listed with the command that runs \
        them. CSV and JSON have all numbers unrounded.

        The settings are those of 'engram run fig5'. The report shows the runs that have them. The statements \
        are also checked for profile=short, where the same tasks are trained for a tenth of the epochs; runs \
        with other settings than published are not comparable.

        EXIT CODES
          0   reported, whatever the accuracies are
          1   the database cannot be read
          64  the setting, the value or the database does not exist

        EXAMPLES
          engram report fig5
          engram report fig5 profile=short --format markdown
          engram report fig5 network=zenke --json
        """)

    @OptionGroup var options: FigureReportOptions

    func run() throws { try options.report(.figure5) }
  }

  /// `engram report table1`.
  struct Table1: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compare the accuracies of Table 1 with published ones, cell by cell.",
      discussion: """
        For each benchmark, scenario and method: measured mean ± standard error (number of seeds), published \
        value, difference with its 95 % interval, and verdict. Cells without runs are listed with the command \
        that runs them. JSON and CSV also have the values of each seed, transfer, and costs.

        The settings are those of 'engram run table1'. benchmark=, scenario= and method= take lists and choose \
        cells. With other settings, such as steps=500 or profile=quick, the report shows the runs that have them.

        VERDICTS
          reproduced      the interval contains 0 and reaches at most --margin to
                          either side
          inconclusive    the interval contains 0 and reaches further
          better          the interval lies above 0
          worse           the interval lies below 0
          not comparable  the runs are not the published experiment

        For an inconclusive cell the report says how many seeds would decide, for one that is not comparable \
        which settings differ. The interval is Welch's t-interval; the published standard error is that of 20 \
        seeds. For a single seed, the standard deviation is taken from the published value: SEM × √20.

        EXIT CODES
          0   reported, whatever the verdicts are
          1   the database cannot be read
          64  the setting, the value, the margin or the database does not exist

        EXAMPLES
          engram report table1
          engram report table1 scenario=CL2,CL3 method=hnet+r,joint
          engram report table1 method=ewc,si --margin 0.5
          engram report table1 profile=quick --format markdown
          engram report table1 --format csv > table1.csv
        """)

    @Argument(
      help: ArgumentHelp(
        "Cells and settings, such as method=hnet,joint scenario=CL1 (default: all, as published).",
        valueName: "key=value"))
    var choice: [String] = []
    @OptionGroup var margin: MarginOption
    @OptionGroup var store: StoreOption
    @OptionGroup var format: FormatOption<ReportForm>

    func run() throws {
      let chosen = try Settings.Table1.reportable(choice)
      let report = try Settings.Table1.report(
        chosen, margin: margin.points, in: store.results(), options: store.arguments)
      switch format.form {
      case .table: try Output.write(report.text)
      case .json: try Output.json(report)
      case .csv: try Output.write(report.csv)
      case .markdown: try Output.write(report.markdown)
      }
    }
  }
}

/// What the report of a figure takes.
struct FigureReportOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Settings of the runs, such as steps=500 (default: as published).",
      valueName: "key=value"))
  var overrides: [String] = []
  @OptionGroup var store: StoreOption
  @OptionGroup var format: FormatOption<ReportForm>

  func report(_ figure: PanelFigure) throws {
    let report = try FigureReport(
      figure, overrides, in: store.results(), options: store.arguments)
    switch format.form {
    case .table: try Output.write(report.text)
    case .json: try Output.json(report)
    case .csv: try Output.write(report.csv)
    case .markdown: try Output.write(report.markdown)
    }
  }
}
