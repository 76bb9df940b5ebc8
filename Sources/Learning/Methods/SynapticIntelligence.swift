import Hypernetworks
import Tensors

/// SI (Zenke et al. 2017): a weight matters as much as its path contributed to the fall of the loss;
/// `R = c Σ_i Ω_i (θ_i − θ*_i)²`, `Ω = max(0, Ω + ω / (Δθ² + ξ))`.
package struct SynapticIntelligence: ContinualMethod {
  package static let name = "si"
  package static let version = 2

  /// c, the strength of the penalty
  package var strength: Double
  /// ξ, which keeps the importance of weights finite that hardly moved
  package var damping: Double

  /// SI with these settings.
  package init(strength: Double, damping: Double) {
    (self.strength, self.damping) = (strength, damping)
  }

  /// Without c on the first task, which has no penalty.
  package func acting(onTask t: Int) -> Self {
    Self(strength: t == 0 ? 0 : strength, damping: damping)
  }

  /// Penalizes moves from the anchor, and follows the path integral of the task's gradient.
  package func training(_ task: ClassifierTask) -> Training { Training(task, self) }

  /// `ω / (Δθ² + ξ)` (eq. 5), of whichever weights are kept.
  ///
  /// - Parameters:
  ///   - path: ω, the path integral of the task's gradient
  ///   - start: θ before the task
  ///   - end: θ after it
  static func importances(
    _ path: [Float], from start: [Float], to end: [Float], damping: Double
  ) -> [Float] {
    path.indices.map { i in
      let way = Double(end[i]) - Double(start[i])
      return Float(Double(path[i]) / (way * way + damping))
    }
  }

  /// The penalty, and the path integral of the task's own gradient.
  package struct Training: MethodTraining {
    private let settings: SynapticIntelligence
    private let regularizer: WeightRegularizer<Float>?
    private var path: [Float]
    private var before: [Float]
    private var gradient: [Float]

    init(_ task: ClassifierTask, _ settings: SynapticIntelligence) {
      self.settings = settings
      let memory = RegularizerMemory(task.state)
      regularizer =
        settings.strength > 0 && !memory.importance.isEmpty
        ? WeightRegularizer(importance: memory.importance, anchor: memory.anchor) : nil
      path = [Float](repeating: 0, count: task.state.weights.count)
      (before, gradient) = (path, path)
    }

    /// Remembers weights and task gradient for the path integral, then adds the penalty's gradient.
    package mutating func addPenalty(weights: [Float], gradient: inout [Float]) -> Float {
      copy(weights, into: &before)
      copy(gradient, into: &self.gradient)
      return regularizer?.evaluate(
        parameters: weights, strength: Float(settings.strength), gradient: &gradient) ?? 0
    }

    /// Adds `−g Δθ` of the step to the path integral ω.
    package mutating func didStep(weights: [Float]) {
      addPathIntegral(gradient: gradient, before: before, after: weights, to: &path)
    }

    /// The path integral so far.
    package mutating func saveOrRestore(_ parts: inout SavedParts) {
      parts.numbers("path_integral", &path)
    }

    /// Adds the task's importances to the memory, and makes its weights the anchor.
    ///
    /// Throws where one of them is not finite, which the trainer reports as a `DivergenceError`.
    package mutating func finish(
      _ state: inout ClassifierState, _ task: ClassifierTask, report: () throws -> Void
    ) throws {
      let measured = SynapticIntelligence.importances(
        path, from: task.state.weights, to: state.weights, damping: settings.damping)
      guard measured.allSatisfy(\.isFinite) else { throw NonFiniteImportance() }
      var regularizer = RegularizerSettings(strength: settings.strength)
      regularizer.method = .si
      var memory = RegularizerMemory(task.state)
      memory.add(measured, at: state.weights, regularizer)
      memory.write(to: &state)
    }
  }
}
