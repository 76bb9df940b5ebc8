/// How an optimizer changes parameters in one step, its rates settled: what the kernels need.
///
/// The gradient is clipped first (scaled, then held within ±`gradientLimit`), then coupled weight decay
/// `decay · θ` is added. Decoupled decay takes `shrink · θ` off besides.
package struct UpdateRule<S: LaneScalar>: Sendable, Hashable {
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

  /// The recurrence, with its rates for this step.
  package var kind: Kind
  /// What the gradient is multiplied by: below 1 where it is clipped by its norm.
  package var gradientScale: S = 1
  /// The largest magnitude that an entry of the scaled gradient keeps: clipping by value.
  package var gradientLimit: S = .infinity
  /// λ of coupled weight decay: λ θ is added to the clipped gradient.
  package var decay: S = 0
  /// η λ of decoupled weight decay: this share of θ is taken off beside the step.
  package var shrink: S = 0

  /// A rule without clipping and weight decay.
  package init(_ kind: Kind) { self.kind = kind }

  /// Whether the gradient goes into the recurrence as it is, and nothing is taken off besides.
  @inlinable
  package var isPlain: Bool {
    gradientScale == 1 && gradientLimit == .infinity && decay == 0 && shrink == 0
  }

  /// Whether the recurrence keeps a first state vector: momentum, or Adam's mean of gradients.
  package var usesFirst: Bool {
    switch kind {
    case .rest, .gradient: false
    case .momentum, .adam: true
    case .rmsProp(_, _, _, let momentum): momentum != 0
    }
  }
  /// Whether the recurrence keeps a second state vector: the mean of squared gradients.
  package var usesSecond: Bool {
    switch kind {
    case .rest, .gradient, .momentum: false
    case .adam, .rmsProp: true
    }
  }
}
