import ArgumentParser
import CommandLineTools
import Datasets
import Engines
import Foundation
import Mistakes
import Pipeline
import Results
import Runs
import Settings

/// `engram sweep`.
struct Sweep: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run an experiment with many combinations of settings, and rank them.",
    discussion: """
      Settings take lists of values. Every combination is run with every seed. A stored result is not \
      computed again, whichever run or sweep computed it, so the same command resumes a sweep. Failed runs are \
      listed, and repeated only with --retry.

      VALUES
        beta=0.001,0.01,0.1         a list
        task_embedding=2..8         whole numbers; 2..8:2 takes every second one
        beta=0..1:0.25              numbers from 0 to 1; a step is required
        'hyper_hidden=20,20|50,50'  values that contain commas
        beta=uniform:0..0.9         between two bounds (with --random)
        beta=log:0.001..1           the same on a logarithmic scale

      A setting that has no effect in a combination is left out of it, such as regularizer=si with beta=0. \
      Combinations that become equal in this way are run once.

      EXAMPLES
        engram sweep split-mnist beta=0.001,0.01,0.1 --seeds 0..4
        engram sweep split-mnist beta=0,0.01 task_embedding=8..96:8 --jobs 2
        engram sweep split-mnist beta=log:1e-4..1 --random 20 --sweep-seed 1
        engram sweep fig4 grid=0 steps=100,200 --dry-run

      Equal values of --sweep-seed give equal samples. A larger --random keeps the first samples. Each setting \
      is sampled on its own, so leaving one out does not change the values of the others. 'engram help run' \
      lists experiments and settings.
      """)

  @OptionGroup var arguments: ExperimentArguments

  @Option(
    help: ArgumentHelp(
      "Sample this many configurations instead of the whole grid.", valueName: "number"),
    transform: OptionValue.wholeNumber(1...1_000_000))
  var random: Int?
  @Option(
    help: ArgumentHelp("Seed of the samples of --random (default: 0).", valueName: "number"),
    transform: OptionValue.seed)
  var sweepSeed: UInt64?
  @Option(
    help: ArgumentHelp(
      "Largest number of runs (default: 1000); more are refused.", valueName: "number"),
    transform: OptionValue.wholeNumber(1...1_000_000))
  var maxRuns = 1000
  @Option(
    help: ArgumentHelp(
      "Metric that ranks the configurations: "
        + RunMetric.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        + " (default: final accuracy; for fig2, final mean squared error).",
      valueName: "metric"))
  var by: String?
  @Flag(help: "Repeat runs that failed before.")
  var retry = false
  @Flag(help: "List the runs and how many are complete, and run nothing.")
  var dryRun = false

  @OptionGroup var seeds: SeedsOption
  @OptionGroup var jobs: JobsOption
  @OptionGroup var engine: EngineOption
  @OptionGroup var savepoints: SavepointOption
  @OptionGroup var store: StoreOption
  @OptionGroup var datasets: DatasetsOption
  @OptionGroup var kernels: KernelsOption
  @OptionGroup var format: FormatOption<SummaryForm>
  @OptionGroup var progress: QuietOption

  mutating func validate() throws {
    try seeds.check(against: arguments.overrides)
    if sweepSeed != nil, random == nil {
      throw ValidationError("--sweep-seed has no effect without --random; leave it out")
    }
  }

  func run() async throws {
    let asked = try by.map { name throws(SettingError) in
      guard let metric = RunMetric(rawValue: name) else {
        throw .unknown(what: "metric", name: name, known: RunMetric.allCases.map(\.rawValue))
      }
      return metric
    }
    let engine = try engine.description()
    let catalog = try datasets.catalog()
    let plan = try catalog.suggestingNames { try self.plan(catalog) }
    let objective = plan.configurations[0].settings.sequence.objective
    let metric = asked ?? RunMetric(finalOf: objective)
    guard metric.isError == (objective == .regression) else {
      let known = RunMetric.allCases.filter { $0.isError != metric.isError }.map(\.rawValue)
      throw MistakenRequest(
        "runs of \(objective.rawValue) have no '\(metric.rawValue)'; --by takes \(known.joined(separator: ", "))"
      )
    }
    let store = dryRun ? try self.store.look() : try self.store.open()
    let runner = ExperimentRunner(store: store, catalog: catalog, program: Program.current())
    // Before the record is read: what another process still writes into it would be lost.
    let lock =
      !dryRun && store.isWritable ? try SweepRecord.lock(plan.id, in: store) : nil
    let sweep = try RunningSweep(plan, arguments.overrides, runner)
    if dryRun {
      try SweepReport(plan, sweep.outcome, by: metric).writePlan(isJSON: format.isJSON)
      // What would be submitted, and how.
      if engine?.system != nil, !format.isJSON {
        try await run(plan, sweep, runner, on: engine)
      }
      return
    }
    do {
      try await run(plan, sweep, runner, on: engine)
    } catch let detached as ClusterEngine.Detached {
      return try detached.write(isJSON: format.isJSON)
    }
    withExtendedLifetime(lock) {}
    let report = SweepReport(plan, sweep.outcome, by: metric)
    try Output.finish {
      try report.write(isJSON: format.isJSON)
    } then: {
      try report.throwFailures()
    }
  }

  /// The configurations, all checked.
  private func plan(_ catalog: DatasetCatalog) throws -> SweepPlan {
    let source = try arguments.source()
    // The experiment as it is, a preset or a file; what would change it are the lists.
    let settings = try source.settings()
    do {
      let plan = try SweepPlan(
        settings, arguments.overrides,
        search: random.map { .random(count: $0, seed: sweepSeed ?? 0) } ?? .grid,
        seeds: seeds.values, limit: maxRuns)
      try plan.check(against: catalog)
      return plan
    } catch let error as SettingError {
      throw source.located(error, changing: arguments.overrides)
    }
  }

  /// Runs what is neither there nor has failed before.
  private func run(
    _ plan: SweepPlan, _ sweep: RunningSweep, _ runner: ExperimentRunner,
    on description: EngineDescription?
  ) async throws {
    let pending = sweep.pending(retrying: retry)
    let runs = plan.runs
    let plans = try runner.forecast(pending.map { runs[$0].settings })
    let jobs = pending.enumerated().map { place, index in
      let name = [plan.name(of: runs[index].configuration), "seed \(runs[index].settings.seed)"]
      return RunJob(
        name: name.filter { !$0.isEmpty }.joined(separator: " "), settings: runs[index].settings,
        steps: plans?[place])
    }
    let display = PoolDisplay(jobs, sideBySide: self.jobs.count, isQuiet: progress.quiet)
    let outcome = sweep.outcome
    let engine = try self.engine(description, runner)
    display.note(
      "sweep \(plan.id): \(plan.size); \(outcome.found) found, \(outcome.failures.count) failed before, "
        + "\(pending.count) to run" + (pending.isEmpty ? "" : ", \(engine.plan(pending.count))"))
    if !dryRun { try sweep.begin() }
    guard !pending.isEmpty else { return }
    try await Interruption.handling {
      try await engine.run(jobs, display: display) { sweep.note(pending[$0], $1) }
    }
  }

  private func engine(
    _ description: EngineDescription?, _ runner: ExperimentRunner
  ) throws -> any Engine {
    try engine.engine(
      description, runner, jobs: jobs, store: store, datasets: datasets, savepoints: savepoints,
      retriesFailed: retry, isDryRun: dryRun)
  }
}
