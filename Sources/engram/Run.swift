import ArgumentParser
import CommandLineTools
import Engines
import Foundation
import Mistakes
import Pipeline
import Results
import Runs
import Settings

/// `engram run`.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run an experiment; results that are stored are not computed again.",
    discussion: """
      Every finished task is stored at once, and a task in training is saved every few minutes and when the \
      run is told to stop. So the same command resumes an interrupted run, with the same results. Progress \
      goes to standard error, the summary to standard output. A seed that fails does not stop the others.

      EXAMPLES
        engram run fig4                       as published
        engram run fig4 steps=50 grid=5       a quick look
        engram run fig4 beta=0                without the regularizer: it forgets
        engram run split-mnist --seeds 0..9 --jobs 2
        engram run split-mnist dataset=fashion-mnist
        engram run split-mnist groups=0,1,2/3,4,5/6,7,8 hyper_hidden=20,20
        engram run mine.yaml beta=0.02        a file: see 'engram experiments'
        engram run table1 profile=quick benchmark=split-mnist --jobs 2
        engram run table1 method=hnet+r,joint scenario=CL3 --seeds 0..2
        engram run fig2 --seeds 0..4          every panel of Figure 2, in seconds
        engram run fig2 method=hnet beta=0    one panel, changed
        engram run fig5 profile=short         a tenth of Figure 5, in hours
        engram run fig5 network=zenke method=si
        engram run split-mnist --seeds 0..9 --on lab   see 'engram help engines'

      The experiment table1 has a run for each method, scenario and benchmark. method=, scenario= and \
      benchmark= take lists and choose among the runs. Other settings are set in every run whose method has \
      them. The experiments fig2 and fig5 have a run for each panel; with method=, regularizer= or beta= they \
      are a single run. A result that several runs share is computed once.

      \(ExperimentArguments.help)
      """)

  @OptionGroup var arguments: ExperimentArguments

  @OptionGroup var seeds: SeedsOption
  @OptionGroup var jobs: JobsOption
  @OptionGroup var engine: EngineOption
  @Flag(help: "With --on: submit runs again that failed there.")
  var retry = false
  @Flag(help: "With --on: show the script and the command that submits it, and do nothing.")
  var dryRun = false
  @OptionGroup var savepoints: SavepointOption
  @OptionGroup var store: StoreOption
  @OptionGroup var datasets: DatasetsOption
  @OptionGroup var kernels: KernelsOption
  @OptionGroup var format: FormatOption<SummaryForm>
  @OptionGroup var progress: QuietOption

  mutating func validate() throws {
    try seeds.check(against: arguments.overrides)
    if engine.on == nil, retry || dryRun {
      throw ValidationError(
        "\(retry ? "--retry" : "--dry-run") has no effect without --on; leave it out")
    }
  }

  func run() async throws {
    // Whatever is wrong with the settings is found before a store is made.
    let engine = try engine.description()
    if let engine, engine.system == nil, retry || dryRun {
      throw MistakenRequest(
        "\(retry ? "--retry" : "--dry-run") has no effect on the local engine '\(engine.name)'; leave it out"
      )
    }
    let catalog = try datasets.catalog()
    let (cells, runs) = try arguments.runs(seeds, checkedAgainst: catalog)
    let runner = ExperimentRunner(
      store: dryRun ? try store.look() : try store.open(), catalog: catalog,
      program: Program.current(),
      savepoints: savepoints.interval)
    if runs.count == 1, engine == nil {
      try await run(runs[0].settings, runner)
    } else {
      let plans = try runner.forecast(runs.map(\.settings))
      let jobs = runs.enumerated().map {
        RunJob(name: $1.name, settings: $1.settings, steps: plans?[$0])
      }
      try await run(
        jobs, cells: cells,
        on: try self.engine.engine(
          engine, runner, jobs: self.jobs, store: store, datasets: datasets, savepoints: savepoints,
          retriesFailed: retry, isDryRun: dryRun))
    }
  }

  /// One run, in this process.
  private func run(_ settings: ExperimentSettings, _ runner: ExperimentRunner) async throws {
    let display = ProgressDisplay(isQuiet: progress.quiet)
    defer { display.close() }
    display.note("\(settings.experiment), seed \(settings.seed)")
    let outcome = try await Interruption.handling {
      try await runner.run(settings) { display.show($0) }
    }
    display.close()
    let summary = RunSummary(outcome, settings)
    try Output.finish {
      if format.isJSON { try Output.json([summary]) } else { try Output.write(summary.text) }
    } then: {
      if let failure = outcome.databaseFailure {
        Failure.databaseNotWritten(failure.description)
        throw ExitCode(Failure.Code.notWritten.rawValue)
      }
    }
  }

  /// Several runs, each in a process of its own.
  private func run(_ runs: [RunJob], cells: Int, on engine: any Engine) async throws {
    let display = PoolDisplay(runs, sideBySide: jobs.count, isQuiet: progress.quiet)
    let report = RunReport(runs)
    let what =
      cells > 1
      ? "\(cells) cells, \(runs.count) runs"
      : "\(runs.count) seed\(runs.count == 1 ? "" : "s")"
    display.note("\(runs[0].settings.experiment), \(what), \(engine.plan(runs.count))")
    // Many tables would bury the one that sums them up.
    let writesSummaries = !format.isJSON && cells == 1
    do {
      try await Interruption.handling {
        try await engine.run(runs, display: display) {
          report.note($0, $1, writingSummaries: writesSummaries)
        }
      }
    } catch let detached as ClusterEngine.Detached {
      return try detached.write(isJSON: format.isJSON)
    }
    if dryRun { return }
    try Output.finish {
      try report.checkWritten()
      if format.isJSON {
        try report.json()
      } else if cells > 1, let figure = PanelFigure(rawValue: arguments.experiment) {
        let report = try FigureReport(
          figure, arguments.overrides, in: store.results(), options: store.arguments)
        try Output.write("\n\(report.text)")
      } else if cells > 1 {
        try Output.write(RunSummary.overCells(report.summaries))
      } else if !report.summaries.isEmpty, runs.count > 1 {
        try Output.write(RunSummary.overSeeds(report.summaries, of: runs.count))
      }
    } then: {
      try report.throwFailures()
    }
  }
}
