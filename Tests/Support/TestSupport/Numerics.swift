import Tensors

/// `max |a − b| / max |b|`: one scale for the whole vector, so that entries near zero do not count
/// for more than they are worth. Infinite when the lengths differ or an entry is not a number.
package func relativeError(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count, a.allSatisfy(\.isFinite) else { return .infinity }
  let scale = b.map(abs).max() ?? 0
  let error = zip(a, b).map { abs($0 - $1) }.max() ?? 0
  return error == 0 ? 0 : error / max(scale, .leastNormalMagnitude)
}

/// The gradient of `f` at `x` by central differences of half width `h`.
package func numericalGradient(
  at x: [Double], h: Double = 1e-5, _ f: ([Double]) -> Double
) -> [Double] {
  x.indices.map { i in
    var (low, high) = (x, x)
    low[i] -= h
    high[i] += h
    return (f(high) - f(low)) / (high[i] - low[i])
  }
}

/// `count` uniform values of [−1, 1), the same for the same seed.
package func uniformValues<S: Real>(_ count: Int, seed: UInt64) -> [S] {
  var random = RandomStream(seed: seed, purpose: "test values")
  return (0..<count).map { _ in S(2 * random.uniform() - 1) }
}

/// How many samples have their largest logit within the head at their label.
package func correctCount<S: Comparable>(
  logits: [S], outputs: Int, head: Range<Int>, labels: [Int]
) -> Int {
  labels.enumerated().count { row, label in
    let scores = logits[row * outputs + head.lowerBound..<row * outputs + head.upperBound]
    return scores.max().flatMap { scores.firstIndex(of: $0) } == scores.startIndex + label
  }
}
