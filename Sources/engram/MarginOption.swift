import ArgumentParser
import Foundation
import Results

/// How narrow an interval must be to show that a published value is reproduced.
struct MarginOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How far an interval that contains 0 may reach to either side and still count as reproduced, in "
        + "percentage points (default: \(String(format: "%g", Table1Comparison.usualMargin))).",
      valueName: "points"))
  var margin: Double?

  /// The margin that was asked for, else the usual one.
  var points: Double { margin ?? Table1Comparison.usualMargin }

  func validate() throws {
    guard let margin, !(margin > 0 && margin <= 100) else { return }
    throw ValidationError(
      "--margin is \(String(format: "%g", margin)): it takes percentage points above 0, up to 100. No "
        + "interval is narrower than 0.")
  }
}
