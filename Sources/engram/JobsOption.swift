import ArgumentParser
import CommandLineTools
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

  /// What a display says first of several runs.
  func plan(_ runs: Int) -> String {
    let count = min(jobs, runs)
    let threads = max(1, Threads.available / max(1, count))
    return count < 2
      ? "one after another"
      : "\(count) side by side with \(threads) thread\(threads == 1 ? "" : "s") each"
  }
}
