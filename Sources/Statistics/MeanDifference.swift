/// The difference of two means over seeds, with its confidence interval (Welch 1947).
///
/// The standard error is √(s₁² + s₂²) with the standard errors s of the two means, and the degrees of
/// freedom are Welch and Satterthwaite's, (s₁² + s₂²)² / (s₁⁴ / (n₁ − 1) + s₂⁴ / (n₂ − 1)). A mean of a
/// single seed has no standard error of its own: its standard deviation is taken to be that of the
/// reference, s₂ √n₂, known with n₂ − 1 degrees of freedom.
package struct MeanDifference: Codable, Hashable, Sendable {
  /// What the interval says of zero.
  package enum Sign: String, Codable, Hashable, Sendable {
    /// Zero lies inside, or the whole interval lies above or below it.
    case zeroIsInside, isPositive, isNegative
  }

  /// First mean less the reference's.
  package let difference: Double
  /// The standard error of the difference.
  package let standardError: Double
  /// ν of the t distribution.
  package let degreesOfFreedom: Double
  /// The interval's lower end.
  package let lower: Double
  /// The interval's upper end.
  package let upper: Double

  /// Compares `measured` with `reference` at a level of `confidence`.
  ///
  /// Traps unless the reference has a positive standard error.
  package init(
    _ measured: SeedStatistics, over reference: SeedStatistics, confidence: Double = 0.95
  ) {
    guard let error = reference.standardError, error > 0 else {
      preconditionFailure("a reference without a standard error")
    }
    let (square, freedom) = (error * error, Double(reference.n - 1))
    difference = measured.mean - reference.mean
    if let own = measured.standardError {
      let ownSquare = own * own
      let sum = ownSquare + square
      standardError = sum.squareRoot()
      degreesOfFreedom =
        sum * sum
        / (ownSquare * ownSquare / Double(measured.n - 1) + square * square / freedom)
    } else {
      standardError = (square * Double(reference.n) + square).squareRoot()
      degreesOfFreedom = freedom
    }
    let quantile = StudentT(degreesOfFreedom: degreesOfFreedom).quantile((1 + confidence) / 2)
    lower = difference - quantile * standardError
    upper = difference + quantile * standardError
  }

  /// Whether zero lies in the interval, its ends included, or on which side the difference is.
  package var sign: Sign {
    if lower > 0 { return .isPositive }
    return upper < 0 ? .isNegative : .zeroIsInside
  }

  /// How far the interval reaches to either side of the difference.
  package var halfWidth: Double { (upper - lower) / 2 }
}
