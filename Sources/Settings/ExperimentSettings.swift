import Hypernetworks
import Learning
import Networks
import Tasks
import Tensors

/// Everything that determines a run's results: one flat set of named settings.
///
/// `SettingKey` gives each its name on the command line; a preset is a value of this type.
package struct ExperimentSettings: Codable, Hashable, Sendable {
  /// How tasks differ: groups of classes, permutations of pixels, or functions of one variable.
  package enum TaskKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// `split` into groups of classes, `permuted` pixels of all images, `functions` of one variable.
    case split, permuted, functions
  }

  /// The optimizer, by the name that it has on the command line.
  package enum OptimizerName: String, Codable, Hashable, Sendable, CaseIterable {
    /// `adam` by Kingma & Ba, `adamw` with decoupled weight decay, `sgd` with momentum or without, `rmsprop`.
    case adam, adamw, sgd, rmsprop
  }
  /// Whether the optimizer begins anew with each task, or goes on with its moments.
  package enum OptimizerState: String, Codable, Hashable, Sendable, CaseIterable {
    /// `reset` begins anew, `keep` goes on.
    case reset, keep
  }

  /// Which classes make a split task.
  package enum ClassOrder: String, Codable, Hashable, Sendable, CaseIterable {
    /// `fixed` those of its group, `shuffled` as many in an order that the seed draws.
    case fixed, shuffled
  }

  /// The tasks, networks and training that a table's cells have in common.
  package enum Benchmark: String, Codable, Hashable, Sendable, CaseIterable {
    /// Five tasks of two digits each.
    case splitMNIST = "split-mnist"
    /// Ten tasks of all digits, each with a permutation of the pixels.
    case permutedMNIST10 = "permuted-mnist-10"
  }
  /// How much is computed: as published, or so little that a run takes seconds or minutes. An experiment has
  /// the profiles that its `Preset` names.
  package enum Profile: String, Codable, Hashable, Sendable, CaseIterable {
    /// `full` as published; `short` with a tenth of the epochs; `quick` with few steps and, of Table 1, small
    /// networks and three tasks of permuted MNIST.
    case full, short, quick
  }

  /// The name of the preset that the settings began with; runs are named and found by it.
  package var experiment: String
  /// The name of the method.
  package var method = "hnet"
  /// The benchmark of a cell of Table 1; elsewhere its default.
  package var benchmark = Benchmark.splitMNIST
  /// How much of the experiment is computed, where there is a choice; elsewhere its default.
  package var profile = Profile.full
  /// The name of the dataset that tasks of images are made of; several, joined by `+`, count as one.
  package var dataset = "mnist"
  /// The classes that all these datasets have together. No setting: `fitted(to:)` takes it from the manifests.
  package var imageClasses = 10
  /// How the bytes of pictures become numbers.
  package var normalization = Normalization.plain
  /// How training pictures are varied.
  package var augmentation = Augmentation.plain
  /// How the tasks differ. The experiment decides it; there is no setting for it.
  package var taskKind = TaskKind.split
  /// What is known at test time.
  package var scenario = Scenario.taskIncremental
  /// Classes of each task, for split tasks.
  package var groups = [[0, 1], [2, 3], [4, 5], [6, 7], [8, 9]]
  /// In which order these classes come, for split tasks.
  package var classOrder = ClassOrder.fixed
  /// Heads that the target network has, for permuted tasks.
  package var heads = 10
  /// How many tasks of the sequence are trained; the network has room for all of them.
  package var tasks = 5
  /// Pixels added on every side of an image, for permuted tasks.
  package var padding = 0
  /// The layers of the network that answers, be it a hypernetwork's target or trained directly. The last one,
  /// dense with all outputs, is left out. Nil for a perceptron of the three settings below.
  package var networkLayers: [Layer]?
  /// Units of the perceptron's hidden layers.
  package var targetHidden = [400, 400]
  /// The nonlinearity of these layers.
  package var targetActivation = Activation.relu
  /// The probability with which one of their units is dropped in training.
  package var targetDropout = 0.0
  /// Units of the hypernetwork's hidden layers; none for a linear hypernetwork.
  package var hyperHidden = [10, 10]
  /// The nonlinearity of the hypernetwork's hidden layers.
  package var hyperActivation = Activation.relu
  /// E, the size of a task embedding.
  package var taskEmbedding = 96
  /// Q, the size of a chunk embedding.
  package var chunkEmbedding = 96
  /// N, the target weights that one call of the hypernetwork yields; 0 for all at once.
  package var chunkSize = 42_000
  /// The distribution that Θ_h starts from.
  package var initialization = HypernetworkInitialization.xavier
  /// Where the embedding of a new task starts.
  package var embeddingStart = TrainingSettings.EmbeddingStart.random
  /// The optimizer of everything that is trained.
  package var optimizer = OptimizerName.adam
  /// η, the base rate of the schedule.
  package var learningRate = 1e-3
  /// How the rate changes over the steps of a task.
  package var schedule = LearningRateSchedule.constant
  /// β₁ of Adam and AdamW.
  package var beta1 = 0.9
  /// β₂ of Adam and AdamW.
  package var beta2 = 0.999
  /// μ of SGD and RMSProp.
  package var momentum = 0.0
  /// Whether SGD's momentum has Nesterov's form.
  package var nesterov = false
  /// λ of weight decay: decoupled in AdamW, coupled in the others; 0 for none.
  package var weightDecay = 0.0
  /// The largest Euclidean norm of a gradient; 0 for no limit.
  package var clipNorm = 0.0
  /// The largest magnitude of a gradient's entries; 0 for no limit. Acts where there is no limit of the norm.
  package var clipValue = 0.0
  /// Whether the optimizer of a directly trained network goes on from task to task.
  package var optimizerState = OptimizerState.reset
  /// Samples of the task in each step.
  package var batch = 128
  /// Training steps of each task, where `epochs` is 0.
  package var steps = 2000
  /// Passes over the samples of each task; 0 where `steps` tells.
  package var epochs = 0
  /// How the rate follows the accuracy on the images that are held out; nil where it does not.
  package var validationPlateau: ScorePlateau?
  /// The strength of what keeps earlier tasks: β of the paper, λ or c of EWC, SI and MAS; 0 for nothing.
  package var beta = 0.01
  /// What of a hypernetwork is kept near its value before the task.
  package var regularizer = RegularizerSettings.Method.output
  /// Where the output regularizer is evaluated.
  package var lookahead = RegularizerSettings.Lookahead.optimizer
  /// What the output regularizer holds the generated weights to.
  package var regularizerTargets = RegularizerSettings.Targets.snapshot
  /// Past tasks drawn for the output regularizer in each step; 0 for all.
  package var regularizedTasks = 0
  /// Whether only the output head that a past task used is regularized.
  package var ownHead = false
  /// Whether Fisher information weighs the output regularizer's differences.
  package var fisher = false
  /// The most samples that importances of a task are estimated from.
  package var importanceSamples = 500
  /// The labels whose likelihood Fisher information is of.
  package var fisherLabels = RegularizerSettings.FisherLabels.own
  /// The same as keys have it: nil for the samples' own.
  package var keyedFisherLabels: RegularizerSettings.FisherLabels? {
    fisherLabels == .own ? nil : fisherLabels
  }
  /// γ of online EWC.
  package var importanceDecay = 1.0
  /// ξ of SI.
  package var damping = 0.1
  /// Real samples that experience replay keeps.
  package var buffer = 1000
  /// T of distillation.
  package var temperature = 2.0
  /// What the classifier from before the task is taken to say of classes that it does not know.
  package var newClasses = GenerativeReplay.NewClasses.impossible
  /// Units of the hidden layers of a replay model's encoder.
  package var encoderHidden = [400, 400]
  /// Units of the hidden layers of its decoder.
  package var decoderHidden = [250, 350]
  /// The number of its latents.
  package var latents = 100
  /// β of the regularizer of the hypernetwork that generates the decoder; 0 for none.
  package var replayBeta = 0.01
  /// Units of this hypernetwork's hidden layers.
  package var replayHyperHidden = [10, 10]
  /// The nonlinearity of these layers.
  package var replayHyperActivation = Activation.elu
  /// The size of its task embeddings.
  package var replayTaskEmbedding = 96
  /// The size of its chunk embeddings.
  package var replayChunkEmbedding = 96
  /// Decoder weights that one call of it yields.
  package var replayChunkSize = 50_000
  /// Units of the hidden layers of the network that infers tasks.
  package var inferenceHidden = [400, 400]
  /// Training images that are tested on instead of the test images; 0 for none.
  package var validation = 0
  /// Steps between two entries of the training log.
  package var logInterval = 50
  /// Points per side of the scan over the embedding plane; 0 for no scan.
  package var grid = 0
  /// What the scan adds on each side, relative to the extent of the embeddings.
  package var margin = 0.25
  /// Whether the scan tests all tasks, or the first and the last only.
  package var scanAllTasks = false
  /// The seed that all randomness derives from.
  package var seed: UInt64 = 0

  /// The settings of split MNIST with HNET in CL1, as published; `experiment` becomes their name.
  package init(experiment: String) { self.experiment = experiment }

  /// The whole task sequence that the network has room for.
  package var sequence: TaskSequence {
    switch taskKind {
    case .split:
      TaskSequence(
        .split(groups: orderedGroups), scenario: scenario, normalization: normalization,
        augmentation: augmentation)
    case .permuted:
      TaskSequence(
        .permuted(tasks: heads, classes: imageClasses, padding: padding, seed: seed),
        scenario: scenario)
    case .functions:
      TaskSequence(
        .functions(
          FunctionTask.figure2,
          FunctionSampling(training: 100, test: 50, noise: 0.05, seed: seed)), scenario: scenario)
    }
  }

  /// The classes of each split task, in their order.
  private var orderedGroups: [[Int]] {
    guard classOrder == .shuffled else { return groups }
    let classes = Array(groups.joined())
    var random = RandomStream(seed: seed, purpose: "class order")
    var order = random.permutation(of: classes.count).map { classes[$0] }[...]
    return groups.map { group in
      defer { order = order.dropFirst(group.count) }
      return Array(order.prefix(group.count))
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
      optimizer: optimizerSettings, batch: batch, steps: stepsWithoutEpochs,
      beta: t == 0 ? 0 : beta, logInterval: logInterval)
    training.epochs = passes
    training.validationPlateau = validationPlateau
    if t > 0 { training.embeddingStart = embeddingStart }
    guard beta > 0 else { return training }
    training.regularizer.method = regularizer
    training.regularizer.fisherWeighted = fisher
    if regularizer == .si {
      training.regularizer.damping = damping
    } else if training.regularizer.needsImportance {
      training.regularizer.importanceSamples = importanceSamples
      if regularizer != .mas { training.regularizer.fisherLabels = keyedFisherLabels }
    }
    guard t > 0 else { return training }
    if regularizer == .onlineEWC { training.regularizer.importanceDecay = importanceDecay }
    guard !regularizer.keepsWeights else { return training }
    training.regularizer.lookahead = lookahead
    training.regularizer.targets = regularizerTargets
    training.regularizer.tasksPerStep = regularizedTasks < t ? regularizedTasks : 0
    training.regularizer.ownHeadOnly = ownHead
    return training
  }

  /// The steps of a task as its training has them: with epochs they follow from the samples.
  var stepsWithoutEpochs: Int { epochs > 0 ? 0 : steps }
  /// The epochs of a task as its training has them.
  var passes: Int? { epochs > 0 ? epochs : nil }

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
