import ArgumentParser
import Benchmarks
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
    for _ in 0..<2 { try Child.run(arguments, isSilent: true) }
    let times = try (0..<repetitions).map { _ in
      (
        found: try Child.run(arguments, isSilent: true),
        start: try Child.run(["--version"], isSilent: true)
      )
    }
    return Row(seconds: median(times.map(\.found)), start: median(times.map(\.start)))
  }
}

/// This program in a process of its own.
enum Child {
  /// Runs it to its end and returns the seconds that took; throws its exit code if that is not 0.
  ///
  /// By `posix_spawn`, since Foundation's `Process` adds tens of milliseconds to what is measured.
  @discardableResult
  static func run(_ arguments: [String], isSilent: Bool) throws -> Double {
    let path =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? Bundle.main.executablePath ?? CommandLine.arguments[0]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if isSilent {
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    }
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child = pid_t()
    let start = ContinuousClock.now
    let failure = posix_spawn(&child, path, &actions, nil, &words, environ)
    guard failure == 0 else {
      Failure.message("cannot start '\(path)': \(String(cString: strerror(failure)))")
      throw ExitCode(Failure.Code.failed.rawValue)
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1, errno == EINTR {}
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    // Who has read enough has seen what there was to say.
    let isReaderGone = status == Failure.Code.readerGone.rawValue << 8
    guard status == 0 else {
      if isReaderGone { throw ExitCode(Failure.Code.readerGone.rawValue) }
      Failure.message("'engram \(arguments.joined(separator: " "))' failed: see above")
      throw ExitCode(Failure.Code.failed.rawValue)
    }
    return seconds
  }
}
