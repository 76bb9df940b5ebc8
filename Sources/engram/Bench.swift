import ArgumentParser
import Datasets
import Experiments
import Foundation
import Results

/// `engram bench`.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the speed of training.")

  @Argument var name = "split-mnist"
  @Option var steps = 60
  @Option var tasks: Int?
  @OptionGroup var datasets: DatasetsOption

  func run() throws {
    var settings = try Preset.named(name).settings
    settings.tasks = settings.sequence.count
    let entry = try datasets.catalog().entry(named: settings.dataset)
    let images = try DatasetFetcher(entry, downloads: entry.folder).local().images()
    let bench = StepBenchmark(settings, images: images, steps: steps)
    for row in bench.products() {
      Output.write("\(row.name)  \(row.shape)  \(Int(row.rate / 1e9)) GFLOP/s\n")
    }
    try bench.run(tasks: Array(0..<(tasks ?? settings.tasks))) { row in
      let shares = row.shares.map {
        "\($0.part?.rawValue ?? "other") \(Int(($0.share * 100).rounded()))"
      }
      Output.write(
        String(
          format: "task %d: %.2f ms, bare %.2f, ratio %.2f, %.0f MB  ", row.task,
          row.secondsPerStep * 1e3, row.bareSeconds * 1e3, row.ratio, Double(row.peakMemory) / 1e6)
          + shares.joined(separator: ", ") + "\n")
    }
  }
}
