import ArgumentParser
import CommandLineTools
import Foundation
import Pipeline

/// One of the package's commands in a process of its own.
enum Child: String {
  /// The command that is measured, in the folder of this program.
  case engram
  /// This program.
  case bench = "engram-bench"

  /// Runs it to its end and returns the seconds that took; throws its exit code if that is not 0.
  ///
  /// By `posix_spawn`, since Foundation's `Process` adds tens of milliseconds to what is measured.
  @discardableResult
  func run(_ arguments: [String], isSilent: Bool) throws -> Double {
    let path = URL(fileURLWithPath: Program.path).deletingLastPathComponent()
      .appendingPathComponent(rawValue).path
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
      Failure.message(
        "cannot start '\(path)': \(String(cString: strerror(failure))); 'make bench' builds it")
      throw ExitCode(Failure.Code.failed.rawValue)
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1, errno == EINTR {}
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    // Who has read enough has seen what there was to say.
    let isReaderGone = status == Failure.Code.readerGone.rawValue << 8
    guard status == 0 else {
      if isReaderGone { throw ExitCode(Failure.Code.readerGone.rawValue) }
      Failure.message("'\(rawValue) \(arguments.joined(separator: " "))' failed: see above")
      throw ExitCode(Failure.Code.failed.rawValue)
    }
    return seconds
  }
}
