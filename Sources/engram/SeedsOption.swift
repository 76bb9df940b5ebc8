import ArgumentParser
import CommandLineTools

/// Which seeds are run.
struct SeedsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("Several seeds: 0..4, or 0,3,7.", valueName: "seeds"),
    transform: Seeds.init(text:))
  var seeds: Seeds?

  /// The seeds; nil where the settings name the one.
  var values: [UInt64]? { seeds?.values }

  /// Refuses a seed that is given twice.
  func check(against overrides: [String]) throws {
    if seeds != nil, overrides.contains(where: { $0.hasPrefix("seed=") }) {
      throw ValidationError("seed= and --seeds both choose seeds; give one of them")
    }
  }
}

/// `0..4` or `0,3,7`.
struct Seeds: Sendable {
  let values: [UInt64]

  /// The most seeds that a range may stand for.
  private static let most: UInt64 = 10_000

  /// Throws `OptionValue.Refusal`.
  init(text: String) throws {
    func seed(_ text: Substring) -> UInt64? { Int64(text).flatMap { $0 < 0 ? nil : UInt64($0) } }
    if let dots = text.firstRange(of: ".."),
      let first = seed(text[..<dots.lowerBound]), let last = seed(text[dots.upperBound...])
    {
      guard first <= last else {
        throw OptionValue.Refusal(
          takes: "a range that begins with the smaller seed: \(last)..\(first)")
      }
      guard last - first < Self.most else {
        throw OptionValue.Refusal(takes: "at most \(Self.most) seeds")
      }
      values = Array(first...last)
      return
    }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let seeds = parts.compactMap(seed)
    guard seeds.count == parts.count else {
      throw OptionValue.Refusal(
        takes: "whole numbers from 0: a range such as 0..4, or a list such as 0,3,7")
    }
    guard Set(seeds).count == seeds.count else {
      throw OptionValue.Refusal(takes: "each seed once")
    }
    values = seeds
  }
}
