import Hypernetworks
import Networks
import Tasks
import Tensors

/// What EWC, online EWC and MAS do while a task is learned: they draw each weight back to its anchor as
/// strongly as it matters, and measure at the task's end how much it does.
package struct ImportanceTraining: MethodTraining {
  private let settings: RegularizerSettings
  private let factor: Float
  private let regularizer: WeightRegularizer<Float>?

  /// - Parameter factor: what multiplies `Σ Ω (θ − θ*)²`
  init(_ task: ClassifierTask, _ settings: RegularizerSettings, factor: Double) {
    self.settings = settings
    self.factor = Float(factor)
    let memory = RegularizerMemory(task.state)
    regularizer =
      factor > 0 && !memory.importance.isEmpty
      ? WeightRegularizer(importance: memory.importance, anchor: memory.anchor) : nil
  }

  /// Adds the gradient of `factor · Σ Ω (θ − θ*)²`, and returns this sum; 0 on the first task.
  package mutating func addPenalty(weights: [Float], gradient: inout [Float]) -> Float {
    regularizer?.evaluate(parameters: weights, strength: factor, gradient: &gradient) ?? 0
  }

  /// Lists nothing: no step changes anything here.
  package mutating func saveOrRestore(_ parts: inout SavedParts) {}

  /// Measures the importances of the weights for the task, and adds them to the memory.
  ///
  /// Throws where one of them is not finite, which the trainer reports as a `DivergenceError`.
  package mutating func finish(
    _ state: inout ClassifierState, _ task: ClassifierTask, report: () throws -> Void
  ) throws {
    var measure = ClassifierImportance(
      state.network, task.samples, scope: task.scope, count: settings.importanceSamples,
      statistics: state.statistics[task.index], seed: state.seed, task: task.index)
    let measured =
      settings.method == .mas
      ? try measure.sensitivity(of: state.weights, report: report)
      : try measure.fisher(
        of: state.weights, labels: settings.fisherLabels ?? .own, report: report)
    guard measured.allSatisfy(\.isFinite) else { throw NonFiniteImportance() }
    var memory = RegularizerMemory(task.state)
    memory.add(measured, at: state.weights, settings)
    memory.write(to: &state)
  }
}

extension RegularizerMemory {
  private static let importanceName = "importance"
  private static let anchorName = "anchor"

  /// What a classifier remembers of earlier tasks.
  init(_ state: ClassifierState) {
    self.init()
    importance = state.memory[Self.importanceName]?.values ?? []
    anchor = state.memory[Self.anchorName]?.values ?? []
  }

  /// Makes a classifier remember this.
  func write(to state: inout ClassifierState) {
    state.memory[Self.importanceName] = Tensor(importance)
    state.memory[Self.anchorName] = Tensor(anchor)
  }
}
