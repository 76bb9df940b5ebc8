import ArgumentParser
import CommandLineTools
import Foundation
import Pipeline

/// How often a task that is being trained is saved.
struct SavepointOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How often a task at work is saved, so that a killed run goes on within it: 90s, 3min, 500steps or "
        + "never (default: 3min).", valueName: "time"),
    transform: Self.interval)
  var savepointInterval: SavepointInterval?

  /// The interval, or the usual one.
  var interval: SavepointInterval { savepointInterval ?? .standard }

  /// What a worker process needs to save as often.
  var arguments: [String] {
    savepointInterval.map { ["--savepoint-interval", Self.text($0)] } ?? []
  }

  private static let units: [(name: String, make: @Sendable (Int) -> SavepointInterval)] = [
    ("steps", { .units($0) }), ("min", { .time(.seconds(60 * $0)) }),
    ("s", { .time(.seconds($0)) }),
  ]

  @Sendable private static func interval(_ text: String) throws -> SavepointInterval {
    if text == "never" { return .never }
    for unit in units where text.hasSuffix(unit.name) {
      guard let count = Int(text.dropLast(unit.name.count)), (1...1_000_000).contains(count) else {
        break
      }
      return unit.make(count)
    }
    throw OptionValue.Refusal(
      takes: "never, or a whole number from 1 to 1000000 with a unit: 90s, 3min or 500steps")
  }

  private static func text(_ interval: SavepointInterval) -> String {
    switch interval {
    case .never: "never"
    case .units(let count): "\(count)steps"
    case .time(let duration): "\(duration.components.seconds)s"
    }
  }
}
