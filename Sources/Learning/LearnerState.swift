import Hypernetworks
import Networks

/// One number of the training log.
package struct TrainingMetric: Codable, Hashable, Sendable {
  package let step: Int
  package let name: String
  package let value: Double

  package init(step: Int, name: String, value: Double) {
    (self.step, self.name, self.value) = (step, name, value)
  }
}

/// All that a learner has learned: the result of training a task and the start of the next.
package struct LearnerState: Hashable, Sendable {
  package let network: MultilayerPerceptron
  package let hypernetwork: Hypernetwork
  /// Θ_h in the layout of `hypernetwork`.
  package var parameters: [Float]
  /// e_0 … e_t, of the tasks learned so far.
  package var taskEmbeddings: [[Float]]
  /// Row `i`: test accuracy on tasks 0 … i after training task `i`, fractions.
  package var accuracy: [[Double]]
  /// What was logged while the latest task was trained.
  package var metrics: [TrainingMetric]
  /// The seed of the whole sequence; all randomness derives from it.
  package let seed: UInt64

  package init(
    network: MultilayerPerceptron, hypernetwork: Hypernetwork, parameters: [Float],
    taskEmbeddings: [[Float]], accuracy: [[Double]], metrics: [TrainingMetric], seed: UInt64
  ) {
    precondition(network.weightCount == hypernetwork.targetCount, "\(network) \(hypernetwork)")
    precondition(parameters.count == hypernetwork.parameterCount, "\(parameters.count) parameters")
    self.network = network
    self.hypernetwork = hypernetwork
    self.parameters = parameters
    self.taskEmbeddings = taskEmbeddings
    self.accuracy = accuracy
    self.metrics = metrics
    self.seed = seed
  }

  /// The state before the first task.
  package init(network: MultilayerPerceptron, hypernetwork: Hypernetwork, seed: UInt64) {
    self.init(
      network: network, hypernetwork: hypernetwork,
      parameters: hypernetwork.initialParameters(seed: seed), taskEmbeddings: [], accuracy: [],
      metrics: [], seed: seed)
  }
}
