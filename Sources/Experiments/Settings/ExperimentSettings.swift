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
    case split, permuted, functions
  }

  package enum OptimizerName: String, Codable, Hashable, Sendable, CaseIterable {
    case adam, adamw, sgd, rmsprop
  }
  /// Whether the optimizer begins anew with each task, or goes on with its moments.
  package enum OptimizerState: String, Codable, Hashable, Sendable, CaseIterable {
    case reset, keep
  }

  /// Where the output regularizer keeps the generated weights: at those before the task, or at those of
  /// the current hypernetwork.
  package enum RegularizerTargets: String, Codable, Hashable, Sendable, CaseIterable {
    case snapshot, current
  }

  /// The tasks, networks and training that a table's cells have in common.
  package enum Benchmark: String, Codable, Hashable, Sendable, CaseIterable {
    case splitMNIST = "split-mnist"
    case permutedMNIST10 = "permuted-mnist-10"
  }
  /// How much is computed: what is published, or a look in seconds.
  package enum Profile: String, Codable, Hashable, Sendable, CaseIterable {
    case full, quick
  }

  package var experiment: String
  /// The name of the method.
  package var method = "hnet"
  package var benchmark = Benchmark.splitMNIST
  package var profile = Profile.full
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
  /// The layers of the target network but for the last one, a dense layer of all outputs; nil for a perceptron
  /// of the three settings below.
  package var networkLayers: [Layer]?
  package var targetHidden = [400, 400]
  package var targetActivation = Activation.relu
  package var targetDropout = 0.0
  package var hyperHidden = [10, 10]
  package var hyperActivation = Activation.relu
  package var taskEmbedding = 96
  package var chunkEmbedding = 96
  package var chunkSize = 42_000
  package var initialization = HypernetworkInitialization.xavier
  package var embeddingStart = TrainingSettings.EmbeddingStart.random
  package var optimizer = OptimizerName.adam
  package var learningRate = 1e-3
  package var schedule = LearningRateSchedule.constant
  package var beta1 = 0.9
  package var beta2 = 0.999
  package var momentum = 0.0
  package var nesterov = false
  package var weightDecay = 0.0
  package var clipNorm = 0.0
  package var clipValue = 0.0
  package var optimizerState = OptimizerState.reset
  package var batch = 128
  package var steps = 2000
  package var beta = 0.01
  package var regularizer = RegularizerSettings.Method.output
  package var lookahead = RegularizerSettings.Lookahead.optimizer
  package var regularizerTargets = RegularizerTargets.snapshot
  package var regularizedTasks = 0
  package var ownHead = false
  package var fisher = false
  package var importanceSamples = 500
  package var importanceDecay = 1.0
  package var damping = 0.1
  /// Real samples that experience replay keeps.
  package var buffer = 1000
  /// T of distillation.
  package var temperature = 2.0
  /// What the old classifier is taken to say of classes that it does not know.
  package var newClasses = GenerativeReplay.NewClasses.impossible
  package var encoderHidden = [400, 400]
  package var decoderHidden = [250, 350]
  package var latents = 100
  package var replayBeta = 0.01
  package var replayHyperHidden = [10, 10]
  package var replayHyperActivation = Activation.elu
  package var replayTaskEmbedding = 96
  package var replayChunkEmbedding = 96
  package var replayChunkSize = 50_000
  /// Hidden layers of the network that tells tasks.
  package var inferenceHidden = [400, 400]
  /// Training images that are tested on instead of the test images; 0 for none.
  package var validation = 0
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
    case .functions:
      TaskSequence(
        .functions(
          FunctionTask.figure2,
          FunctionSampling(training: 100, test: 50, noise: 0.05, seed: seed)), scenario: scenario)
    }
  }

  /// The hypernetwork that generates `network`'s weights; full where the chunk size is 0.
  package func hypernetwork(for network: Architecture) -> Hypernetwork {
    if chunkSize == 0 {
      return Hypernetwork(
        targetCount: network.weightCount, embeddingSize: taskEmbedding, hidden: hyperHidden,
        activation: hyperActivation)
    }
    return Hypernetwork(
      targetCount: network.weightCount, embeddingSize: taskEmbedding, chunkSize: chunkSize,
      chunkEmbeddingSize: chunkEmbedding, hidden: hyperHidden, activation: hyperActivation)
  }

  /// How task `t` is trained. What does not act on the first task is not part of its settings.
  package func training(ofTask t: Int) -> TrainingSettings {
    var training = TrainingSettings(
      optimizer: optimizerSettings, batch: batch, steps: steps, beta: t == 0 ? 0 : beta,
      logInterval: logInterval)
    if t > 0 { training.embeddingStart = embeddingStart }
    guard beta > 0 else { return training }
    training.regularizer.method = regularizer
    training.regularizer.fisherWeighted = fisher
    if regularizer == .si {
      training.regularizer.damping = damping
    } else if training.regularizer.needsImportance {
      training.regularizer.importanceSamples = importanceSamples
    }
    guard t > 0 else { return training }
    if regularizer == .onlineEWC { training.regularizer.importanceDecay = importanceDecay }
    guard !regularizer.keepsWeights else { return training }
    training.regularizer.lookahead = lookahead
    training.regularizer.preservesValue = regularizerTargets == .current
    training.regularizer.tasksPerStep = regularizedTasks < t ? regularizedTasks : 0
    training.regularizer.ownHeadOnly = ownHead
    return training
  }

  var optimizerSettings: OptimizerSettings {
    let algorithm: OptimizerSettings.Algorithm =
      switch optimizer {
      case .adam: .adam(beta1: beta1, beta2: beta2)
      case .adamw: .adamW(beta1: beta1, beta2: beta2)
      case .sgd: .sgd(momentum: momentum, nesterov: nesterov)
      case .rmsprop: .rmsProp(momentum: momentum)
      }
    return OptimizerSettings(
      algorithm, learningRate: learningRate, weightDecay: weightDecay,
      clipping: clipNorm > 0 ? .norm(clipNorm) : clipValue > 0 ? .value(clipValue) : .none,
      schedule: schedule)
  }
}
