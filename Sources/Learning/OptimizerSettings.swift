/// A first-order optimizer and its settings, in the conventions of PyTorch.
public struct OptimizerSettings: Codable, Hashable, Sendable {
  /// The recurrence of the optimizer.
  public enum Algorithm: Codable, Hashable, Sendable {
    /// Kingma & Ba 2015, with bias correction.
    case adam(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)
    /// Adam with decoupled weight decay (Loshchilov & Hutter 2019).
    case adamW(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)
    /// v ← μ v + g; θ ← θ − η v, or θ ← θ − η (g + μ v) in Nesterov's form.
    case sgd(momentum: Double = 0, nesterov: Bool = false)
    /// v ← α v + (1 − α) g²; d ← μ d + g / (√v + ε); θ ← θ − η d (Tieleman & Hinton 2012).
    case rmsProp(smoothing: Double = 0.99, epsilon: Double = 1e-8, momentum: Double = 0)
  }

  /// The recurrence and its constants.
  public var algorithm: Algorithm
  /// η, before the schedule.
  public var learningRate: Double
  /// λ: AdamW takes η λ θ off besides its step, the others add λ θ to the clipped gradient.
  public var weightDecay: Double
  /// What is done to the gradient first.
  public var clipping: GradientClipping
  /// How the learning rate changes over the steps of a task.
  public var schedule: LearningRateSchedule

  /// An optimizer with these settings.
  public init(
    _ algorithm: Algorithm, learningRate: Double, weightDecay: Double = 0,
    clipping: GradientClipping = .none, schedule: LearningRateSchedule = .constant
  ) {
    (self.algorithm, self.learningRate, self.weightDecay) = (algorithm, learningRate, weightDecay)
    (self.clipping, self.schedule) = (clipping, schedule)
  }

  /// Adam as published.
  public static func adam(learningRate: Double) -> OptimizerSettings {
    OptimizerSettings(.adam(), learningRate: learningRate)
  }
  /// Gradient descent, with momentum if it is not 0.
  public static func sgd(learningRate: Double, momentum: Double = 0) -> OptimizerSettings {
    OptimizerSettings(.sgd(momentum: momentum), learningRate: learningRate)
  }
}

/// What is done to a gradient before the optimizer sees it.
public enum GradientClipping: Codable, Hashable, Sendable {
  /// It stays as it is.
  case none
  /// Scaled by min(1, limit / ‖g‖₂), over all parameters of the optimizer.
  case norm(Double)
  /// Each entry held within ± limit.
  case value(Double)

  var needsNorm: Bool { if case .norm = self { true } else { false } }
}
