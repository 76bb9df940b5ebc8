import Evaluation
import Hypernetworks
import Learning
import Networks
import Tasks

/// A small hypernetwork, and how it is trained.
enum Learner {
  /// The state before the first task.
  static func start(for tasks: SampledTasks, seed: UInt64) -> HypernetworkState {
    let network = Architecture(
      inputs: tasks.inputCount,
      layers: [
        .dense(16), .activation(.relu), .dense(16), .activation(.relu), .dense(tasks.outputCount),
      ])
    let hypernetwork = Hypernetwork(
      targetCount: network.weightCount, embeddingSize: 8, hidden: [32], activation: .relu)
    return HypernetworkState(network: network, hypernetwork: hypernetwork, seed: seed)
  }

  /// The state after all tasks, learned one after another and tested after each.
  ///
  /// - Parameter beta: the strength of the output regularizer, which keeps the earlier tasks
  static func learn(
    _ tasks: SampledTasks, beta: Double, seed: UInt64,
    afterTask report: (HypernetworkState) -> Void = { _ in }
  ) throws -> HypernetworkState {
    let trainer = HypernetworkTrainer(
      TrainingSettings(
        optimizer: .adam(learningRate: 0.003), batch: 32, steps: 1000, beta: beta))
    var state = start(for: tasks, seed: seed)
    for task in 0..<tasks.count {
      state = try trainer.train(state, on: tasks.training(ofTask: task))
      state.evaluate(on: tasks.tests(ofFirst: task + 1))
      report(state)
    }
    return state
  }
}
