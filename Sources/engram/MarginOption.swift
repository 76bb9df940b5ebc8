import ArgumentParser
import CommandLineTools
import Foundation
import Results

/// How narrow an interval must be to show that a published value is reproduced.
struct MarginOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Largest distance from 0, in percentage points, that the interval of a reproduced cell may reach "
        + "to either side (default: \(String(format: "%g", Table1Comparison.usualMargin))).",
      valueName: "points"), transform: OptionValue.points)
  var margin: Double?

  /// The margin that was asked for, else the usual one.
  var points: Double { margin ?? Table1Comparison.usualMargin }
}
