import Foundation
import Statistics

/// A cell's measurements held against what was published: the one place where a verdict comes about.
package struct Table1Comparison: Hashable, Sendable {
  /// What the comparison of a cell says.
  package enum Verdict: String, Codable, Hashable, Sendable, CaseIterable {
    /// The 95 % interval of the difference contains 0, and reaches no further than the margin.
    case reproduced
    /// The interval contains 0 and reaches further: it does not tell.
    case inconclusive
    /// The interval lies above 0.
    case better
    /// The interval lies below 0.
    case worse
    /// The runs are not the published experiment.
    case notComparable = "not comparable"
    /// There is no complete run of the cell.
    case notRun = "not run"
    /// No published value of the cell is known.
    case noPublishedValue = "no published value"
  }

  /// Whether the two agree.
  package let verdict: Verdict
  /// Measured less published, with the interval that the verdict rests on; nil where nothing is compared.
  package let difference: MeanDifference?
  /// About how many seeds in all make an inconclusive interval narrow enough; nil where it is not
  /// inconclusive, and where no number of them does.
  package let seedsToDecide: Int?
  /// Why there is no verdict, and what would give one; nil where there is one, and where none can be.
  package let remark: String?

  /// The margin where no other is asked for, in percentage points.
  package static let usualMargin = 1.0

  /// Compares accuracies in percent.
  ///
  /// - Parameters:
  ///   - departures: in what the runs are not the published experiment
  ///   - margin: how far an interval around 0 may reach to either side and still show agreement; traps
  ///     unless it is positive
  package init(
    _ measured: SeedStatistics?, to published: SeedStatistics?, departures: [SettingDeparture],
    margin: Double
  ) {
    func without(_ verdict: Verdict, _ remark: String? = nil) -> Self {
      Self(verdict: verdict, difference: nil, seedsToDecide: nil, remark: remark)
    }
    guard let measured else { self = without(.notRun); return }
    guard let published else { self = without(.noPublishedValue); return }
    guard departures.isEmpty else {
      let list = departures.map(\.description).joined(separator: ", ")
      self = without(.notComparable, "not comparable: \(list)")
      return
    }
    let difference = MeanDifference(measured, over: published)
    func resting(_ verdict: Verdict, seeds: Int? = nil, _ remark: String? = nil) -> Self {
      Self(verdict: verdict, difference: difference, seedsToDecide: seeds, remark: remark)
    }
    switch difference.sign {
    case .isPositive: self = resting(.better)
    case .isNegative: self = resting(.worse)
    case .zeroIsInside where difference.halfWidth <= margin: self = resting(.reproduced)
    case .zeroIsInside:
      let seeds = MeanDifference.seeds(for: margin, measured: measured, over: published)
      let width = String(format: "inconclusive: the interval is ± %.2f; ", difference.halfWidth)
      let least = String(format: "%.4g", MeanDifference.leastHalfWidth(over: published))
      let goal = "would make it ± \(Self.text(margin))"
      let remark =
        if let seeds {
          "about \(seeds) seeds in all \(goal)"
        } else {
          "no number of seeds \(goal), as the published standard error alone makes it ± \(least)"
        }
      self = resting(.inconclusive, seeds: seeds, width + remark)
    }
  }

  private init(
    verdict: Verdict, difference: MeanDifference?, seedsToDecide: Int?, remark: String?
  ) {
    (self.verdict, self.difference) = (verdict, difference)
    (self.seedsToDecide, self.remark) = (seedsToDecide, remark)
  }

  /// How verdicts come about, line by line.
  static func rule(margin: Double) -> [String] {
    [
      "reproduced: the 95 % interval of the difference contains 0 and reaches \(text(margin)) or less to "
        + "either side;",
      "inconclusive: the interval contains 0 and reaches further, so it does not tell;",
      "better: the interval lies above 0; worse: below;",
      "not comparable: the runs are not the published experiment; run and report them with its settings.",
      "The interval is Welch's; the published standard error is that of 20 seeds. The standard deviation of",
      "a single seed is taken to be the published one, SEM × √20.",
    ]
  }

  /// A margin in words: `1 point`, `0.5 points`.
  static func text(_ margin: Double) -> String {
    margin == 1 ? "1 point" : String(format: "%g points", margin)
  }
}
