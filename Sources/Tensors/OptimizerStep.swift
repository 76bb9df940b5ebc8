import Kernels
import Synchronization

/// How an optimizer changes parameters in one step, for the kernels.
package typealias UpdateRule = Kernels.UpdateRule

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
        let (low, state) = (start + part.lowerBound, offset + part.lowerBound)
        let residue = S.kernels.update(
          rule, StepRows(g + low, count: part.count), x + low, m + state, v + state)
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
        let low = range.lowerBound + part.lowerBound
        S.kernels.lookAhead(
          rule, StepRows(g + low, count: part.count), x + low, m + low, v + low, nil, y + low, 0)
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
          let low = range.lowerBound + part.lowerBound
          S.kernels.lookAhead(
            rule, StepRows(g + low, count: part.count), x + low, m + low, v + low, o + low,
            y + part.lowerBound, 0)
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
