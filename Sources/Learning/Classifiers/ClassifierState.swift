import Networks
import Statistics
import Tasks
import Tensors

/// All that a directly trained network has learned: the result of training a task and the start of the
/// next.
package struct ClassifierState: Hashable, Sendable {
  /// The experiment's network. A method may train several of it, or a larger one made of it.
  package let network: Architecture
  /// The weights in the layout of the method's network, which for most methods is `network`.
  package var weights: [Float]
  /// The output units of each task learned so far.
  package var heads: [Range<Int>]
  /// What the layers of the method's network keep of the data of each of these tasks, such as the running mean
  /// and variance of batch norm, as at the end of the task's training. The vectors are empty where the network
  /// keeps nothing.
  package var statistics: [[Float]]
  /// What the method remembers besides the weights: tensors by name, as a checkpoint holds them.
  package var memory: [String: Tensor]
  /// The number of real samples that the memory holds.
  package var storedSamples: Int
  /// What the optimizer goes on from in the next task; nil where it begins anew.
  package var optimizer: OptimizerMoments?
  /// Row `i`: test scores on tasks 0 … i after training task `i`.
  package var scores: ScoreMatrix
  /// The same for the fraction of samples whose task was inferred right; empty where no task is inferred.
  package var inference: ScoreMatrix
  /// What was logged while the latest task was trained.
  package var metrics: [TrainingMetric]
  /// The seed of the whole sequence; all randomness derives from it.
  package let seed: UInt64

  /// A state of these parts, as a checkpoint holds them.
  ///
  /// - Parameter statistics: a vector for each task, all of one length; nil for empty ones
  ///
  /// Traps unless there are statistics of each task.
  package init(
    network: Architecture, weights: [Float], heads: [Range<Int>], statistics: [[Float]]? = nil,
    memory: [String: Tensor] = [:], storedSamples: Int = 0, optimizer: OptimizerMoments? = nil,
    scores: ScoreMatrix = .init(), inference: ScoreMatrix = .init(), metrics: [TrainingMetric] = [],
    seed: UInt64
  ) {
    self.network = network
    self.weights = weights
    let statistics = statistics ?? heads.map { _ in [] }
    precondition(
      statistics.count == heads.count && Set(statistics.map(\.count)).count <= 1,
      "statistics of \(statistics.map(\.count)) numbers")
    (self.heads, self.statistics) = (heads, statistics)
    (self.memory, self.storedSamples) = (memory, storedSamples)
    self.optimizer = optimizer
    (self.scores, self.inference, self.metrics) = (scores, inference, metrics)
    self.seed = seed
  }

  /// The state before the first task: Xavier-uniform matrices, biases 0.
  package init(network: Architecture, seed: UInt64) {
    self.init(
      network: network, weights: network.initialWeights(seed: seed, purpose: "classifier"),
      heads: [], seed: seed)
  }

  /// Tasks learned so far.
  package var tasks: Int { heads.count }

  /// The prefix of names in the memory whose tensors are networks that answer, as the weights do.
  package static let networks = "networks/"

  /// Numbers that were trained and answer: the weights, and networks in the memory.
  package var trainedNumbers: Int {
    memory.filter { $0.key.hasPrefix(Self.networks) }
      .reduce(weights.count) { $0 + $1.value.values.count }
  }

  /// Numbers that are kept from task to task.
  package var keptNumbers: Int {
    weights.count + statistics.joined().count
      + memory.values.reduce(optimizer?.numbers ?? 0) { $0 + $1.values.count }
  }

  /// The same with the log of the latest task's training.
  package func with(metrics: [TrainingMetric]) -> ClassifierState {
    var state = self
    state.metrics = metrics
    return state
  }
}
