import Checkpoints
import Evaluation
import Learning
import Networks
import Pipeline
import Tasks

/// Trains one task upon the state after the one before, and tests all tasks so far: a link of the
/// fold over tasks.
package struct TrainHypernetwork: Stage {
  /// The task, how it is trained, and what it is tested on.
  package struct Configuration: Codable, Hashable, Sendable {
    /// The sequence up to and including this task: what follows does not matter here.
    package let sequence: TaskSequence
    /// How the task is trained.
    package let training: TrainingSettings
    /// Training images that are tested on instead of the test images.
    package var heldOut: ValidationSplit?
  }

  package static let identifier = "train-task"
  package static let version = 2
  package static let isNumeric = true
  package static let work: StageWork? = .training
  package let configuration: Configuration

  /// Trains the task after those that the hypernetwork knows, and tests all so far.
  package func run(
    _ input: (HypernetworkArtifact, DatasetArtifact), in context: StageContext
  ) async throws -> HypernetworkArtifact {
    let (learner, dataset) = input
    let sequence = configuration.sequence
    let data = TaskData(sequence, in: try dataset.samples(), heldOut: configuration.heldOut)
    let task = sequence.count - 1
    let samples = try data.training(ofTask: task)
    let tests = try data.tests(ofTasks: task + 1)
    let settings = configuration.training
    let training = StageTraining(settings.length, batch: settings.batch, on: samples, in: context)
    var state = try HypernetworkTrainer(settings).train(
      learner.state, on: samples, with: training.aids(score: score(learner.state.network, tests)),
      report: training.report)
    state.evaluate(on: tests)
    return HypernetworkArtifact(state, learner.provenance.adding(task, of: sequence))
  }

  /// The score on the held-out samples of the task, where the learning rate follows it.
  private func score(
    _ network: Architecture, _ tests: [TaskSamples]
  ) -> ((_ weights: [Float], _ statistics: [Float]) -> Double)? {
    guard configuration.training.validationPlateau != nil, configuration.heldOut != nil,
      let samples = tests.last
    else { return nil }
    var test = WeightsScore<NetworkPass<Float>>(of: network, on: samples, scope: samples.head)
    return { test.score(weights: $0, statistics: $1) }
  }
}

extension HypernetworkCheckpoint.Provenance {
  /// The same with one more task.
  func adding(_ task: Int, of sequence: TaskSequence) -> Self {
    let head = HypernetworkCheckpoint.TaskHead(
      head: sequence.head(ofTask: task), classes: sequence.classes(ofTask: task))
    return Self(dataset: dataset, scenario: scenario, tasks: tasks + [head])
  }
}
