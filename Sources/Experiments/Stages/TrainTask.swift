import Checkpoints
import Learning
import Pipeline
import Tasks

/// Trains one task upon the state after the one before, and tests all tasks so far: a link of the
/// fold over tasks.
package struct TrainTask: Stage {
  package struct Configuration: Codable, Hashable, Sendable {
    /// The sequence up to and including this task: what follows does not matter here.
    package let sequence: TaskSequence
    package let training: TrainingSettings
  }

  package static let identifier = "train-task"
  package static let version = 2
  package static let isNumeric = true
  package let configuration: Configuration

  package func run(
    _ input: (LearnerArtifact, DatasetArtifact), in context: StageContext
  ) async throws -> LearnerArtifact {
    let (learner, dataset) = input
    let images = try dataset.images()
    let sequence = configuration.sequence
    let task = sequence.count - 1
    let samples = try TaskSamples(sequence, task: task, in: images.train).checked("train", task)
    let tests = try (0...task).map {
      try TaskSamples(sequence, task: $0, in: images.test).checked("test", $0)
    }
    let steps = configuration.training.steps
    var state = try HypernetworkTrainer(configuration.training).train(learner.state, on: samples) {
      try context.checkCancellation()
      context.report(StageProgress(completed: $0, total: steps, unit: "steps"))
    }
    state.evaluate(on: tests)
    let head = Checkpoint.TaskHead(
      head: sequence.head(ofTask: task), classes: sequence.classes(ofTask: task))
    return LearnerArtifact(
      state,
      Checkpoint.Provenance(
        dataset: learner.provenance.dataset, scenario: learner.provenance.scenario,
        tasks: learner.provenance.tasks + [head]))
  }
}

extension TaskSamples {
  /// Throws unless there are samples: a dataset need not have images of every class.
  fileprivate func checked(_ part: String, _ task: Int) throws -> TaskSamples {
    guard count > 0 else {
      throw SettingError.invalid(
        key: "groups", value: "task \(task + 1)",
        allowed: "classes of which the dataset's \(part) images have some")
    }
    return self
  }
}
