import Hypernetworks
import Networks
import Statistics
import Tasks

/// One number of the training log.
public struct TrainingMetric: Codable, Hashable, Sendable {
  /// The step of the task, counted from 1.
  public let step: Int
  /// What was measured, such as `loss` or `gradient_norm`.
  public let name: String
  /// The value at that step.
  public let value: Double

  /// An entry of the training log.
  package init(step: Int, name: String, value: Double) {
    (self.step, self.name, self.value) = (step, name, value)
  }
}

/// All that a learner has learned: the result of training a task and the start of the next.
///
/// `HypernetworkTrainer` takes a state and returns the next. Equal states give equal checkpoints.
public struct HypernetworkState: Hashable, Sendable {
  /// The target network.
  public let network: Architecture
  /// The shape of the hypernetwork that generates the target network's weights.
  public let hypernetwork: Hypernetwork
  /// Θ_h in the layout of `hypernetwork`.
  public package(set) var parameters: [Float]
  /// e_0 … e_t, of the tasks learned so far.
  public package(set) var taskEmbeddings: [[Float]]
  /// The output units of each of these tasks.
  public package(set) var heads: [Range<Int>]
  /// What the target network's layers keep of the data of each of these tasks, such as the running mean and
  /// variance of batch norm, as at the end of the task's training. The vectors are empty where the network
  /// keeps nothing.
  package var statistics: [[Float]]
  /// What the regularizer remembers of these tasks besides.
  package var memory: RegularizerMemory
  /// Row `i`: test scores on tasks 0 … i after training task `i`.
  public package(set) var scores: ScoreMatrix
  /// What was logged while the latest task was trained.
  public package(set) var metrics: [TrainingMetric]
  /// The seed of the whole sequence; all randomness derives from it.
  public let seed: UInt64

  /// A state of these parts, as a checkpoint holds them. Traps where their sizes do not fit each other.
  ///
  /// - Parameter statistics: a vector for each task, all of one length; nil for empty ones
  package init(
    network: Architecture, hypernetwork: Hypernetwork, parameters: [Float],
    taskEmbeddings: [[Float]], heads: [Range<Int>], statistics: [[Float]]? = nil,
    memory: RegularizerMemory = .init(),
    scores: ScoreMatrix = .init(), metrics: [TrainingMetric] = [], seed: UInt64
  ) {
    precondition(heads.count == taskEmbeddings.count, "\(heads.count) heads")
    let statistics = statistics ?? heads.map { _ in [] }
    precondition(
      statistics.count == heads.count && Set(statistics.map(\.count)).count <= 1,
      "statistics of \(statistics.map(\.count)) numbers")
    precondition(network.weightCount == hypernetwork.targetCount, "\(network) \(hypernetwork)")
    precondition(parameters.count == hypernetwork.parameterCount, "\(parameters.count) parameters")
    self.network = network
    self.hypernetwork = hypernetwork
    self.parameters = parameters
    self.taskEmbeddings = taskEmbeddings
    (self.heads, self.statistics, self.memory) = (heads, statistics, memory)
    self.scores = scores
    self.metrics = metrics
    self.seed = seed
  }

  /// The state before the first task.
  ///
  /// Traps unless `hypernetwork` generates as many weights as `network` has.
  ///
  /// - Parameters:
  ///   - initialization: how the hypernetwork's parameters start
  ///   - seed: all randomness of the whole sequence derives from it; the same seed gives the same bits
  public init(
    network: Architecture, hypernetwork: Hypernetwork,
    initialization: HypernetworkInitialization = .xavier, seed: UInt64
  ) {
    self.init(
      network: network, hypernetwork: hypernetwork,
      parameters: hypernetwork.initialParameters(
        initialization, for: network.tensors, rectifies: network.rectifies, seed: seed),
      taskEmbeddings: [], heads: [], seed: seed)
  }

  /// The same with the log of the latest task's training.
  package func with(metrics: [TrainingMetric]) -> HypernetworkState {
    var state = self
    state.metrics = metrics
    return state
  }
}
