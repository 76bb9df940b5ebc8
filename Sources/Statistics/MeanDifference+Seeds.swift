extension MeanDifference {
  /// How far the interval would reach to either side, had any number of seeds been measured: the
  /// reference's own standard error is all that is left, t₍n₂₋₁₎ s₂.
  package static func leastHalfWidth(
    over reference: SeedStatistics, confidence: Double = 0.95
  ) -> Double {
    MeanDifference(
      SeedStatistics(mean: reference.mean, standardError: 0, n: 2), over: reference,
      confidence: confidence
    ).halfWidth
  }

  /// About how many seeds make the interval reach `margin` to either side at most: the smallest n ≥ 2
  /// that does, if n seeds scatter as those measured do (a single one: as the reference's).
  ///
  /// Nil where no number does, `leastHalfWidth` being wider. Traps unless `margin` is positive.
  /// The width falls with n, so n is bracketed by doubling and halved in on: O(log n) intervals.
  package static func seeds(
    for margin: Double, measured: SeedStatistics, over reference: SeedStatistics,
    confidence: Double = 0.95
  ) -> Int? {
    precondition(margin > 0, "a margin of \(margin)")
    guard let deviation = measured.deviation ?? reference.deviation else { return nil }
    func isEnough(_ n: Int) -> Bool {
      let error = deviation / Double(n).squareRoot()
      let expected = SeedStatistics(mean: measured.mean, standardError: error, n: n)
      return MeanDifference(expected, over: reference, confidence: confidence).halfWidth <= margin
    }
    guard leastHalfWidth(over: reference, confidence: confidence) <= margin else { return nil }
    var (few, many) = (1, 2)
    while !isEnough(many) {
      // What so many seeds do not decide differs from the margin by no more than rounding.
      guard many < 1 << 40 else { return nil }
      (few, many) = (many, 2 * many)
    }
    while many - few > 1 {
      let middle = (few + many) / 2
      if isEnough(middle) { many = middle } else { few = middle }
    }
    return many
  }
}
