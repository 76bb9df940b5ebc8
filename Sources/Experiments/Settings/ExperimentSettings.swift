import Hypernetworks
import Learning
import Networks
import Tasks
import Tensors

/// Everything that determines a run's results: one flat set of named settings.
///
/// `SettingKey` gives each its name on the command line; a preset is a value of this type.
package struct ExperimentSettings: Codable, Hashable, Sendable {
  package enum TaskKind: String, Codable, Hashable, Sendable, CaseIterable {
    case split, permuted
  }

  package var experiment: String
  package var dataset = "mnist"
  package var taskKind = TaskKind.split
  package var scenario = Scenario.taskIncremental
  /// Classes of each task, for split tasks.
  package var groups = [[0, 1], [2, 3], [4, 5], [6, 7], [8, 9]]
  /// Heads that the target network has, for permuted tasks.
  package var heads = 10
  /// How many tasks of the sequence are trained; the network has room for all of them.
  package var tasks = 5
  package var padding = 0
  package var targetHidden = [400, 400]
  package var targetActivation = Activation.relu
  package var hyperHidden = [10, 10]
  package var hyperActivation = Activation.relu
  package var taskEmbedding = 96
  package var chunkEmbedding = 96
  package var chunkSize = 42_000
  package var optimizer = "adam"
  package var learningRate = 1e-3
  package var batch = 128
  package var steps = 2000
  package var beta = 0.01
  package var logInterval = 50
  /// Points per side of the scan over the embedding plane; 0 for no scan.
  package var grid = 0
  package var margin = 0.25
  /// Whether the scan covers all tasks or the first and the last only.
  package var scanAllTasks = false
  package var seed: UInt64 = 0

  package init(experiment: String) { self.experiment = experiment }

  /// The whole task sequence that the network has room for.
  package var sequence: TaskSequence {
    switch taskKind {
    case .split: TaskSequence(.split(groups: groups), scenario: scenario)
    case .permuted:
      TaskSequence(
        .permuted(tasks: heads, classes: 10, padding: padding, seed: seed), scenario: scenario)
    }
  }

  /// The target network for images of this shape.
  package func network(height: Int, width: Int, channels: Int) -> MultilayerPerceptron {
    let sequence = sequence
    let inputs = sequence.inputCount(height: height, width: width, channels: channels)
    return MultilayerPerceptron(
      layers: [inputs] + targetHidden + [sequence.outputCount], activation: targetActivation)
  }

  /// The hypernetwork that generates `network`'s weights; full where the chunk size is 0.
  package func hypernetwork(for network: MultilayerPerceptron) -> Hypernetwork {
    if chunkSize == 0 {
      return Hypernetwork(
        targetCount: network.weightCount, embeddingSize: taskEmbedding, hidden: hyperHidden,
        activation: hyperActivation)
    }
    return Hypernetwork(
      targetCount: network.weightCount, embeddingSize: taskEmbedding, chunkSize: chunkSize,
      chunkEmbeddingSize: chunkEmbedding, hidden: hyperHidden, activation: hyperActivation)
  }

  /// How task `t` is trained. β does not act on the first task, so it is not part of its settings.
  package func training(ofTask t: Int) -> TrainingSettings {
    TrainingSettings(
      optimizer: optimizer == "sgd"
        ? .sgd(learningRate: learningRate) : .adam(learningRate: learningRate),
      batch: batch, steps: steps, beta: t == 0 ? 0 : beta, logInterval: logInterval)
  }
}
