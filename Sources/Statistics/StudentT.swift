import Foundation

/// Student's t distribution.
///
/// With x = ν / (ν + t²), P(T > t) = ½ I_x(ν/2, ½) for t ≥ 0, where I is the regularized incomplete
/// beta function (Abramowitz & Stegun 1964, 26.7.1), computed by its continued fraction (26.5.8).
package struct StudentT: Hashable, Sendable {
  /// ν > 0; need not be a whole number (Welch–Satterthwaite).
  package let degreesOfFreedom: Double

  /// Traps unless `degreesOfFreedom` is a positive number.
  package init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 0 && degreesOfFreedom.isFinite, "\(degreesOfFreedom) degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(T ≤ t), to about twelve digits.
  package func cumulative(_ t: Double) -> Double {
    let tail = 0.5 * regularizedBeta(degreesOfFreedom / 2, 0.5, at: square(t))
    return t < 0 ? tail : 1 - tail
  }

  /// The t with P(T ≤ t) = `probability`; traps unless that is between 0 and 1, ends excluded.
  ///
  /// By bisection, about 60 values of the distribution.
  package func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "the quantile of \(probability)")
    guard probability >= 0.5 else { return -quantile(1 - probability) }
    var (lower, upper) = (0.0, 1.0)
    while cumulative(upper) < probability && upper.isFinite { upper *= 2 }
    while true {
      let middle = lower + (upper - lower) / 2
      guard middle > lower && middle < upper else { return middle }
      if cumulative(middle) < probability { lower = middle } else { upper = middle }
    }
  }

  /// x = ν / (ν + t²).
  private func square(_ t: Double) -> Double { degreesOfFreedom / (degreesOfFreedom + t * t) }
}

/// I_x(a, b) for 0 ≤ x ≤ 1.
private func regularizedBeta(_ a: Double, _ b: Double, at x: Double) -> Double {
  guard x > 0 else { return 0 }
  guard x < 1 else { return 1 }
  // The fraction converges fast on one side; I_x(a, b) = 1 − I_{1−x}(b, a) leads there.
  let power = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
  return x < (a + 1) / (a + b + 2)
    ? power / (a * betaFraction(a, b, at: x)) : 1 - power / (b * betaFraction(b, a, at: 1 - x))
}

/// 1 + d₁ / (1 + d₂ / (1 + …)), evaluated forwards by Lentz's method.
private func betaFraction(_ a: Double, _ b: Double, at x: Double) -> Double {
  let tiny = 1e-300
  var (value, c, d) = (1.0, 1.0, 0.0)
  for index in 1...10_000 {
    let m = Double(index / 2)
    let coefficient =
      index.isMultiple(of: 2)
      ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 + coefficient * d
    if abs(d) < tiny { d = tiny }
    d = 1 / d
    c = 1 + coefficient / c
    if abs(c) < tiny { c = tiny }
    value *= c * d
    if abs(c * d - 1) < 1e-15 { break }
  }
  return value
}
