// Passes over the importances of parameters.

/// Adds the gradient of `c · Σ Ω (θ − θ̄)²` to `gradient` and returns the value.
package func addQuadratic<S: Real>(
  strength: S, importance: [S], anchor: [S], at parameters: [S], to gradient: inout [S]
) -> S {
  let count = parameters.count
  precondition(
    importance.count == count && anchor.count == count && gradient.count == count,
    "\(importance.count), \(anchor.count), \(gradient.count) of \(count)")
  var partial = [S](repeating: 0, count: max(1, sliceCount(count, width: passWidth)))
  withPointers(importance, anchor, parameters) { o, a, x in
    withMutablePointers(&gradient, &partial) { g, p in
      parallelSlices(count, width: passWidth) { slice, range in
        p[slice] = quadraticKernel(strength, o, a, x, g, range.lowerBound, range.upperBound)
      }
    }
  }
  return partial.reduce(0, +)
}

@specialized(where S == Float)
@specialized(where S == Double)
private func quadraticKernel<S: Real>(
  _ strength: S, _ importance: UnsafePointer<S>, _ anchor: UnsafePointer<S>,
  _ x: UnsafePointer<S>, _ g: UnsafeMutablePointer<S>, _ low: Int, _ high: Int
) -> S {
  var value: S = 0
  for i in low..<high {
    let distance = x[i] - anchor[i]
    let pull = strength * importance[i] * distance
    value += pull * distance
    g[i] += 2 * pull
  }
  return value
}

/// `sums += scale · x²`, or `scale · |x|` where `absolute`.
package func addMagnitudes<S: Real>(
  of x: [S], scale: S, absolute: Bool, to sums: inout [S]
) {
  precondition(x.count >= sums.count, "\(x.count) entries for \(sums.count)")
  let count = sums.count
  withPointers(x) { x in
    withMutablePointers(&sums) { sums in
      parallelSlices(count, width: passWidth) { _, range in
        magnitudeKernel(x, scale, absolute, sums, range.lowerBound, range.upperBound)
      }
    }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func magnitudeKernel<S: Real>(
  _ x: UnsafePointer<S>, _ scale: S, _ absolute: Bool, _ sums: UnsafeMutablePointer<S>,
  _ low: Int, _ high: Int
) {
  if absolute {
    for i in low..<high { sums[i] += scale * x[i].magnitude }
  } else {
    for i in low..<high { sums[i] += scale * x[i] * x[i] }
  }
}

/// `path −= gradient · (after − before)`: what a step contributed to the fall of the loss, parameter by
/// parameter, to first order (Zenke et al. 2017, eq. 3).
package func addPathIntegral<S: Real>(
  gradient: [S], before: [S], after: [S], to path: inout [S]
) {
  let count = path.count
  precondition(
    gradient.count == count && before.count == count && after.count == count, "\(count) entries")
  withPointers(gradient, before, after) { g, x, y in
    withMutablePointers(&path) { path in
      parallelSlices(count, width: passWidth) { _, range in
        pathKernel(g, x, y, path, range.lowerBound, range.upperBound)
      }
    }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func pathKernel<S: Real>(
  _ g: UnsafePointer<S>, _ before: UnsafePointer<S>, _ after: UnsafePointer<S>,
  _ path: UnsafeMutablePointer<S>, _ low: Int, _ high: Int
) {
  for i in low..<high { path[i] -= g[i] * (after[i] - before[i]) }
}

/// `result = scale · F · (x − y)` over the first `count` entries and 0 beyond; returns `Σ F (x − y)²`.
///
/// - `importance` F: `count` entries, or empty for ones
/// - `mask`: at least `count` entries that tell which count, or empty for all
///
/// Complexity: one pass over up to five vectors.
package func weighDifferences<S: Real>(
  _ x: [S], _ y: [S], count: Int, importance: [S], mask: [Bool], scale: S, into result: inout [S]
) -> S {
  precondition(
    count <= min(x.count, y.count, result.count)
      && (importance.isEmpty || importance.count >= count)
      && (mask.isEmpty || mask.count >= count), "\(count) of \(x.count), \(y.count)")
  var partial = [S](repeating: 0, count: max(1, sliceCount(result.count, width: passWidth)))
  let length = result.count
  withPointers(x, y, importance) { x, y, f in
    mask.withUnsafeBufferPointer { mask in
      withMutablePointers(&result, &partial) { r, p in
        parallelSlices(length, width: passWidth) { slice, range in
          p[slice] = weighKernel(
            x, y, importance.isEmpty ? nil : f, mask.isEmpty ? nil : mask.baseAddress, scale, r,
            range.lowerBound, min(count, range.upperBound), range.upperBound)
        }
      }
    }
  }
  return partial.reduce(0, +)
}

@specialized(where S == Float)
@specialized(where S == Double)
private func weighKernel<S: Real>(
  _ x: UnsafePointer<S>, _ y: UnsafePointer<S>, _ f: UnsafePointer<S>?,
  _ mask: UnsafePointer<Bool>?, _ scale: S, _ r: UnsafeMutablePointer<S>, _ low: Int,
  _ count: Int, _ high: Int
) -> S {
  var value: S = 0
  for i in low..<max(low, count) {
    let difference = (mask?[i] ?? true) ? x[i] - y[i] : 0
    let weighted = (f?[i] ?? 1) * difference
    value += weighted * difference
    r[i] = scale * weighted
  }
  for i in max(low, count)..<high { r[i] = 0 }
  return value
}
