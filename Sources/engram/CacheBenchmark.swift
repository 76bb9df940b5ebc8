import ArgumentParser
import Experiments
import Foundation

/// Times `engram run fig4` where everything is found: the whole command, as a user waits for it.
struct CacheBenchmark {
  struct Row {
    /// Seconds, median.
    let seconds: Double
    /// Seconds of a command that does nothing: what starting the program takes.
    let start: Double
  }

  private let program: URL
  private let datasets: URL

  init(datasets: URL) throws {
    self.datasets = datasets
    let path =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? Bundle.main.executablePath ?? CommandLine.arguments[0]
    program = URL(fileURLWithPath: path)
  }

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
    _ = try seconds(arguments)
    _ = try seconds(arguments)
    let times = try (0..<repetitions).map { _ in
      (found: try seconds(arguments), start: try seconds(["--version"]))
    }
    return Row(seconds: median(times.map(\.found)), start: median(times.map(\.start)))
  }

  private func seconds(_ arguments: [String]) throws -> Double {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    let start = ContinuousClock.now
    try process.run()
    process.waitUntilExit()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    guard process.terminationStatus == 0 else {
      Failure.message("'engram \(arguments.joined(separator: " "))' failed: see above")
      throw ExitCode(Failure.Code.failed.rawValue)
    }
    return seconds
  }
}
