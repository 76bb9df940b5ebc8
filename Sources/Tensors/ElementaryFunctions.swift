/// Exponential, logarithm, cosine, hyperbolic tangent and powers, from the four operations alone: each
/// result is the same on every machine, whatever its C library. Double precision, to a few units in the last
/// place; single precision is rounded from that.
package enum ElementaryFunctions {
  /// ln 2 in two parts. Products of the first with whole numbers below 2²⁰ are exact.
  private static let logOfTwo = (high: 0x1.62e42feep-1, low: 0x1.a39ef35793c76p-33)

  /// eˣ. 0 and ∞ beyond what double precision holds.
  package static func exponential(_ x: Double) -> Double {
    guard x.magnitude < 708 else { return beyond(x) }
    // x = n ln 2 + r with |r| ≤ ½ ln 2.
    let n = (x * 0x1.71547652b82fep0).rounded()
    let r = (x - n * logOfTwo.high) - n * logOfTwo.low
    return (1 + exponentialLessOne(r)) * Double(sign: .plus, exponent: Int(n), significand: 1)
  }

  /// The exponential where it, or the power of two in it, may be no normal number.
  private static func beyond(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.79 { return .infinity }
    if x < -745.2 { return 0 }
    let half = exponential(x / 2)
    return half * half
  }

  /// eˣ − 1 by its series to x¹⁹; for |x| ≤ 1.
  private static func exponentialLessOne(_ x: Double) -> Double {
    var sum = 1.0
    var k = 19.0
    while k > 1 {
      sum = 1 + sum * x / k
      k -= 1
    }
    return sum * x
  }

  /// ln x. −∞ for 0, and no number for what is negative.
  package static func logarithm(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return x == 0 ? -.infinity : x < 0 ? .nan : x }
    // x = 2ⁿ m with ½ √2 < m ≤ √2, and ln m = 2 artanh s.
    var (n, m) = (Double(x.exponent), x.significand)
    if m > 0x1.6a09e667f3bcdp0 { (n, m) = (n + 1, m / 2) }
    let s = (m - 1) / (m + 1)
    let z = s * s
    var sum = 0.0
    var k = 25.0
    while k > 1 {
      sum = (sum + 1 / k) * z
      k -= 2
    }
    return n * logOfTwo.high + (n * logOfTwo.low + 2 * (s + s * sum))
  }

  /// ln(1 + x), exact to the last places for small x too; for x > −1.
  package static func logarithmOfOnePlus(_ x: Double) -> Double {
    let y = 1 + x
    // What rounding has taken from x is given back in proportion.
    return y == 1 ? x : logarithm(y) * (x / (y - 1))
  }

  /// cos(2π t) of a part of a turn.
  package static func cosine(turns: Double) -> Double {
    // Within an eighth of a turn around a multiple of a quarter.
    let quarter = (4 * turns).rounded()
    let x = (4 * turns - quarter) * (Double.pi / 2)
    switch Int(quarter) & 3 {
    case 0: return cosineNearZero(x)
    case 1: return -sineNearZero(x)
    case 2: return -cosineNearZero(x)
    default: return sineNearZero(x)
    }
  }

  private static func cosineNearZero(_ x: Double) -> Double { alternating(x * x, from: 1) }
  private static func sineNearZero(_ x: Double) -> Double { x * alternating(x * x, from: 2) }

  /// `1 − z / (k (k + 1)) (1 − z / ((k + 2) (k + 3)) (…))`, to z⁹.
  private static func alternating(_ z: Double, from first: Double) -> Double {
    var sum = 1.0
    var k = first + 16
    while k >= first {
      sum = 1 - sum * z / (k * (k + 1))
      k -= 2
    }
    return sum
  }

  /// tanh x.
  package static func hyperbolicTangent(_ x: Double) -> Double {
    if x.magnitude <= 0.5 {
      let e = exponentialLessOne(2 * x)
      return e / (e + 2)
    }
    let value = 1 - 2 / (exponential(2 * x.magnitude) + 1)
    return x < 0 ? -value : value
  }

  /// xⁿ by repeated squaring, for n ≥ 0.
  package static func power(_ x: Double, _ n: Int) -> Double {
    precondition(n >= 0, "the power \(n)")
    var (result, square, rest) = (1.0, x, n)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
