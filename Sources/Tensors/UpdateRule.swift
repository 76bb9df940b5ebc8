import COpenBLAS
import Synchronization

/// How an optimizer changes parameters in one step, its rates settled: what the kernels need.
///
/// The gradient is clipped first (scaled, then held within ±`gradientLimit`), then coupled weight decay
/// `decay · θ` is added. Decoupled decay takes `shrink · θ` off besides.
package struct UpdateRule<S: Real>: Sendable, Hashable {
  /// The recurrence of the state and the direction it gives.
  package enum Kind: Sendable, Hashable {
    /// No step at all: the lookahead that stays where it is.
    case rest
    /// θ ← θ − η g
    case gradient(rate: S)
    /// v ← μ v + g; θ ← θ − η v, with Nesterov's form θ ← θ − η (g + μ v).
    case momentum(rate: S, momentum: S, nesterov: Bool)
    /// Kingma & Ba 2015; `rate` is η / (1 − β₁ᵏ), `rootCorrection` 1 / √(1 − β₂ᵏ).
    case adam(rate: S, beta1: S, beta2: S, rootCorrection: S, epsilon: S)
    /// v ← α v + (1 − α) g²; d = g / (√v + ε); with momentum d ← μ m + d; θ ← θ − η d.
    case rmsProp(rate: S, smoothing: S, epsilon: S, momentum: S)
  }

  package var kind: Kind
  package var gradientScale: S = 1
  package var gradientLimit: S = .infinity
  package var decay: S = 0
  package var shrink: S = 0

  package init(_ kind: Kind) { self.kind = kind }

  /// Whether the gradient goes into the recurrence as it is, and nothing is taken off besides.
  @inline(__always)
  var isPlain: Bool {
    gradientScale == 1 && gradientLimit == .infinity && decay == 0 && shrink == 0
  }

  /// Whether the kind keeps a first and a second state vector.
  package var usesFirst: Bool {
    switch kind {
    case .rest, .gradient: false
    case .momentum, .adam: true
    case .rmsProp(_, _, _, let momentum): momentum != 0
    }
  }
  package var usesSecond: Bool {
    switch kind {
    case .rest, .gradient, .momentum: false
    case .adam, .rmsProp: true
    }
  }
}

/// One step of `rule`, in place, over `range`; the state vectors the rule does not use may be empty.
///
/// - Parameter stateStart: the parameter that the state vectors begin with
///
/// Returns false if a new parameter is not finite. Complexity: one pass over up to seven streams.
@discardableResult
package func update<S: Real>(
  _ rule: UpdateRule<S>, gradient: [S], parameters: inout [S], first: inout [S],
  second: inout [S], range: Range<Int>, stateStart: Int = 0
) -> Bool {
  checkLengths(rule, gradient, parameters, first, second, range, stateStart)
  let (start, offset) = (range.lowerBound, range.lowerBound - stateStart)
  let isFinite = Atomic(true)
  withPointers(gradient) { g in
    withMutablePointers(&parameters, &first, &second) { x, m, v in
      parallelSlices(range.count, width: passWidth) { _, part in
        let residue = updateKernel(
          rule, g + start, x + start, m + offset, v + offset, part.lowerBound, part.upperBound)
        if residue != 0 { isFinite.store(false, ordering: .relaxed) }
      }
    }
  }
  return isFinite.load(ordering: .relaxed)
}

/// `ahead = parameters + Δ` over `range`, where Δ is the step that `update` would take now; neither
/// state nor parameters change.
package func lookAhead<S: Real>(
  _ rule: UpdateRule<S>, gradient: [S], parameters: [S], first: [S], second: [S],
  into ahead: inout [S], range: Range<Int>
) {
  checkLengths(rule, gradient, parameters, first, second, range)
  precondition(range.upperBound <= ahead.count, "range \(range) of \(ahead.count)")
  withPointers(gradient, parameters, first, second) { g, x, m, v in
    withMutablePointers(&ahead) { y in
      parallelSlices(range.count, width: passWidth) { _, part in
        lookaheadKernel(
          rule, g, x, m, v, nil, y, range.lowerBound + part.lowerBound,
          range.lowerBound + part.upperBound)
      }
    }
  }
}

/// `difference = parameters + Δ − origin` of the entries in `range`, which `difference` begins with.
package func differenceAhead<S: Real>(
  _ rule: UpdateRule<S>, gradient: [S], parameters: [S], first: [S], second: [S], less origin: [S],
  range: Range<Int>, into difference: inout [S]
) {
  checkLengths(rule, gradient, parameters, first, second, range)
  precondition(
    range.upperBound <= origin.count && range.count <= difference.count,
    "range \(range) of \(origin.count) into \(difference.count)")
  withPointers(gradient, parameters, first, second) { g, x, m, v in
    withPointers(origin) { o in
      withMutablePointers(&difference) { y in
        parallelSlices(range.count, width: passWidth) { _, part in
          lookaheadKernel(
            rule, g, x, m, v, o, y - range.lowerBound, range.lowerBound + part.lowerBound,
            range.lowerBound + part.upperBound)
        }
      }
    }
  }
}

private func checkLengths<S: Real>(
  _ rule: UpdateRule<S>, _ gradient: [S], _ parameters: [S], _ first: [S], _ second: [S],
  _ range: Range<Int>, _ stateStart: Int = 0
) {
  let (end, stateEnd) = (range.upperBound, range.upperBound - stateStart)
  precondition(
    stateStart <= range.lowerBound && end <= gradient.count && end <= parameters.count
      && (!rule.usesFirst || stateEnd <= first.count)
      && (!rule.usesSecond || stateEnd <= second.count), "range \(range) of \(parameters.count)")
}

/// Steps the entries `low ..< high`; returns 0, or NaN if one of them is not finite afterwards.
///
/// Squares of gradients below some 10⁻¹⁸, which a penalty has where importances are small, are no normal
/// numbers in single precision. They are taken for 0, which keeps the processor's pace; so is all else
/// below some 10⁻³⁸. Next to ε that is nothing in √v, and a parameter's step loses 10⁻³⁸ · η / ε at most.
@specialized(where S == Float)
@specialized(where S == Double)
func updateKernel<S: Real>(
  _ rule: UpdateRule<S>, _ g: UnsafePointer<S>, _ x: UnsafeMutablePointer<S>,
  _ m: UnsafeMutablePointer<S>, _ v: UnsafeMutablePointer<S>, _ low: Int, _ high: Int
) -> S {
  let mode = copenblas_flush_subnormals()
  defer { copenblas_restore_subnormals(mode) }
  var residue = SIMD8<S>(repeating: 0)
  forEachStep(rule, g, UnsafePointer(x), UnsafePointer(m), UnsafePointer(v), low, high) {
    i, isWhole, step in
    // Zero times a finite number is zero, times any other it is not a number.
    residue = step.next * SIMD8(repeating: 0) + residue
    put(step.next, x + i, isWhole)
    if step.hasFirst { put(step.first, m + i, isWhole) }
    if step.hasSecond { put(step.second, v + i, isWhole) }
  }
  return residue.sum()
}

@specialized(where S == Float)
@specialized(where S == Double)
func lookaheadKernel<S: Real>(
  _ rule: UpdateRule<S>, _ g: UnsafePointer<S>, _ x: UnsafePointer<S>, _ m: UnsafePointer<S>,
  _ v: UnsafePointer<S>, _ origin: UnsafePointer<S>?, _ y: UnsafeMutablePointer<S>, _ low: Int,
  _ high: Int
) {
  // As in `updateKernel`, whose step it is.
  let mode = copenblas_flush_subnormals()
  defer { copenblas_restore_subnormals(mode) }
  if let origin {
    forEachStep(rule, g, x, m, v, low, high) { i, isWhole, step in
      put(step.next - get(origin + i, isWhole), y + i, isWhole)
    }
  } else {
    forEachStep(rule, g, x, m, v, low, high) { i, isWhole, step in
      put(step.next, y + i, isWhole)
    }
  }
}

/// Eight entries after a step.
private struct Octet<S: Real> {
  let next: SIMD8<S>
  var first = SIMD8<S>(repeating: 0)
  var second = SIMD8<S>(repeating: 0)
  var hasFirst = false
  var hasSecond = false
}

/// Calls `body` with eight entries after the step at a time.
///
/// The rest goes through the same lanes one by one, so that a slice's end changes no bit.
@inline(__always)
private func forEachStep<S: Real>(
  _ rule: UpdateRule<S>, _ g: UnsafePointer<S>, _ x: UnsafePointer<S>, _ m: UnsafePointer<S>,
  _ v: UnsafePointer<S>, _ low: Int, _ high: Int, _ body: (Int, Bool, Octet<S>) -> Void
) {
  // Two loops, of which the common one has nothing but the recurrence.
  if rule.isPlain {
    forEachStep(rule, isPlain: true, g, x, m, v, low, high, body)
  } else {
    forEachStep(rule, isPlain: false, g, x, m, v, low, high, body)
  }
}

@inline(__always)
private func forEachStep<S: Real>(
  _ rule: UpdateRule<S>, isPlain: Bool, _ g: UnsafePointer<S>, _ x: UnsafePointer<S>,
  _ m: UnsafePointer<S>, _ v: UnsafePointer<S>, _ low: Int, _ high: Int,
  _ body: (Int, Bool, Octet<S>) -> Void
) {
  switch rule.kind {
  case .rest:
    forEachOctet(low, high) { i, isWhole in body(i, isWhole, Octet(next: get(x + i, isWhole))) }
  case .gradient(let rate):
    forEachOctet(low, high) { i, isWhole in
      let position = get(x + i, isWhole)
      let slope = prepare(get(g + i, isWhole), position, rule, isPlain)
      body(i, isWhole, Octet(next: shrink(position, rule, isPlain) - rate * slope))
    }
  case .momentum(let rate, let momentum, let nesterov):
    forEachOctet(low, high) { i, isWhole in
      let position = get(x + i, isWhole)
      let slope = prepare(get(g + i, isWhole), position, rule, isPlain)
      let velocity = momentum * get(m + i, isWhole) + slope
      let direction = nesterov ? slope + momentum * velocity : velocity
      body(
        i, isWhole,
        Octet(
          next: shrink(position, rule, isPlain) - rate * direction, first: velocity,
          hasFirst: true))
    }
  case .adam(let rate, let beta1, let beta2, let rootCorrection, let epsilon):
    let (rest1, rest2) = (1 - beta1, 1 - beta2)
    forEachOctet(low, high) { i, isWhole in
      let position = get(x + i, isWhole)
      let slope = prepare(get(g + i, isWhole), position, rule, isPlain)
      let moment = beta1 * get(m + i, isWhole) + rest1 * slope
      let variance = beta2 * get(v + i, isWhole) + rest2 * slope * slope
      let root = S.squareRoots(variance) * rootCorrection + SIMD8(repeating: epsilon)
      body(
        i, isWhole,
        Octet(
          next: shrink(position, rule, isPlain) - rate * moment / root, first: moment,
          second: variance, hasFirst: true, hasSecond: true))
    }
  case .rmsProp(let rate, let smoothing, let epsilon, let momentum):
    let rest = 1 - smoothing
    let hasMomentum = momentum != 0
    forEachOctet(low, high) { i, isWhole in
      let position = get(x + i, isWhole)
      let slope = prepare(get(g + i, isWhole), position, rule, isPlain)
      let variance = smoothing * get(v + i, isWhole) + rest * slope * slope
      var direction = slope / (S.squareRoots(variance) + SIMD8(repeating: epsilon))
      if hasMomentum { direction += momentum * get(m + i, isWhole) }
      body(
        i, isWhole,
        Octet(
          next: shrink(position, rule, isPlain) - rate * direction, first: direction,
          second: variance, hasFirst: hasMomentum, hasSecond: true))
    }
  }
}

/// The clipped gradient with coupled weight decay.
@inline(__always)
private func prepare<S: Real>(
  _ gradient: SIMD8<S>, _ position: SIMD8<S>, _ rule: UpdateRule<S>, _ isPlain: Bool
) -> SIMD8<S> {
  if isPlain { return gradient }
  var slope = gradient * rule.gradientScale
  // Limits would hide what is not finite; its difference to itself is not a number.
  let (limit, residue) = (SIMD8(repeating: rule.gradientLimit), slope - slope)
  slope = pointwiseMax(pointwiseMin(slope, limit), -limit) + residue
  return slope + rule.decay * position
}

/// The position after decoupled weight decay.
@inline(__always)
private func shrink<S: Real>(
  _ position: SIMD8<S>, _ rule: UpdateRule<S>, _ isPlain: Bool
) -> SIMD8<S> {
  isPlain ? position : position - rule.shrink * position
}
