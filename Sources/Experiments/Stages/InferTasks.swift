import Evaluation
import Learning
import Pipeline
import Statistics
import Tasks

/// The empty answers that the fold over tasks begins with.
package struct BeginAnswers: Stage {
  /// Nothing: the result is always the same.
  package struct Configuration: Codable, Hashable, Sendable {}

  package static let identifier = "begin-answers"
  package static let version = 2
  package let configuration = Configuration()

  /// Gives answers to no task.
  package func run(_ input: Void, in context: StageContext) async throws -> AnswersArtifact {
    AnswersArtifact(scores: ScoreMatrix(), inference: ScoreMatrix(), answers: [])
  }
}

/// Which test samples are to be answered.
package struct InferenceConfiguration: Codable, Hashable, Sendable {
  /// The tasks learned so far, as the scenario has them.
  package let sequence: TaskSequence
  /// Training images that are tested on instead of the test images.
  package let heldOut: ValidationSplit?

  /// Adds the row of the latest task to `answers`, each task's samples being answered by `answer`.
  func extend(
    _ answers: AnswersArtifact, _ dataset: DatasetArtifact, in context: StageContext,
    _ answer: (TaskSamples) -> TaskPredictions
  ) throws -> AnswersArtifact {
    let tests = try TaskData(sequence, in: try dataset.samples(), heldOut: heldOut)
      .tests(ofTasks: sequence.count)
    let heads = (0..<sequence.count).map { sequence.head(ofTask: $0) }
    var given: [TaskPredictions] = []
    for samples in tests {
      try context.checkCancellation()
      given.append(answer(samples))
      context.report(StageProgress(completed: given.count, total: tests.count, unit: "tasks"))
    }
    return AnswersArtifact(
      scores: answers.scores.adding(zip(given, tests).map { $0.accuracy(on: $1, heads: heads) }),
      inference: answers.inference.adding(given.enumerated().map { $1.inference(ofTask: $0) }),
      answers: given)
  }
}

/// HNET+ENT: a sample's task is the one whose prediction has the lowest entropy.
package struct InferTasksByEntropy: Stage {
  package static let identifier = "infer-tasks-by-entropy"
  package static let version = 2
  package static let isNumeric = true
  package let configuration: InferenceConfiguration

  /// Answers the test samples of all tasks learned so far, and adds the scores.
  package func run(
    _ input: (AnswersArtifact, HypernetworkArtifact, DatasetArtifact), in context: StageContext
  ) async throws -> AnswersArtifact {
    let (answers, learner, dataset) = input
    return try configuration.extend(answers, dataset, in: context) {
      TaskPredictions(TaskInference.byEntropy(learner.state, on: $0))
    }
  }
}

/// HNET+TIR: a network infers a sample's task, and the hypernetwork predicts with that task's weights.
package struct InferTasksByNetwork: Stage {
  package static let identifier = "infer-tasks-by-network"
  package static let version = 2
  package static let isNumeric = true
  package let configuration: InferenceConfiguration

  /// Answers the test samples of all tasks learned so far, and adds the scores.
  package func run(
    _ input: (AnswersArtifact, HypernetworkArtifact, ClassifierArtifact, DatasetArtifact),
    in context: StageContext
  ) async throws -> AnswersArtifact {
    let (answers, learner, network, dataset) = input
    let tests = ClassifierEvaluator(FineTuning())
    let learned = 0..<configuration.sequence.count
    return try configuration.extend(answers, dataset, in: context) { samples in
      let tasks = tests.predictions(network.state, task: 0, on: samples, scope: learned)
      return TaskPredictions(tasks, learner.state, on: samples)
    }
  }
}
