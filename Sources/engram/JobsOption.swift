import ArgumentParser
import CommandLineTools
import Foundation
import Results
import Tensors

/// How many runs work side by side, and on what.
struct JobsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Number of runs side by side (default: 1). Each is a process with its part of the processors "
        + "(ENGRAM_THREADS, else all).", valueName: "number"),
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
