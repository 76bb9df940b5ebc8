import ArgumentParser
import CommandLineTools
import Datasets
import Experiments
import Foundation
import Mistakes
import Pipeline
import Results
import Runs

/// `engram sweep`.
struct Sweep: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run an experiment with many settings, and rank them.",
    discussion: """
      Settings take lists of values; every combination is run with every seed. What is there already \
      is not computed again, whichever run or sweep computed it; the same command resumes. Runs that \
      failed are listed, and tried again with --retry only.

      VALUES
        beta=0.001,0.01,0.1         a list
        task_embedding=2..8         whole numbers; 2..8:2 takes every second one
        beta=0..1:0.25              numbers from 0 to 1 in steps of 0.25; the step is needed
        'hyper_hidden=20,20|50,50'  values that have commas of their own
        beta=uniform:0..0.9         between two bounds (with --random)
        beta=log:0.001..1           the same on a logarithmic scale

      What does nothing beside the other values of a combination is left out of it, such as \
      regularizer=si beside beta=0; combinations that are then equal are tried once.

      EXAMPLES
        engram sweep split-mnist beta=0.001,0.01,0.1 --seeds 0..4
        engram sweep split-mnist beta=0,0.01 task_embedding=8..96:8 --jobs 2
        engram sweep split-mnist beta=log:1e-4..1 --random 20 --sweep-seed 1
        engram sweep fig4 grid=0 steps=100,200 --dry-run

      Random search draws the same settings for the same --sweep-seed; with a greater --random the \
      first ones stay, and so do those of the other settings when one is left out. 'engram run \
      --help' lists experiments and settings.
      """)

  @OptionGroup var arguments: ExperimentArguments

  @OptionGroup var seeds: SeedsOption
  @Option(
    help: ArgumentHelp(
      "Draw that many configurations instead of taking every one.", valueName: "number"),
    transform: OptionValue.wholeNumber(1...1_000_000))
  var random: Int?
  @Option(
    help: ArgumentHelp("What --random draws with (default: 0).", valueName: "number"),
    transform: OptionValue.seed)
  var sweepSeed: UInt64?
  @Option(
    help: ArgumentHelp("Refuse a sweep of more runs (default: 1000).", valueName: "number"),
    transform: OptionValue.wholeNumber(1...1_000_000))
  var maxRuns = 1000
  @Option(
    help: ArgumentHelp(
      "What the configurations are ranked by: "
        + RunMetric.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        + " (default: the final accuracy; of functions the final mean squared error).",
      valueName: "metric"))
  var by: String?
  @Flag(help: "Try again what failed before.")
  var retry = false
  @Flag(help: "Show the runs and what is there of them, and run nothing.")
  var dryRun = false

  @OptionGroup var jobs: JobsOption
  @OptionGroup var savepoints: SavepointOption
  @OptionGroup var store: StoreOption
  @OptionGroup var datasets: DatasetsOption
  @OptionGroup var kernels: KernelsOption
  @Flag(help: "Write the summary as JSON.")
  var json = false
  @Flag(name: .shortAndLong, help: "No progress on standard error.")
  var quiet = false

  mutating func validate() throws {
    try seeds.check(against: arguments.overrides)
    if sweepSeed != nil, random == nil {
      throw ValidationError("--sweep-seed has no meaning without --random; leave it out")
    }
  }

  func run() async throws {
    let asked = try by.map { name throws(SettingError) in
      guard let metric = RunMetric(rawValue: name) else {
        throw .unknown(what: "metric", name: name, known: RunMetric.allCases.map(\.rawValue))
      }
      return metric
    }
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
      return try SweepReport(plan, sweep.outcome, by: metric).writePlan(isJSON: json)
    }
    try await run(plan, sweep, runner)
    withExtendedLifetime(lock) {}
    let report = SweepReport(plan, sweep.outcome, by: metric)
    try Output.finish {
      try report.write(isJSON: json)
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
    _ plan: SweepPlan, _ sweep: RunningSweep, _ runner: ExperimentRunner
  ) async throws {
    let pending = sweep.pending(retrying: retry)
    let runs = plan.runs
    let plans = try runner.forecast(pending.map { runs[$0].settings })
    let jobs = pending.enumerated().map { place, index in
      let name = [plan.name(of: runs[index].configuration), "seed \(runs[index].settings.seed)"]
      return RunPool.Job(
        name: name.filter { !$0.isEmpty }.joined(separator: " "), settings: runs[index].settings,
        steps: plans?[place])
    }
    let display = PoolDisplay(jobs, sideBySide: self.jobs.jobs, isQuiet: quiet)
    let outcome = sweep.outcome
    display.note(
      "sweep \(plan.id): \(plan.size); \(outcome.found) found, \(outcome.failures.count) failed before, "
        + "\(pending.count) to run" + (pending.isEmpty ? "" : ", \(self.jobs.plan(pending.count))"))
    try sweep.begin()
    let pool = RunPool(
      jobs: self.jobs.jobs, store: store, datasets: datasets, savepoints: savepoints)
    try await Interruption.handling {
      try await pool.run(jobs, display: display) { sweep.note(pending[$0], $1) }
    }
  }
}
