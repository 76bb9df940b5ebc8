import Hypernetworks
import Tensors

/// A first-order optimizer and its settings.
package enum OptimizerSettings: Codable, Hashable, Sendable {
  /// Kingma & Ba 2015, with bias correction.
  case adam(
    learningRate: Double, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)
  /// Stochastic gradient descent; `momentum` 0 is plain. v ← μ v + g, θ ← θ − η v.
  case sgd(learningRate: Double, momentum: Double = 0)

  /// η
  package var learningRate: Double {
    switch self {
    case .adam(let rate, _, _, _), .sgd(let rate, _): rate
    }
  }
}

/// An optimizer's state for one parameter vector. Its step can be asked for without taking it.
package struct Optimizer<S: Real>: Sendable {
  package let settings: OptimizerSettings
  /// Steps taken.
  package private(set) var steps = 0
  /// β₁ᵏ and β₂ᵏ after `k` steps of Adam.
  private var powers = (1.0, 1.0)
  /// Adam's first moment, or SGD's velocity.
  package private(set) var first: [S]
  /// Adam's second moment.
  package private(set) var second: [S]

  package init(_ settings: OptimizerSettings, count: Int) {
    self.settings = settings
    switch settings {
    case .adam:
      first = [S](repeating: 0, count: count)
      second = first
    case .sgd(_, let momentum):
      first = [S](repeating: 0, count: momentum == 0 ? 0 : count)
      second = []
    }
  }

  /// The rates of the next step.
  private func adamRates(
    _ rate: Double, _ beta1: Double, _ beta2: Double, _ epsilon: Double
  ) -> AdamRates<S> {
    AdamRates(
      beta1: S(beta1), beta2: S(beta2), rate: S(rate / (1 - powers.0 * beta1)),
      rootCorrection: S(1 / (1 - powers.1 * beta2).squareRoot()), epsilon: S(epsilon))
  }

  /// Takes one step along `gradient`.
  package mutating func step(_ parameters: inout [S], gradient: [S]) {
    switch settings {
    case .adam(let rate, let beta1, let beta2, let epsilon):
      adamUpdate(
        adamRates(rate, beta1, beta2, epsilon), gradient: gradient, parameters: &parameters,
        first: &first, second: &second)
      powers = (powers.0 * beta1, powers.1 * beta2)
    case .sgd(let rate, let momentum):
      let all = 0..<parameters.count
      if momentum == 0 {
        combine(1, parameters, S(-rate), gradient, into: &parameters, range: all)
      } else {
        combine(S(momentum), first, 1, gradient, into: &first, range: all)
        combine(1, parameters, S(-rate), first, into: &parameters, range: all)
      }
    }
    steps += 1
  }

  /// The regularizer's value where `step` would lead, its gradient added to `gradient`; 0 without one.
  ///
  /// `shifted` is overwritten where the step is not Adam's.
  package func evaluate(
    _ regularizer: inout OutputRegularizer<S>?, at parameters: [S], strength: S,
    gradient: inout [S], shifted: inout [S]
  ) -> S {
    if case .adam(let rate, let beta1, let beta2, let epsilon) = settings {
      return regularizer?.evaluate(
        ahead: adamRates(rate, beta1, beta2, epsilon), first: first, second: second,
        parameters: parameters, strength: strength, gradient: &gradient) ?? 0
    }
    lookahead(parameters, gradient: gradient, into: &shifted)
    return regularizer?.evaluate(parameters: shifted, strength: strength, gradient: &gradient) ?? 0
  }

  /// `shifted = parameters + Δ`, the step that `step` would take now; the state stays as it is.
  package func lookahead(_ parameters: [S], gradient: [S], into shifted: inout [S]) {
    switch settings {
    case .adam(let rate, let beta1, let beta2, let epsilon):
      adamLookahead(
        adamRates(rate, beta1, beta2, epsilon), gradient: gradient, parameters: parameters,
        first: first, second: second, into: &shifted)
    case .sgd(let rate, let momentum):
      let all = 0..<parameters.count
      if momentum == 0 {
        combine(1, parameters, S(-rate), gradient, into: &shifted, range: all)
      } else {
        // The order of `step`, so that the two agree bit by bit.
        combine(S(momentum), first, 1, gradient, into: &shifted, range: all)
        combine(1, parameters, S(-rate), shifted, into: &shifted, range: all)
      }
    }
  }
}
