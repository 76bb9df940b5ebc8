/// Passes over the logits of independent binary outputs, such as the pixels of an image.

/// Rows of one slice.
private let sliceRows = 8

/// Binary cross-entropy of sigmoids, summed over the columns of each row, and its gradient with respect to
/// the logits `x`.
///
///     loss[row] = Σ max(x, 0) − x y + ln(1 + e^{−|x|})        gradient = scales[row] · (σ(x) − y)
///
/// No exponential overflows, whatever the logits. `targets` y lie in 0…1; all matrices are
/// `[rows × columns]`. Complexity: one pass.
package func binaryCrossEntropy<S: Real>(
  logits: [S], targets: [S], rows: Int, columns: Int, scales: [S], losses: inout [S],
  gradient: inout [S]
) {
  let count = rows * columns
  precondition(
    count <= logits.count && count <= targets.count && count <= gradient.count
      && rows <= scales.count && rows <= losses.count,
    "\(rows)×\(columns) of \(logits.count) logits, \(targets.count) targets, \(scales.count) scales"
  )
  withPointers(logits, targets, scales) { x, y, scales in
    withMutablePointers(&losses, &gradient) { losses, g in
      parallelSlices(rows, width: sliceRows) { _, range in
        for row in range {
          let at = row * columns
          losses[row] = crossEntropyKernel(x + at, y + at, g + at, columns, scales[row])
        }
      }
    }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func crossEntropyKernel<S: Real>(
  _ x: UnsafePointer<S>, _ y: UnsafePointer<S>, _ g: UnsafeMutablePointer<S>, _ count: Int,
  _ scale: S
) -> S {
  var (sums, rest) = (SIMD8<S>(repeating: 0), S(0))
  let one = SIMD8<S>(repeating: 1)
  forEachOctet(0, count) { i, isWhole in
    let (logit, target) = (get(x + i, isWhole), get(y + i, isWhole))
    let isPositive = logit .> 0
    let small = S.exponentials(logit.replacing(with: -logit, where: isPositive))
    let denominator = one + small
    let sigmoid = small.replacing(with: one, where: isPositive) / denominator
    put((sigmoid - target) * scale, g + i, isWhole)
    // Zero times a logit that is no number is none either.
    let rectified = logit.replacing(with: logit * 0, where: .!isPositive)
    let loss = rectified - logit * target + S.logarithms(denominator)
    if isWhole { sums += loss } else { rest += loss[0] }
  }
  return sums.sum() + rest
}

/// Writes the sigmoids of `logits`, `[rows × columns]`, as rows of `outputs`, from row `first` on.
///
/// Complexity: one pass.
package func sigmoids<S: Real>(
  of logits: [S], rows: Int, columns: Int, into outputs: inout [S], first: Int
) {
  precondition(
    rows * columns <= logits.count && (first + rows) * columns <= outputs.count,
    "\(rows)×\(columns) of \(logits.count) logits into \(outputs.count) values from row \(first)")
  withPointers(logits) { x in
    withMutablePointers(&outputs) { y in
      parallelSlices(rows, width: sliceRows) { _, range in
        let at = range.lowerBound * columns
        sigmoidKernel(x + at, y + first * columns + at, range.count * columns)
      }
    }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func sigmoidKernel<S: Real>(
  _ x: UnsafePointer<S>, _ y: UnsafeMutablePointer<S>, _ count: Int
) {
  let one = SIMD8<S>(repeating: 1)
  forEachOctet(0, count) { i, isWhole in
    put(one / (one + S.exponentials(-get(x + i, isWhole))), y + i, isWhole)
  }
}
