import Tensors

/// What keeps earlier tasks while a later one is trained.
public struct RegularizerSettings: Codable, Hashable, Sendable {
  /// What is kept near its value before the task.
  public enum Method: String, Codable, Hashable, Sendable, CaseIterable {
    /// The weights generated for past tasks stay where they were (von Oswald et al. 2020).
    case output
    /// The hypernetwork's own weights stay, as far as Fisher information says that they matter, with an
    /// anchor for each past task (Kirkpatrick et al. 2017).
    case ewc
    /// The same with the latest weights as the anchor and a decay of older importances (Schwarz et al.
    /// 2018).
    case onlineEWC = "online-ewc"
    /// Importances are the weights' contributions to the fall of the loss (Zenke et al. 2017).
    case si
    /// Importances are sensitivities of the outputs (Aljundi et al. 2018).
    case mas

    /// Whether the hypernetwork's own weights are kept, not what they generate.
    public var keepsWeights: Bool { self != .output }
  }

  /// Where the output regularizer is evaluated.
  public enum Lookahead: String, Codable, Hashable, Sendable, CaseIterable {
    /// Where the optimizer's next step would lead.
    case optimizer
    /// Where a step of plain gradient descent of the same rate would lead.
    case sgd
    /// At the current weights.
    case none
  }

  /// What the output regularizer holds the generated weights to.
  public enum Targets: String, Codable, Hashable, Sendable, CaseIterable {
    /// The weights before the task.
    case snapshot
    /// Those of the current hypernetwork.
    case current
  }

  /// The labels whose likelihood Fisher information is of.
  public enum FisherLabels: String, Codable, Hashable, Sendable, CaseIterable {
    /// Those of the samples: the empirical Fisher information.
    case own = "true"
    /// Those that the network gives the highest probability.
    case predicted
  }

  /// What is kept; it decides `leastImportance`.
  public var method = Method.output {
    didSet { leastImportance = method == .si ? 0 : nil }
  }
  /// β; 0 switches the regularizer off. Has no meaning for the first task.
  public var strength: Double
  /// Where the output regularizer is evaluated.
  public var lookahead = Lookahead.optimizer
  /// What the output regularizer holds the generated weights to.
  public var targets: Targets {
    get { preservesValue ? .current : .snapshot }
    set { preservesValue = newValue == .current }
  }
  /// `targets` as it is encoded: the name is part of keys.
  private var preservesValue = false
  /// Past tasks that are regularized in each step, drawn without replacement; 0 for all.
  public var tasksPerStep = 0
  /// Whether only the output units count that a past task used.
  public var ownHeadOnly = false
  /// Whether squared differences are weighted by the Fisher information of the generated weights.
  public var fisherWeighted = false
  /// Samples from which importances are estimated at a task's end.
  public var importanceSamples = 500
  /// The labels whose likelihood Fisher information is of; nil for the samples' own. The name is part of keys.
  public var fisherLabels: FisherLabels?
  /// γ of online EWC, which multiplies older importances at each task's end.
  public var importanceDecay = 1.0
  /// ξ of SI, which keeps the importance of weights finite that hardly moved.
  public var damping = 0.1
  /// The smallest importance that is kept: 0 for SI, nil for methods whose importances are never negative.
  ///
  /// A negative importance would reward a weight without bound for moving away from its anchor; SI's authors'
  /// program cuts them off, too. The value follows from the method. It is a field so that the key differs
  /// from that of results of SI without it.
  package private(set) var leastImportance: Float?

  /// The output regularizer of strength β, with a snapshot and the optimizer's lookahead.
  public init(strength: Double) { self.strength = strength }

  /// Whether something has to be remembered at the end of each task.
  package var needsImportance: Bool { method.keepsWeights || fisherWeighted }
}

/// What regularizers remember of past tasks besides their embeddings.
package struct RegularizerMemory: Hashable, Sendable {
  /// Ω, in the layout of Θ_h; empty if nothing was measured.
  package var importance: [Float] = []
  /// Θ̄, in the layout of Θ_h.
  package var anchor: [Float] = []
  /// Fisher information of the weights generated for each past task, `[P]` each; or nothing.
  package var targetFisher: [[Float]] = []

  /// A memory of no task.
  package init() {}

  /// Adds the importances of a task that has just been trained, and moves the anchor.
  ///
  /// The anchor becomes `parameters`, in EWC the mean of all tasks' parameters weighted by importance. Traps
  /// for another number of importances than before.
  package mutating func add(
    _ measured: [Float], at parameters: [Float], _ settings: RegularizerSettings
  ) {
    defer {
      if let least = settings.leastImportance {
        for i in importance.indices { importance[i] = max(least, importance[i]) }
      }
    }
    guard !importance.isEmpty else {
      (importance, anchor) = (measured, parameters)
      return
    }
    precondition(measured.count == importance.count, "\(measured.count) importances")
    switch settings.method {
    case .output: break
    case .ewc:
      // Σ_j F_j (θ − θ_j)² is (Σ F_j) (θ − θ̄)² and a constant, θ̄ being the weighted mean.
      for i in importance.indices {
        importance[i] += measured[i]
        let share = importance[i] > 0 ? measured[i] / importance[i] : 1
        anchor[i] += share * (parameters[i] - anchor[i])
      }
    case .onlineEWC:
      let decay = Float(settings.importanceDecay)
      for i in importance.indices { importance[i] = decay * importance[i] + measured[i] }
      anchor = parameters
    case .si, .mas:
      addScaled(1, measured, into: &importance, range: 0..<importance.count)
      anchor = parameters
    }
  }
}

extension RegularizerMemory {
  /// Numbers that are kept.
  package var numbers: Int {
    importance.count + anchor.count + targetFisher.reduce(0) { $0 + $1.count }
  }
}
