/// Elementwise passes over long vectors. Each reads and writes every entry once; the loops are plain
/// so that the compiler vectorizes them, and long vectors are split over threads.

private let passWidth = 32_768

/// What Adam needs besides the vectors: its rates with the bias corrections of the step folded in.
package struct AdamRates<S: Real>: Sendable {
  /// Decay of the first moment.
  package var beta1: S
  /// Decay of the second moment.
  package var beta2: S
  /// Learning rate divided by 1 − β₁ᵏ.
  package var rate: S
  /// 1 / √(1 − β₂ᵏ).
  package var rootCorrection: S
  /// Added to the denominator.
  package var epsilon: S

  package init(beta1: S, beta2: S, rate: S, rootCorrection: S, epsilon: S) {
    (self.beta1, self.beta2, self.rate) = (beta1, beta2, rate)
    (self.rootCorrection, self.epsilon) = (rootCorrection, epsilon)
  }
}

/// One step of Adam, in place. All vectors have the same length. Complexity: seven streams of it.
package func adamUpdate<S: Real>(
  _ rates: AdamRates<S>, gradient: [S], parameters: inout [S], first: inout [S], second: inout [S]
) {
  let count = parameters.count
  precondition(
    gradient.count == count && first.count == count && second.count == count, "lengths differ")
  gradient.withUnsafeBufferPointer { g0 in
    parameters.withUnsafeMutableBufferPointer { x0 in
      first.withUnsafeMutableBufferPointer { m0 in
        second.withUnsafeMutableBufferPointer { v0 in
          guard let g = g0.baseAddress, let x = x0.baseAddress, let m = m0.baseAddress,
            let v = v0.baseAddress
          else { return }
          parallelSlices(count, width: passWidth) { _, range in
            adamKernel(rates, g, x, m, v, range.lowerBound, range.upperBound)
          }
        }
      }
    }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func adamKernel<S: Real>(
  _ rates: AdamRates<S>, _ g: UnsafePointer<S>, _ x: UnsafeMutablePointer<S>,
  _ m: UnsafeMutablePointer<S>, _ v: UnsafeMutablePointer<S>, _ low: Int, _ high: Int
) {
  var i = low
  while i + 8 <= high {
    let step = adamStep(rates, load(g + i), load(m + i), load(v + i))
    store(step.moment, m + i)
    store(step.variance, v + i)
    store(load(x + i) - step.change, x + i)
    i += 8
  }
  while i < high {
    // The tail goes through the same eight lanes, so that a slice's end changes no bit.
    let step = adamStep(
      rates, SIMD8(repeating: g[i]), SIMD8(repeating: m[i]), SIMD8(repeating: v[i]))
    m[i] = step.moment[0]
    v[i] = step.variance[0]
    x[i] -= step.change[0]
    i += 1
  }
}

/// Eight entries' new moments, and how far the parameters go.
@inline(__always)
func adamStep<S: Real>(
  _ rates: AdamRates<S>, _ g: SIMD8<S>, _ m: SIMD8<S>, _ v: SIMD8<S>
) -> (moment: SIMD8<S>, variance: SIMD8<S>, change: SIMD8<S>) {
  let moment = rates.beta1 * m + (1 - rates.beta1) * g
  let variance = rates.beta2 * v + (1 - rates.beta2) * g * g
  let root = S.squareRoots(variance) * rates.rootCorrection + SIMD8(repeating: rates.epsilon)
  return (moment, variance, rates.rate * moment / root)
}

/// Where a step of Adam would lead: `shifted = parameters + Δ`; neither moments nor parameters change.
/// Only `range` is computed, if one is given.
package func adamLookahead<S: Real>(
  _ rates: AdamRates<S>, gradient: [S], parameters: [S], first: [S], second: [S],
  into shifted: inout [S], range: Range<Int>? = nil
) {
  let count = parameters.count
  let range = range ?? 0..<count
  precondition(range.upperBound <= count, "range \(range) of \(count)")
  precondition(
    gradient.count == count && first.count == count && second.count == count
      && shifted.count == count, "lengths differ")
  gradient.withUnsafeBufferPointer { g0 in
    parameters.withUnsafeBufferPointer { x0 in
      first.withUnsafeBufferPointer { m0 in
        second.withUnsafeBufferPointer { v0 in
          shifted.withUnsafeMutableBufferPointer { y0 in
            guard let g = g0.baseAddress, let x = x0.baseAddress, let m = m0.baseAddress,
              let v = v0.baseAddress, let y = y0.baseAddress
            else { return }
            parallelSlices(range.count, width: passWidth) { _, slice in
              lookaheadKernel(
                rates, g, x, m, v, y, range.lowerBound + slice.lowerBound,
                range.lowerBound + slice.upperBound)
            }
          }
        }
      }
    }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func lookaheadKernel<S: Real>(
  _ rates: AdamRates<S>, _ g: UnsafePointer<S>, _ x: UnsafePointer<S>, _ m: UnsafePointer<S>,
  _ v: UnsafePointer<S>, _ y: UnsafeMutablePointer<S>, _ low: Int, _ high: Int
) {
  var i = low
  while i + 8 <= high {
    store(load(x + i) - adamStep(rates, load(g + i), load(m + i), load(v + i)).change, y + i)
    i += 8
  }
  while i < high {
    let step = adamStep(
      rates, SIMD8(repeating: g[i]), SIMD8(repeating: m[i]), SIMD8(repeating: v[i]))
    y[i] = x[i] - step.change[0]
    i += 1
  }
}

/// `result = a · x + b · y`, for vectors of equal length; only `range` is touched.
package func combine<S: Real>(
  _ a: S, _ x: [S], _ b: S, _ y: [S], into result: inout [S], range: Range<Int>
) {
  precondition(
    range.upperBound <= min(x.count, y.count, result.count), "range \(range) of \(result.count)")
  x.withUnsafeBufferPointer { x0 in
    y.withUnsafeBufferPointer { y0 in
      result.withUnsafeMutableBufferPointer { r0 in
        guard let px = x0.baseAddress, let py = y0.baseAddress, let pr = r0.baseAddress else {
          return
        }
        parallelSlices(range.count, width: passWidth) { _, slice in
          combineKernel(
            a, px, b, py, pr, range.lowerBound + slice.lowerBound,
            range.lowerBound + slice.upperBound)
        }
      }
    }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func combineKernel<S: Real>(
  _ a: S, _ x: UnsafePointer<S>, _ b: S, _ y: UnsafePointer<S>, _ r: UnsafeMutablePointer<S>,
  _ low: Int, _ high: Int
) {
  for i in low..<high { r[i] = a * x[i] + b * y[i] }
}

/// Adds `bias[column]` to every row of a `rows × bias.columns` matrix and applies the activation.
package func addBias<S: Real>(
  _ storage: [S], at bias: Block, to matrix: inout [S], rows: Int, then activation: Activation?
) {
  let columns = bias.count
  precondition(rows * columns <= matrix.count && bias.range.upperBound <= storage.count, "\(bias)")
  storage.withUnsafeBufferPointer { b0 in
    matrix.withUnsafeMutableBufferPointer { m0 in
      guard let b = b0.baseAddress, let m = m0.baseAddress else { return }
      biasKernel(
        b + bias.offset, m, columns, rows: 0..<rows, columns: 0..<columns, activation == .relu)
    }
  }
  if let activation, activation != .relu { activation.apply(to: &matrix, count: rows * columns) }
}

/// Adds `bias[column]` to the given rows and columns of a matrix whose rows are `stride` apart.
@specialized(where S == Float)
@specialized(where S == Double)
func biasKernel<S: Real>(
  _ bias: UnsafePointer<S>, _ matrix: UnsafeMutablePointer<S>, _ stride: Int, rows: Range<Int>,
  columns: Range<Int>, _ rectify: Bool
) {
  let half: S = 0.5
  for row in rows {
    let line = matrix + row * stride
    var i = columns.lowerBound
    if rectify {
      // Half of x + |x| is max(0, x) without a branch, which random signs would make slow; and a NaN
      // stays one, so that a diverged run is noticed.
      while i < columns.upperBound {
        let x = line[i] + bias[i]
        line[i] = (x + x.magnitude) * half
        i &+= 1
      }
    } else {
      while i < columns.upperBound {
        line[i] += bias[i]
        i &+= 1
      }
    }
  }
}

/// `sums[target] = Σ_rows matrix[row]`: the gradient of a bias.
package func sumRows<S: Real>(
  _ matrix: [S], rows: Int, into sums: inout [S], at target: Block, accumulate: Bool = false
) {
  let columns = target.count
  precondition(rows * columns <= matrix.count && target.range.upperBound <= sums.count, "\(target)")
  matrix.withUnsafeBufferPointer { m0 in
    sums.withUnsafeMutableBufferPointer { s0 in
      guard let m = m0.baseAddress, let s = s0.baseAddress else { return }
      sumRowsKernel(m, s + target.offset, rows, columns, accumulate)
    }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func sumRowsKernel<S: Real>(
  _ m: UnsafePointer<S>, _ s: UnsafeMutablePointer<S>, _ rows: Int, _ columns: Int,
  _ accumulate: Bool
) {
  if !accumulate { for i in 0..<columns { s[i] = 0 } }
  for row in 0..<rows {
    let line = m + row * columns
    for i in 0..<columns { s[i] += line[i] }
  }
}

/// `result[0..<count] = x[i…] − y[j…]`.
package func difference<S: Real>(
  _ x: [S], at i: Int, _ y: [S], at j: Int, into result: inout [S], count: Int
) {
  precondition(i + count <= x.count && j + count <= y.count && count <= result.count, "\(count)")
  x.withUnsafeBufferPointer { x0 in
    y.withUnsafeBufferPointer { y0 in
      result.withUnsafeMutableBufferPointer { r0 in
        guard let px = x0.baseAddress, let py = y0.baseAddress, let pr = r0.baseAddress else {
          return
        }
        parallelSlices(count, width: passWidth) { _, slice in
          combineKernel(1, px + i, -1, py + j, pr, slice.lowerBound, slice.upperBound)
        }
      }
    }
  }
}

/// `Σ x²`, summed in `Double`.
package func sumOfSquares<S: Real>(_ x: [S]) -> Double {
  x.withUnsafeBufferPointer { sumOfSquaresKernel($0) }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func sumOfSquaresKernel<S: Real>(_ x: UnsafeBufferPointer<S>) -> Double {
  var sum = SIMD8<Double>(repeating: 0)
  let whole = x.count / 8 * 8
  for i in stride(from: 0, to: whole, by: 8) {
    for lane in 0..<8 {
      let value = Double(x[i + lane])
      sum[lane] += value * value
    }
  }
  return (whole..<x.count).reduce(sum.sum()) { $0 + Double(x[$1]) * Double(x[$1]) }
}
