import Tensors

/// An optimizer's state for one parameter vector. Its step can be asked for without taking it.
package struct Optimizer<S: Real>: Sendable {
  /// The algorithm and its rates.
  package let settings: OptimizerSettings
  /// η of the next step; the base rate unless a schedule changes it.
  package var learningRate: Double
  /// Steps taken.
  package private(set) var steps = 0
  /// β₁ᵏ and β₂ᵏ after `k` steps of Adam.
  private var powers = (1.0, 1.0)
  /// Adam's first moment, or the velocity.
  package var first: [S]
  /// The second moment.
  package var second: [S]
  /// The first parameter that `step` moves.
  private let start: Int

  /// An optimizer that has taken no step.
  ///
  /// - Parameters:
  ///   - count: how many parameters are moved
  ///   - start: the first of them; those before it stay as they are, and take no memory here
  package init(_ settings: OptimizerSettings, count: Int, from start: Int = 0) {
    (self.settings, self.start) = (settings, start)
    learningRate = settings.learningRate
    (first, second) = ([], [])
    let rule = rule()
    if rule.usesFirst { first = [S](repeating: 0, count: count) }
    if rule.usesSecond { second = [S](repeating: 0, count: count) }
  }

  /// What the next step does, for a gradient whose Euclidean norm is `norm` (used by clipping alone).
  package func rule(gradientNorm norm: Double? = nil) -> UpdateRule<S> {
    let rate = learningRate
    let decay = settings.weightDecay
    var rule: UpdateRule<S>
    switch settings.algorithm {
    case .sgd(let momentum, let nesterov):
      rule = UpdateRule(
        momentum == 0
          ? .gradient(rate: S(rate))
          : .momentum(rate: S(rate), momentum: S(momentum), nesterov: nesterov))
    case .adam(let beta1, let beta2, let epsilon), .adamW(let beta1, let beta2, let epsilon):
      rule = UpdateRule(
        .adam(
          rate: S(rate / (1 - powers.0 * beta1)), beta1: S(beta1), beta2: S(beta2),
          rootCorrection: S(1 / (1 - powers.1 * beta2).squareRoot()), epsilon: S(epsilon)))
    case .rmsProp(let smoothing, let epsilon, let momentum):
      rule = UpdateRule(
        .rmsProp(
          rate: S(rate), smoothing: S(smoothing), epsilon: S(epsilon), momentum: S(momentum)))
    }
    if case .adamW = settings.algorithm {
      rule.shrink = S(rate * decay)
    } else {
      rule.decay = S(decay)
    }
    switch settings.clipping {
    case .none: break
    case .value(let limit): rule.gradientLimit = S(limit)
    case .norm(let limit): rule.gradientScale = norm.map { $0 > limit ? S(limit / $0) : 1 } ?? 1
    }
    return rule
  }

  /// The next step's rule for `gradient`, whose norm is taken where clipping needs it.
  package func rule(for gradient: [S]) -> UpdateRule<S> {
    rule(gradientNorm: settings.clipping.needsNorm ? sumOfSquares(gradient).squareRoot() : nil)
  }

  /// Takes one step along `gradient`. Returns false if a parameter is no finite number afterwards.
  @discardableResult
  package mutating func step(_ parameters: inout [S], gradient: [S]) -> Bool {
    let isFinite = update(
      rule(for: gradient), gradient: gradient, parameters: &parameters, first: &first,
      second: &second, range: start..<parameters.count, stateStart: start)
    advance()
    return isFinite
  }

  /// Counts a step that was taken through `rule` piece by piece.
  package mutating func advance() {
    steps += 1
    switch settings.algorithm {
    case .adam(let beta1, let beta2, _), .adamW(let beta1, let beta2, _):
      powers = (powers.0 * beta1, powers.1 * beta2)
    case .sgd, .rmsProp: break
    }
  }
}

extension Optimizer: Resumable {
  /// The moments and the count of steps. The rate is set before each step.
  package mutating func saveOrRestore(_ parts: inout SavedParts) {
    parts.integer("steps", &steps)
    parts.number("power_1", &powers.0, in: 0...1)
    parts.number("power_2", &powers.1, in: 0...1)
    parts.numbers("first_moment", &first)
    parts.numbers("second_moment", &second)
  }
}

extension Optimizer where S == Float {
  /// Its state, enough for `resume`.
  package var moments: OptimizerMoments {
    OptimizerMoments(steps: steps, first: first, second: second)
  }

  /// Takes over the state of an optimizer of the same settings, to go on as if it had not stopped.
  ///
  /// Traps unless that one has moved as many parameters. Complexity: O(parameters + steps).
  package mutating func resume(_ moments: OptimizerMoments) {
    precondition(
      moments.first.count == first.count && moments.second.count == second.count,
      "moments of \(moments.first.count) and \(moments.second.count) parameters, not "
        + "\(first.count) and \(second.count)")
    (first, second) = (moments.first, moments.second)
    (steps, powers) = (0, (1, 1))
    // Step by step, as they came to be: another way would round otherwise.
    while steps < moments.steps {
      let before = powers
      advance()
      if powers == before { steps = moments.steps }
    }
  }
}
