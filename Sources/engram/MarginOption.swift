import ArgumentParser
import CommandLineTools
import Foundation
import Results

/// How narrow an interval must be to show that a published value is reproduced.
struct MarginOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How far an interval that contains 0 may reach to either side and still count as reproduced, in "
        + "percentage points (default: \(String(format: "%g", Table1Comparison.usualMargin))).",
      valueName: "points"), transform: OptionValue.points)
  var margin: Double?

  /// The margin that was asked for, else the usual one.
  var points: Double { margin ?? Table1Comparison.usualMargin }
}
