import Foundation

/// A statement that a figure makes about the scores of its panels.
package struct FigureRelation: Encodable, Sendable {
  /// The statement in words, with its bound.
  package let what: String
  /// The number that it is about; nil where a panel was not run. Of several seeds the mean.
  package let value: Double?
  /// The same of each seed, where seeds are compared one by one.
  package let seeds: [SeedValue]?
  /// The bound that the number is held to, which `what` names.
  package let goal: Double
  /// `holds`, `does not hold`, `holds in 2 of 3 seeds`, `not run`, or `not comparable`.
  package let verdict: String

  /// The number of one seed.
  package struct SeedValue: Encodable, Sendable {
    /// The seed.
    package let seed: Int
    /// Its number.
    package let value: Double
  }

  /// A statement about one number of all seeds together.
  init(_ what: String, _ value: Double?, goal: Double, holds: (Double) -> Bool) {
    (self.what, self.value, self.goal, seeds) = (what, value, goal, nil)
    verdict = value.map { holds($0) ? "holds" : "does not hold" } ?? "not run"
  }

  /// A statement about each seed.
  init(_ what: String, _ seeds: [SeedValue], goal: Double, holds: (Double) -> Bool) {
    let kept = seeds.filter { holds($0.value) }.count
    (self.what, self.seeds, self.goal) = (what, seeds, goal)
    value = seeds.isEmpty ? nil : seeds.map(\.value).reduce(0, +) / Double(seeds.count)
    verdict =
      switch kept {
      case _ where seeds.isEmpty: "not run"
      case seeds.count: "holds"
      case 0: "does not hold"
      default: "holds in \(kept) of \(seeds.count) seeds"
      }
  }

  private init(_ other: Self, verdict: String) {
    (what, value, seeds, goal) = (other.what, other.value, other.seeds, other.goal)
    self.verdict = verdict
  }

  /// The same of runs that are not those of the figure.
  var withoutVerdict: Self { Self(self, verdict: "not comparable") }

  /// Statement, number and verdict in a line.
  package var sentence: String {
    let each = seeds.map { " (\($0.map(\.text).joined(separator: ", ")))" } ?? ""
    return "\(what): \(value.map { "\(Self.number($0))\(each), " } ?? "")\(verdict)"
  }

  fileprivate static func number(_ value: Double) -> String { String(format: "%.3g", value) }
}

extension FigureRelation.SeedValue {
  fileprivate var text: String { "seed \(seed): \(FigureRelation.number(value))" }
}
