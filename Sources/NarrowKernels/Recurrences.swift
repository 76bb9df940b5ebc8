import Kernels

/// A vector of entries after a step.
struct Moved<S: LaneScalar> {
  let next: Vector<S>
  var first = Vector<S>(repeating: 0)
  var second = Vector<S>(repeating: 0)
}

/// What a step makes of a vector of entries.
protocol Recurrence<S> {
  associatedtype S: LaneScalar

  /// Whether there is a first and a second state vector. Others are not read.
  static var keepsFirst: Bool { get }
  static var keepsSecond: Bool { get }

  func step(
    _ g: UnsafePointer<S>, _ x: UnsafePointer<S>, _ m: UnsafePointer<S>, _ v: UnsafePointer<S>,
    _ isWhole: Bool
  ) -> Moved<S>
}

extension Recurrence {
  static var keepsFirst: Bool { false }
  static var keepsSecond: Bool { false }
}

struct Rest<S: LaneScalar>: Recurrence {
  @inline(__always)
  func step(
    _ g: UnsafePointer<S>, _ x: UnsafePointer<S>, _ m: UnsafePointer<S>, _ v: UnsafePointer<S>,
    _ isWhole: Bool
  ) -> Moved<S> { Moved(next: get(x, isWhole)) }
}

struct Descent<G: GradientForm>: Recurrence {
  let form: G
  let rate: G.S

  @inline(__always)
  func step(
    _ g: UnsafePointer<G.S>, _ x: UnsafePointer<G.S>, _ m: UnsafePointer<G.S>,
    _ v: UnsafePointer<G.S>, _ isWhole: Bool
  ) -> Moved<G.S> {
    let position = get(x, isWhole)
    let slope = form.slope(get(g, isWhole), position)
    return Moved(next: form.shrunk(position) - rate * slope)
  }
}

struct Momentum<G: GradientForm>: Recurrence {
  let form: G
  let rate: G.S
  let momentum: G.S
  let nesterov: Bool

  static var keepsFirst: Bool { true }

  @inline(__always)
  func step(
    _ g: UnsafePointer<G.S>, _ x: UnsafePointer<G.S>, _ m: UnsafePointer<G.S>,
    _ v: UnsafePointer<G.S>, _ isWhole: Bool
  ) -> Moved<G.S> {
    let position = get(x, isWhole)
    let slope = form.slope(get(g, isWhole), position)
    let velocity = momentum * get(m, isWhole) + slope
    let direction = nesterov ? slope + momentum * velocity : velocity
    return Moved(next: form.shrunk(position) - rate * direction, first: velocity)
  }
}

struct Adam<G: GradientForm>: Recurrence {
  let form: G
  let rate: G.S
  let beta1: G.S
  let beta2: G.S
  let rootCorrection: G.S
  let epsilon: G.S

  static var keepsFirst: Bool { true }
  static var keepsSecond: Bool { true }

  @inline(__always)
  func step(
    _ g: UnsafePointer<G.S>, _ x: UnsafePointer<G.S>, _ m: UnsafePointer<G.S>,
    _ v: UnsafePointer<G.S>, _ isWhole: Bool
  ) -> Moved<G.S> {
    let position = get(x, isWhole)
    let slope = form.slope(get(g, isWhole), position)
    let moment = beta1 * get(m, isWhole) + (1 - beta1) * slope
    let variance = beta2 * get(v, isWhole) + (1 - beta2) * slope * slope
    let root = squareRoots(variance) * rootCorrection + Vector(repeating: epsilon)
    return Moved(
      next: form.shrunk(position) - rate * moment / root, first: moment, second: variance)
  }
}

struct RMSProp<G: GradientForm>: Recurrence {
  let form: G
  let rate: G.S
  let smoothing: G.S
  let epsilon: G.S

  static var keepsSecond: Bool { true }

  @inline(__always)
  func step(
    _ g: UnsafePointer<G.S>, _ x: UnsafePointer<G.S>, _ m: UnsafePointer<G.S>,
    _ v: UnsafePointer<G.S>, _ isWhole: Bool
  ) -> Moved<G.S> {
    let position = get(x, isWhole)
    let (direction, variance) = direction(form.slope(get(g, isWhole), position), v, isWhole)
    return Moved(next: form.shrunk(position) - rate * direction, second: variance)
  }

  /// The direction before momentum, and the second moment.
  @inline(__always)
  func direction(
    _ slope: Vector<G.S>, _ v: UnsafePointer<G.S>, _ isWhole: Bool
  ) -> (Vector<G.S>, Vector<G.S>) {
    let variance = smoothing * get(v, isWhole) + (1 - smoothing) * slope * slope
    return (slope / (squareRoots(variance) + Vector(repeating: epsilon)), variance)
  }
}

struct RMSPropWithMomentum<G: GradientForm>: Recurrence {
  let base: RMSProp<G>
  let momentum: G.S

  static var keepsFirst: Bool { true }
  static var keepsSecond: Bool { true }

  @inline(__always)
  func step(
    _ g: UnsafePointer<G.S>, _ x: UnsafePointer<G.S>, _ m: UnsafePointer<G.S>,
    _ v: UnsafePointer<G.S>, _ isWhole: Bool
  ) -> Moved<G.S> {
    let position = get(x, isWhole)
    let slope = base.form.slope(get(g, isWhole), position)
    var (direction, variance) = base.direction(slope, v, isWhole)
    direction += momentum * get(m, isWhole)
    return Moved(
      next: base.form.shrunk(position) - base.rate * direction, first: direction, second: variance)
  }
}

// MARK: Gradients

/// What is done to gradients and positions before the recurrence.
protocol GradientForm<S> {
  associatedtype S: LaneScalar

  /// The clipped gradient with coupled weight decay.
  func slope(_ gradient: Vector<S>, _ position: Vector<S>) -> Vector<S>
  /// The position after decoupled weight decay.
  func shrunk(_ position: Vector<S>) -> Vector<S>
}

struct PlainGradient<S: LaneScalar>: GradientForm {
  @inline(__always)
  func slope(_ gradient: Vector<S>, _ position: Vector<S>) -> Vector<S> { gradient }

  @inline(__always)
  func shrunk(_ position: Vector<S>) -> Vector<S> { position }
}

struct AdjustedGradient<S: LaneScalar>: GradientForm {
  let scale: S
  let limit: S
  let decay: S
  let shrink: S

  init(_ rule: UpdateRule<S>) {
    (scale, limit) = (rule.gradientScale, rule.gradientLimit)
    (decay, shrink) = (rule.decay, rule.shrink)
  }

  @inline(__always)
  func slope(_ gradient: Vector<S>, _ position: Vector<S>) -> Vector<S> {
    var slope = gradient * scale
    // Limits would hide what is not finite; its difference to itself is not a number.
    let residue = slope - slope
    slope = clamp(slope, Vector(repeating: limit)) + residue
    return slope + decay * position
  }

  @inline(__always)
  func shrunk(_ position: Vector<S>) -> Vector<S> { position - shrink * position }
}
