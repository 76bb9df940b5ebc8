/// Elementwise passes over long vectors. Each reads and writes every entry once; the loops are plain
/// so that the compiler vectorizes them, and long vectors are split over threads.

/// Entries of one slice of a pass.
let passWidth = 32_768

/// `result = a · x + b · y`, for vectors of equal length; only `range` is touched.
package func combine<S: Real>(
  _ a: S, _ x: [S], _ b: S, _ y: [S], into result: inout [S], range: Range<Int>
) {
  precondition(
    range.upperBound <= min(x.count, y.count, result.count), "range \(range) of \(result.count)")
  withPointers(x, y) { px, py in
    withMutablePointers(&result) { pr in
      parallelSlices(range.count, width: passWidth) { _, slice in
        combineKernel(
          a, px, b, py, pr, range.lowerBound + slice.lowerBound,
          range.lowerBound + slice.upperBound)
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

/// `y += a · x` over `range`.
package func addScaled<S: Real>(_ a: S, _ x: [S], into y: inout [S], range: Range<Int>) {
  precondition(range.upperBound <= min(x.count, y.count), "range \(range) of \(y.count)")
  withPointers(x) { px in
    withMutablePointers(&y) { py in
      parallelSlices(range.count, width: passWidth) { _, slice in
        combineKernel(
          a, px, 1, py, py, range.lowerBound + slice.lowerBound,
          range.lowerBound + slice.upperBound)
      }
    }
  }
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
  withPointers(matrix) { m in
    withMutablePointers(&sums) { s in
      parallelSlices(columns, width: 64) { _, range in
        sumRowsKernel(m, s + target.offset, rows, columns, range, accumulate)
      }
    }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func sumRowsKernel<S: Real>(
  _ m: UnsafePointer<S>, _ s: UnsafeMutablePointer<S>, _ rows: Int, _ columns: Int,
  _ range: Range<Int>, _ accumulate: Bool
) {
  if !accumulate { for i in range { s[i] = 0 } }
  for row in 0..<rows {
    let line = m + row * columns
    for i in range { s[i] += line[i] }
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

/// `Σ x y` of the first `count` entries, summed in `Double`. Complexity: one pass, by one thread.
package func innerProduct<S: Real>(_ x: [S], _ y: [S], count: Int) -> Double {
  precondition(count <= min(x.count, y.count), "\(count) of \(x.count) and \(y.count) entries")
  return withPointers(x, y) { innerProductKernel($0, $1, count) }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func innerProductKernel<S: Real>(
  _ x: UnsafePointer<S>, _ y: UnsafePointer<S>, _ count: Int
) -> Double {
  var sum = SIMD8<Double>(repeating: 0)
  let whole = count / 8 * 8
  for i in stride(from: 0, to: whole, by: 8) {
    for lane in 0..<8 { sum[lane] += Double(x[i + lane]) * Double(y[i + lane]) }
  }
  return (whole..<count).reduce(sum.sum()) { $0 + Double(x[$1]) * Double(y[$1]) }
}
