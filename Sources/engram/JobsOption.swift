import ArgumentParser
import CommandLineTools
import Foundation
import Results

/// How many runs work side by side, and on what.
struct JobsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Number of runs side by side (default: 1). Each is a process with its part of the processors "
        + "(ENGRAM_THREADS, else all).", valueName: "number"),
    transform: OptionValue.wholeNumber(1...256))
  var jobs: Int?

  /// The number, or one.
  var count: Int { jobs ?? 1 }
}
