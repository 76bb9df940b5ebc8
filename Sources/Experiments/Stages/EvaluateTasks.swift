import Evaluation
import Pipeline

/// The accuracy matrix of a finished sequence and its summaries.
package struct EvaluateTasks: Stage {
  package struct Configuration: Codable, Hashable, Sendable {}

  package static let identifier = "evaluate-tasks"
  package static let version = 1
  package let configuration = Configuration()

  package func run(
    _ learner: LearnerArtifact, in context: StageContext
  ) async throws -> EvaluationArtifact {
    EvaluationArtifact(AccuracyMatrix(learner.state.accuracy))
  }
}

/// The metrics of a sequence, fractions 0…1.
package struct EvaluationArtifact: CodableArtifact, Hashable {
  package static let kind = "evaluation"
  package let accuracy: AccuracyMatrix
  package let final: Double?
  package let during: Double?
  package let forgetting: Double?
  package let backwardTransfer: Double?

  package init(_ accuracy: AccuracyMatrix) {
    self.accuracy = accuracy
    final = accuracy.final
    during = accuracy.during
    forgetting = accuracy.forgetting
    backwardTransfer = accuracy.backwardTransfer
  }
}
