import Checkpoints
import Evaluation
import Learning
import Pipeline
import Tasks

/// How a stage trains a classifier on one task.
package struct ClassifierConfiguration<Method: ContinualMethod>: Codable, Hashable, Sendable {
  /// What the network's classes are.
  package enum Target: String, Codable, Hashable, Sendable {
    /// The classes of the tasks.
    case classes
    /// Which task a sample is of: one output for each.
    case tasks
  }

  /// The sequence up to and including this task: what follows does not matter here.
  package let sequence: TaskSequence
  /// How the task is trained.
  package let training: ClassifierTraining
  /// The method, without the settings that do not act on this task.
  package let method: Method
  /// The method's name: methods may have the same settings.
  package let name: String
  /// What the network's classes are.
  package let target: Target
  /// Training images that are tested on instead of the test images.
  package let heldOut: ValidationSplit?

  /// Training on the last task of `sequence`, with as much of `method` as acts on that task.
  package init(
    _ method: Method, _ sequence: TaskSequence, _ training: ClassifierTraining,
    target: Target = .classes, heldOut: ValidationSplit? = nil
  ) {
    (self.sequence, self.training) = (sequence, training)
    self.method = method.acting(onTask: sequence.count - 1)
    name = Method.name
    (self.target, self.heldOut) = (target, heldOut)
  }

  /// Trains the task after those that `classifier` knows, and tests all so far.
  func train(
    _ classifier: ClassifierArtifact, _ dataset: DatasetArtifact,
    replay: (any ReplaySource)?, in context: StageContext
  ) throws -> ClassifierArtifact {
    let data = TaskData(sequence, in: try dataset.samples(), heldOut: heldOut)
    let index = sequence.count - 1
    let told = targetSequence
    func relabelled(_ samples: TaskSamples, _ task: Int) -> TaskSamples {
      target == .tasks ? samples.labelled(as: 0, head: told.head(ofTask: task)) : samples
    }
    let earlier =
      Method.readsAllTasks
      ? try (0..<index).map { relabelled(try data.training(ofTask: $0), $0) } : []
    let task = ClassifierTask(
      classifier.state, sequence: told, training: training,
      samples: relabelled(try data.training(ofTask: index), index), earlier: earlier,
      replay: replay)
    let tests = try data.tests(ofTasks: index + 1).enumerated().map { relabelled($1, $0) }
    let stage = StageTraining(training.length, batch: training.batch, on: task.samples, in: context)
    var state = try ClassifierTrainer(method).train(
      task, with: stage.aids(score: score(of: task, tests)), report: stage.report)
    ClassifierEvaluator(method).evaluate(&state, in: told, on: tests)
    return ClassifierArtifact(
      state, .init(method: name, classifier.provenance.experiment.adding(index, of: told)))
  }

  /// The score on the held-out samples of the task, where the learning rate follows it.
  private func score(
    of task: ClassifierTask, _ tests: [TaskSamples]
  ) -> ((_ weights: [Float], _ statistics: [Float]) -> Double)? {
    guard training.validationPlateau != nil, heldOut != nil, let samples = tests.last else {
      return nil
    }
    var test = WeightsScore<Method.Pass>(
      of: method.network(task.state.network, forTask: task.index), on: samples, scope: task.scope)
    return { test.score(weights: $0, statistics: $1) }
  }

  /// The tasks as the network sees them: where it tells tasks, each has one class, the task.
  private var targetSequence: TaskSequence {
    switch target {
    case .classes: sequence
    case .tasks:
      TaskSequence(
        .split(groups: (0..<sequence.count).map { [$0] }), scenario: .classIncremental)
    }
  }
}

/// Trains a classifier on one task upon the state after the one before: a link of the fold over tasks.
package struct TrainClassifier<Method: ContinualMethod>: Stage {
  package static var identifier: String { "train-classifier" }
  package static var version: Int { Method.version }
  package static var isNumeric: Bool { true }
  package static var work: StageWork? { .training }
  package let configuration: ClassifierConfiguration<Method>

  /// Trains the task after those that the classifier knows, and tests all so far.
  package func run(
    _ input: (ClassifierArtifact, DatasetArtifact), in context: StageContext
  ) async throws -> ClassifierArtifact {
    try configuration.train(input.0, input.1, replay: nil, in: context)
  }
}

/// The same with a generative model that replays the earlier tasks.
package struct TrainWithReplay<Method: ContinualMethod>: Stage {
  package static var identifier: String { "train-with-replay" }
  package static var version: Int { Method.version }
  package static var isNumeric: Bool { true }
  package static var work: StageWork? { .training }
  package let configuration: ClassifierConfiguration<Method>

  /// Trains the task after those that the classifier knows, with replayed samples, and tests all so far.
  package func run(
    _ input: (ClassifierArtifact, ReplayModelArtifact, DatasetArtifact), in context: StageContext
  ) async throws -> ClassifierArtifact {
    let (classifier, model, dataset) = input
    // The network that tells tasks must not draw what the classifier draws.
    let purpose = configuration.target == .tasks ? "inference replay" : "replay"
    let sampler = ReplaySampler(
      model.state, batch: configuration.training.batch, purpose: purpose,
      task: configuration.sequence.count - 1)
    return try configuration.train(classifier, dataset, replay: sampler, in: context)
  }
}
