import ArgumentParser
import CommandLineTools
import Datasets
import Foundation
import Pipeline
import Results
import Runs
import Settings
import Tensors

/// The command `engram-bench`.
@main
struct EngramBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engram-bench",
    abstract: "Measure training steps, the scan and the cache on this machine.",
    discussion: """
      For each task of a sequence: the time of a training step, and that of its matrix products \
      alone ("bare"), had they the rate that the target network's products reach by themselves \
      in the same run. All figures are medians of several repetitions, steps and products taking \
      turns. The shares tell where a step's time goes; "other" is what threads wait for each other, \
      and adding up their partial sums.

      BENCHMARKS
        split-mnist         every task of the sequence, and every variant of the
                            regularizer at the last one
        permuted-mnist-10   the same
        permuted-mnist-100  tasks 1, 10, 50 and 100 with simulated past tasks, ten of
                            which are regularized in each step
        resnet32            tasks 1, 2 and 6 of Figure 5 on generated images, of 32
                            and of 128 samples a step; "bare" is at the rate of a
                            product of 2048×2048×2048
        fig4-scan           points of the embedding plane, task inference by entropy
        cache               a run of which everything is found, as a whole process
        store               what looks at a whole store (plan, why, the views,
                            rebuild), on one that is made for it: a thousand
                            runs and more (--runs), ten thousand results
        all                 all of these

      EXAMPLES
        engram-bench
        engram-bench permuted-mnist-10 --steps 20
        engram-bench resnet32 --repetitions 5
        engram-bench store --repetitions 3
        engram-bench all --json > bench.jsonl
      """,
    version: Program.release)

  static func main() async {
    StandardStreams.prepare()
    await CommandProgram.run(EngramBench.self)
  }

  enum Name: String, ExpressibleByArgument, CaseIterable {
    case split = "split-mnist"
    case permuted10 = "permuted-mnist-10"
    case permuted100 = "permuted-mnist-100"
    case resnet32
    case scan = "fig4-scan"
    case cache
    case store
    case all
  }

  @Argument(help: ArgumentHelp("What to measure.", valueName: "benchmark"))
  var name = Name.split
  @Option(
    help: "Training steps of each repetition (default: about a tenth of a second's worth).",
    transform: OptionValue.wholeNumber(1...100_000))
  var steps: Int?
  @Option(
    help: "Repetitions, of which the median counts (default: 11).",
    transform: OptionValue.wholeNumber(1...1000))
  var repetitions = 11
  @Option(
    help: "Runs in the store of the benchmark 'store' (default: 1070).",
    transform: OptionValue.wholeNumber(1...100_000))
  var runs = 1070
  @OptionGroup var datasets: DatasetsOption
  @OptionGroup var kernels: KernelsOption
  @Flag(help: "Write JSON lines, an object per measured thing.")
  var json = false

  func run() throws {
    // Its products are measured whoever computes otherwise.
    try KernelsOption.checkNative()
    let report = BenchReport(isJSON: json)
    if name == .all { return try measureAll() }
    let program = Program.current()
    try report.write(machine: [
      ("threads", "\(Threads.count)"), ("OpenBLAS", Threads.blasVersion),
      ("class", NumericClass.current),
      (
        "commit", (program.sourceRevision ?? "unknown") + (program.sourceIsDirty == true ? "+" : "")
      ),
    ])
    switch name {
    case .split: try measureSteps("split-mnist", steps ?? 30, goal: 1.5, floor: 2, report)
    case .permuted10:
      try measureSteps("permuted-mnist-10", steps ?? 6, goal: 1.4, floor: 1.8, report)
    case .permuted100: try measureLongSequence(report)
    case .resnet32: try measureResidual(report)
    case .scan: try measureScan(report)
    case .cache: try measureCache(report)
    case .store: try measureStore(report)
    case .all: break
    }
  }

  /// Each benchmark in a process of its own, so that the memory it tells is its own.
  private func measureAll() throws {
    var options = ["--repetitions", "\(repetitions)"] + (json ? ["--json"] : [])
    if let steps { options += ["--steps", "\(steps)"] }
    options += ["--runs", "\(runs)"]
    options += ["--datasets", try datasets.catalog().folder.path]
    for name in Name.allCases where name != .all {
      if !json { try Output.write("\n# \(name.rawValue)\n\n") }
      try Child.bench.run([name.rawValue] + options, isSilent: false)
    }
  }

  private func images(of settings: ExperimentSettings) throws -> ImageDataset {
    let entry = try datasets.catalog().entry(named: settings.dataset)
    return try DatasetFetcher(entry, downloads: entry.folder).local().images()
  }

  private func measureSteps(
    _ name: String, _ steps: Int, goal: Double, floor: Double, _ report: BenchReport
  ) throws {
    let settings = try Preset.named(name).settings
    var bench = try StepBenchmark(
      settings, images: images(of: settings), steps: steps, repetitions: repetitions)
    try report.write(name, products: bench.measureProducts())
    let rows = (0..<settings.tasks).map { bench.measure(task: $0) }
    try report.write(name, tasks: rows)
    try report.write(name, variants: bench.measureVariants(task: settings.tasks - 1))
    try report.write(name, goals: .ofSequence(rows, ratio: goal, floor: floor))
  }

  private func measureLongSequence(_ report: BenchReport) throws {
    let name = "permuted-mnist-100"
    var settings = try Preset.named(name).settings
    settings.regularizedTasks = 10
    var bench = try StepBenchmark(
      settings, images: images(of: settings), steps: steps ?? 2, repetitions: repetitions)
    try report.write(name, products: bench.measureProducts())
    let rows = [0, 9, 49, 99].map { bench.measure(task: $0) }
    try report.write(name, tasks: rows)
    try report.write(name, goals: .ofLongSequence(rows))
  }

  private func measureResidual(_ report: BenchReport) throws {
    let images = ImageDataset.generated
    for (batch, goal) in [(32, 1.25), (128, nil)] {
      let name = "resnet32, batch \(batch)"
      var settings = try Preset.named("fig5").settings
      settings.batch = batch
      var bench = StepBenchmark(
        settings, images: images, steps: steps ?? 2, repetitions: repetitions)
      try report.write(name, products: bench.measureProducts())
      let rows = [0, 1, 5].map { bench.measure(task: $0) }
      try report.write(name, tasks: rows)
      try report.write(name, goals: .ofFeatureMaps(rows, ratio: goal))
    }
  }

  private func measureScan(_ report: BenchReport) throws {
    let settings = try Preset.named("fig4").settings
    let bench = ScanBenchmark(settings, images: try images(of: settings))
    try report.write("fig4-scan", scan: bench.run(points: 4, repetitions: repetitions))
  }

  private func measureCache(_ report: BenchReport) throws {
    let bench = CacheBenchmark(datasets: try datasets.catalog().folder)
    let row = try bench.run(repetitions: repetitions)
    try report.write("cache", cache: row)
    try report.write("cache", goals: .ofCache(row))
  }

  private func measureStore(_ report: BenchReport) throws {
    let bench = StoreBenchmark(datasets: datasets, runs: runs, repetitions: min(repetitions, 3))
    let measured = try bench.run()
    try report.write(
      "store", title: "\(runs) runs, \(measured.results) results",
      goals: measured.rows.map {
        BenchReport.Goal(measure: $0.name, value: $0.seconds, goal: $0.goal, unit: "s")
      })
  }
}
