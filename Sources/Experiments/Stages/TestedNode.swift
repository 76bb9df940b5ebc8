import Learning
import Pipeline
import Statistics
import Tasks

/// A node whose result holds tests of what was learned, whatever its type.
package struct TestedNode: Sendable {
  /// The node's name in the graph, such as `train/task-03`.
  package let name: String
  /// The result of a run's execution. Reading it checks its digests.
  package let read: @Sendable (Execution) async throws -> TestedResult
  /// The log of the training beside the result, if it has one. All its digests are checked, and nothing
  /// else is decoded.
  package let readLog: @Sendable (Execution) async throws -> [TrainingMetric]?

  init<Part: LearnedPart>(_ node: Node<Part>) {
    name = node.name
    read = { TestedResult(try await $0.output(of: node)) }
    readLog = { execution in
      try await execution.part(of: node) { files in
        files.names.contains(TrainingLog.fileName) ? try TrainingLog(from: files).metrics : nil
      }
    }
  }
}

/// The part of a tested result that a run's rows in the database are made of.
package struct TestedResult: Sendable {
  /// Row `i`: scores on tasks 0 … i after training task `i`.
  package let scores: ScoreMatrix
  /// The same for the fraction of samples whose task was inferred right; no rows where no task is inferred.
  package let inference: ScoreMatrix
  /// The log of the training, where that was the stage's work.
  package let metrics: [TrainingMetric]?
  /// The embeddings of the tasks learned so far; none unless the result is a hypernetwork's.
  package let taskEmbeddings: [[Float]]

  init(_ part: some LearnedPart) {
    (scores, inference) = (part.scores, part.inference)
    switch part {
    case let learner as HypernetworkArtifact:
      (metrics, taskEmbeddings) = (learner.state.metrics, learner.state.taskEmbeddings)
    case let classifier as ClassifierArtifact:
      (metrics, taskEmbeddings) = (classifier.state.metrics, [])
    default: (metrics, taskEmbeddings) = (nil, [])
    }
  }

  /// The stored result of a step; nil for a stage whose result holds no tests.
  package init?(
    of stage: String, reading read: (any LearnedPart.Type) throws -> any LearnedPart
  ) rethrows {
    guard let type = Self.types[stage] else { return nil }
    let part = try read(type)
    self.init(part)
  }

  /// What the stages that test give.
  private static let types: [String: any LearnedPart.Type] = [
    TrainHypernetwork.identifier: HypernetworkArtifact.self,
    TrainClassifier<FineTuning>.identifier: ClassifierArtifact.self,
    TrainWithReplay<FineTuning>.identifier: ClassifierArtifact.self,
    InferTasksByEntropy.identifier: AnswersArtifact.self,
    InferTasksByNetwork.identifier: AnswersArtifact.self,
  ]
}

extension StepRecord {
  /// The part of a method that the step belongs to, such as `train`, and its task, counted from 0; nil for
  /// steps that are of no single task.
  package var taskPart: (part: String, task: Int)? {
    let parts = node.split(separator: "/")
    guard parts.count == 2, parts[1].hasPrefix("task-"), let number = Int(parts[1].dropFirst(5)),
      number > 0
    else { return nil }
    return (String(parts[0]), number - 1)
  }
}
