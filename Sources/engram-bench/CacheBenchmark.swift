import Foundation

/// Times `engram run fig4` where everything is found: the whole command, as a user waits for it.
struct CacheBenchmark {
  struct Row {
    /// Seconds, median.
    let seconds: Double
    /// Seconds of a command that does nothing: what starting the program takes.
    let start: Double
  }

  let datasets: URL

  /// Fills a temporary store by a run of few steps, with as many entries of the log and points of the
  /// grid as the published one has, then repeats that run.
  func run(repetitions: Int) throws -> Row {
    let store = FileManager.default.temporaryDirectory.appendingPathComponent(
      "engram-bench-\(UUID().uuidString)", isDirectory: true)
    defer { try? FileManager.default.removeItem(at: store) }
    let arguments = [
      "run", "fig4", "steps=41", "log_interval=1", "--quiet", "--store", store.path, "--datasets",
      datasets.path,
    ]
    for _ in 0..<2 { try Child.engram.run(arguments, isSilent: true) }
    let times = try (0..<repetitions).map { _ in
      (
        found: try Child.engram.run(arguments, isSilent: true),
        start: try Child.engram.run(["--version"], isSilent: true)
      )
    }
    return Row(seconds: median(times.map(\.found)), start: median(times.map(\.start)))
  }
}
