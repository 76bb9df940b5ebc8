import CVectors
import Kernels

/// Steps the entries `low ..< high`; returns 0, or NaN if one of them is not finite afterwards.
///
/// Squares of gradients below some 10⁻¹⁸, which a penalty has where importances are small, are no normal
/// numbers in single precision. They are taken for 0, which keeps the processor's pace; so is all else
/// below some 10⁻³⁸. Next to ε that is nothing in √v, and a parameter's step loses 10⁻³⁸ · η / ε at most.
func update<S: LaneScalar>(
  _ rule: UpdateRule<S>, _ g: UnsafePointer<S>, _ x: UnsafeMutablePointer<S>,
  _ m: UnsafeMutablePointer<S>, _ v: UnsafeMutablePointer<S>, _ low: Int, _ high: Int
) -> S {
  let mode = cvectors_flush_subnormals()
  defer { cvectors_restore_subnormals(mode) }
  var residue = Vector<S>(repeating: 0)
  forEachStep(rule, g, UnsafePointer(x), UnsafePointer(m), UnsafePointer(v), low, high) {
    i, isWhole, step in
    // Zero times a finite number is zero, times any other it is not a number.
    residue = step.next * Vector(repeating: 0) + residue
    put(step.next, x + i, isWhole)
    if step.hasFirst { put(step.first, m + i, isWhole) }
    if step.hasSecond { put(step.second, v + i, isWhole) }
  }
  return residue.sum()
}

func lookAhead<S: LaneScalar>(
  _ rule: UpdateRule<S>, _ g: UnsafePointer<S>, _ x: UnsafePointer<S>, _ m: UnsafePointer<S>,
  _ v: UnsafePointer<S>, _ origin: UnsafePointer<S>?, _ y: UnsafeMutablePointer<S>, _ low: Int,
  _ high: Int
) {
  // As in `update`, whose step it is.
  let mode = cvectors_flush_subnormals()
  defer { cvectors_restore_subnormals(mode) }
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

/// A vector of entries after a step.
private struct Moved<S: LaneScalar> {
  let next: Vector<S>
  var first = Vector<S>(repeating: 0)
  var second = Vector<S>(repeating: 0)
  var hasFirst = false
  var hasSecond = false
}

/// Calls `body` with a vector of entries after the step at a time.
///
/// The rest goes through the same lanes one by one, so that a slice's end changes no bit.
@inline(__always)
private func forEachStep<S: LaneScalar>(
  _ rule: UpdateRule<S>, _ g: UnsafePointer<S>, _ x: UnsafePointer<S>, _ m: UnsafePointer<S>,
  _ v: UnsafePointer<S>, _ low: Int, _ high: Int, _ body: (Int, Bool, Moved<S>) -> Void
) {
  // Two loops, of which the common one has nothing but the recurrence.
  if rule.isPlain {
    forEachStep(rule, isPlain: true, g, x, m, v, low, high, body)
  } else {
    forEachStep(rule, isPlain: false, g, x, m, v, low, high, body)
  }
}

@inline(__always)
private func forEachStep<S: LaneScalar>(
  _ rule: UpdateRule<S>, isPlain: Bool, _ g: UnsafePointer<S>, _ x: UnsafePointer<S>,
  _ m: UnsafePointer<S>, _ v: UnsafePointer<S>, _ low: Int, _ high: Int,
  _ body: (Int, Bool, Moved<S>) -> Void
) {
  switch rule.kind {
  case .rest:
    forEachVector(low, high) { i, isWhole in body(i, isWhole, Moved(next: get(x + i, isWhole))) }
  case .gradient(let rate):
    forEachVector(low, high) { i, isWhole in
      let position = get(x + i, isWhole)
      let slope = prepare(get(g + i, isWhole), position, rule, isPlain)
      body(i, isWhole, Moved(next: shrink(position, rule, isPlain) - rate * slope))
    }
  case .momentum(let rate, let momentum, let nesterov):
    forEachVector(low, high) { i, isWhole in
      let position = get(x + i, isWhole)
      let slope = prepare(get(g + i, isWhole), position, rule, isPlain)
      let velocity = momentum * get(m + i, isWhole) + slope
      let direction = nesterov ? slope + momentum * velocity : velocity
      body(
        i, isWhole,
        Moved(
          next: shrink(position, rule, isPlain) - rate * direction, first: velocity,
          hasFirst: true))
    }
  case .adam(let rate, let beta1, let beta2, let rootCorrection, let epsilon):
    let (rest1, rest2) = (1 - beta1, 1 - beta2)
    forEachVector(low, high) { i, isWhole in
      let position = get(x + i, isWhole)
      let slope = prepare(get(g + i, isWhole), position, rule, isPlain)
      let moment = beta1 * get(m + i, isWhole) + rest1 * slope
      let variance = beta2 * get(v + i, isWhole) + rest2 * slope * slope
      let root = squareRoots(variance) * rootCorrection + Vector(repeating: epsilon)
      body(
        i, isWhole,
        Moved(
          next: shrink(position, rule, isPlain) - rate * moment / root, first: moment,
          second: variance, hasFirst: true, hasSecond: true))
    }
  case .rmsProp(let rate, let smoothing, let epsilon, let momentum):
    let rest = 1 - smoothing
    let hasMomentum = momentum != 0
    forEachVector(low, high) { i, isWhole in
      let position = get(x + i, isWhole)
      let slope = prepare(get(g + i, isWhole), position, rule, isPlain)
      let variance = smoothing * get(v + i, isWhole) + rest * slope * slope
      var direction = slope / (squareRoots(variance) + Vector(repeating: epsilon))
      if hasMomentum { direction += momentum * get(m + i, isWhole) }
      body(
        i, isWhole,
        Moved(
          next: shrink(position, rule, isPlain) - rate * direction, first: direction,
          second: variance, hasFirst: hasMomentum, hasSecond: true))
    }
  }
}

/// The clipped gradient with coupled weight decay.
@inline(__always)
private func prepare<S: LaneScalar>(
  _ gradient: Vector<S>, _ position: Vector<S>, _ rule: UpdateRule<S>, _ isPlain: Bool
) -> Vector<S> {
  if isPlain { return gradient }
  var slope = gradient * rule.gradientScale
  // Limits would hide what is not finite; its difference to itself is not a number.
  let (limit, residue) = (Vector(repeating: rule.gradientLimit), slope - slope)
  slope = clamp(slope, limit) + residue
  return slope + rule.decay * position
}

/// The position after decoupled weight decay.
@inline(__always)
private func shrink<S: LaneScalar>(
  _ position: Vector<S>, _ rule: UpdateRule<S>, _ isPlain: Bool
) -> Vector<S> {
  isPlain ? position : position - rule.shrink * position
}
