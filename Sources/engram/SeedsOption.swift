import ArgumentParser

/// Which seeds are run.
struct SeedsOption: ParsableArguments {
  @Option(help: ArgumentHelp("Run several seeds: 0..4, or 0,3,7.", valueName: "seeds"))
  var seeds: Seeds?

  /// The seeds; nil where the settings name the one.
  var values: [UInt64]? { seeds?.values }

  /// Refuses a seed that is given twice.
  func check(against overrides: [String]) throws {
    if seeds != nil, overrides.contains(where: { $0.hasPrefix("seed=") }) {
      throw ValidationError("Give either seed= or --seeds, not both.")
    }
  }
}

/// `0..4` or `0,3,7`.
struct Seeds: ExpressibleByArgument, Sendable {
  let values: [UInt64]

  init?(argument: String) {
    func seed(_ text: Substring) -> UInt64? { Int64(text).flatMap { $0 < 0 ? nil : UInt64($0) } }
    if let dots = argument.firstRange(of: "..") {
      guard let first = seed(argument[..<dots.lowerBound]),
        let last = seed(argument[dots.upperBound...]), first <= last, last - first < 10_000
      else { return nil }
      values = Array(first...last)
      return
    }
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let seeds = parts.compactMap(seed)
    guard seeds.count == parts.count, Set(seeds).count == seeds.count else { return nil }
    values = seeds
  }
}
