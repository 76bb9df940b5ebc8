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
