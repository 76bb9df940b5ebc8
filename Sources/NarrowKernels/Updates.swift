import CVectors
import Kernels

/// Steps some rows of parameters; returns 0, or NaN if one of them is not finite afterwards.
///
/// Squares of gradients below some 10⁻¹⁸, which a penalty has where importances are small, are no normal
/// numbers in single precision. They are taken for 0, which keeps the processor's pace; so is all else
/// below some 10⁻³⁸. Next to ε that is nothing in √v, and a parameter's step loses 10⁻³⁸ · η / ε at most.
func update<S: LaneScalar>(
  _ rule: UpdateRule<S>, _ rows: StepRows<S>, _ x: UnsafeMutablePointer<S>,
  _ m: UnsafeMutablePointer<S>, _ v: UnsafeMutablePointer<S>
) -> S {
  let mode = cvectors_flush_subnormals()
  defer { cvectors_restore_subnormals(mode) }
  var steps = Steps(rows: rows, x: x, m: m, v: v)
  steps.follow(rule)
  return steps.residue.sum()
}

/// Writes where `update` would lead, less `origin` if that is given.
func lookAhead<S: LaneScalar>(
  _ rule: UpdateRule<S>, _ rows: StepRows<S>, _ x: UnsafePointer<S>, _ m: UnsafePointer<S>,
  _ v: UnsafePointer<S>, _ origin: UnsafePointer<S>?, _ y: UnsafeMutablePointer<S>, _ stride: Int
) {
  // As in `update`, whose step it is.
  let mode = cvectors_flush_subnormals()
  defer { cvectors_restore_subnormals(mode) }
  var looks = Looks(rows: rows, x: x, m: m, v: v, origin: origin, y: y, stride: stride)
  looks.follow(rule)
}

// MARK: Loops

// Nothing here is a closure: what the optimizer does not inline is called for every vector, with its
// arguments in pieces.

/// A pass over rows of parameters.
private protocol Pass<S> {
  associatedtype S: LaneScalar

  mutating func run<R: Recurrence>(_ recurrence: R) where R.S == S
}

extension Pass {
  /// Runs the recurrence of a rule, in a loop that has nothing else: the common one has no clipping and no
  /// decay.
  @inline(__always)
  mutating func follow(_ rule: UpdateRule<S>) {
    if rule.isPlain {
      follow(rule, PlainGradient<S>())
    } else {
      follow(rule, AdjustedGradient<S>(rule))
    }
  }

  @inline(__always)
  private mutating func follow<G: GradientForm>(_ rule: UpdateRule<S>, _ form: G)
  where G.S == S {
    switch rule.kind {
    case .rest: run(Rest<S>())
    case .gradient(let rate): run(Descent(form: form, rate: rate))
    case .momentum(let rate, let momentum, let nesterov):
      run(Momentum(form: form, rate: rate, momentum: momentum, nesterov: nesterov))
    case .adam(let rate, let beta1, let beta2, let rootCorrection, let epsilon):
      run(
        Adam(
          form: form, rate: rate, beta1: beta1, beta2: beta2, rootCorrection: rootCorrection,
          epsilon: epsilon))
    case .rmsProp(let rate, let smoothing, let epsilon, let momentum):
      let plain = RMSProp(form: form, rate: rate, smoothing: smoothing, epsilon: epsilon)
      if momentum == 0 {
        run(plain)
      } else {
        run(RMSPropWithMomentum(base: plain, momentum: momentum))
      }
    }
  }
}

/// The pass that takes the steps.
private struct Steps<S: LaneScalar>: Pass {
  let rows: StepRows<S>
  let x: UnsafeMutablePointer<S>
  let m: UnsafeMutablePointer<S>
  let v: UnsafeMutablePointer<S>
  /// Zero times a finite number is zero, times any other it is not a number.
  var residue = Vector<S>(repeating: 0)

  init(
    rows: StepRows<S>, x: UnsafeMutablePointer<S>, m: UnsafeMutablePointer<S>,
    v: UnsafeMutablePointer<S>
  ) {
    (self.rows, self.x, self.m, self.v) = (rows, x, m, v)
  }

  @inline(__always)
  mutating func run<R: Recurrence>(_ recurrence: R) where R.S == S {
    var residue = residue
    for row in 0..<rows.rows {
      let (g, line) = (rows.gradient + row * rows.gradientStride, row * rows.stride)
      var i = 0
      while i &+ lanes <= rows.columns {
        step(recurrence, g + i, line + i, true, &residue)
        i &+= lanes
      }
      // The rest goes through the same lanes one by one, so that a row's end changes no bit.
      while i < rows.columns {
        step(recurrence, g + i, line + i, false, &residue)
        i &+= 1
      }
    }
    self.residue = residue
  }

  @inline(__always)
  private func step<R: Recurrence>(
    _ recurrence: R, _ g: UnsafePointer<S>, _ i: Int, _ isWhole: Bool, _ residue: inout Vector<S>
  ) where R.S == S {
    let moved = recurrence.step(g, x + i, m + i, v + i, isWhole)
    residue = moved.next * Vector(repeating: 0) + residue
    put(moved.next, x + i, isWhole)
    if R.keepsFirst { put(moved.first, m + i, isWhole) }
    if R.keepsSecond { put(moved.second, v + i, isWhole) }
  }
}

/// The pass that only looks where they would lead.
private struct Looks<S: LaneScalar>: Pass {
  let rows: StepRows<S>
  let x: UnsafePointer<S>
  let m: UnsafePointer<S>
  let v: UnsafePointer<S>
  let origin: UnsafePointer<S>?
  let y: UnsafeMutablePointer<S>
  let stride: Int

  @inline(__always)
  mutating func run<R: Recurrence>(_ recurrence: R) where R.S == S {
    for row in 0..<rows.rows {
      let (g, line) = (rows.gradient + row * rows.gradientStride, row * rows.stride)
      let y = y + row * stride
      var i = 0
      while i &+ lanes <= rows.columns {
        look(recurrence, g + i, line + i, y + i, true)
        i &+= lanes
      }
      while i < rows.columns {
        look(recurrence, g + i, line + i, y + i, false)
        i &+= 1
      }
    }
  }

  @inline(__always)
  private func look<R: Recurrence>(
    _ recurrence: R, _ g: UnsafePointer<S>, _ i: Int, _ y: UnsafeMutablePointer<S>, _ isWhole: Bool
  ) where R.S == S {
    let next = recurrence.step(g, x + i, m + i, v + i, isWhole).next
    // Less 0 every number is itself, −0 too.
    let from = if let origin { get(origin + i, isWhole) } else { Vector<S>(repeating: 0) }
    put(next - from, y, isWhole)
  }
}
