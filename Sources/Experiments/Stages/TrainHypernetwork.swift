import Checkpoints
import Evaluation
import Learning
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
  package static let work: StageWork? = StageWork("steps", field: "training.steps")
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
    let steps = configuration.training.steps
    var state = try HypernetworkTrainer(configuration.training).train(learner.state, on: samples) {
      try context.checkCancellation()
      context.report(StageProgress(completed: $0, total: steps, unit: "steps"))
    }
    state.evaluate(on: tests)
    return HypernetworkArtifact(state, learner.provenance.adding(task, of: sequence))
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
