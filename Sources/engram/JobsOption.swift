import ArgumentParser
import Foundation
import Results
import Tensors

/// How many runs work side by side, and on what.
struct JobsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Runs that work side by side, each in a process of its own with its part of the processors "
        + "(ENGRAM_THREADS, else all; default: 1).", valueName: "number"),
    transform: OptionValue.wholeNumber(1...256))
  var jobs = 1

  func validate() throws {
    let variables = ProcessInfo.processInfo.environment
    if let text = variables[Threads.variable], Threads.count(text: text) == nil {
      throw ValidationError(
        "the variable \(Threads.variable) is '\(text)'; it takes a whole number from 1")
    }
    let timeout = ResultsStore.timeoutVariable
    if let text = variables[timeout], ResultsStore.busyTimeout(text: text) == nil {
      throw ValidationError(
        "the variable \(timeout) is '\(text)'; it takes a number of seconds from 0 to 86400")
    }
  }

  /// What a display says first of several runs.
  func plan(_ runs: Int) -> String {
    let count = min(jobs, runs)
    let threads = max(1, Threads.available / max(1, count))
    return count < 2
      ? "one after another"
      : "\(count) side by side with \(threads) thread\(threads == 1 ? "" : "s") each"
  }
}
