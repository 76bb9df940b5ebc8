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

  package var kind: Kind
  package var gradientScale: S = 1
  package var gradientLimit: S = .infinity
  package var decay: S = 0
  package var shrink: S = 0

  package init(_ kind: Kind) { self.kind = kind }

  /// Whether the gradient goes into the recurrence as it is, and nothing is taken off besides.
  @inlinable
  package var isPlain: Bool {
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
