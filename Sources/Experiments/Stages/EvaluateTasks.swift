import Pipeline
import Statistics
import Tasks

/// The score matrix of a finished sequence, its summaries, and what the method needed.
///
/// The first part is the one that answers. The others are what the method needs besides.
package struct EvaluateTasks<each Part: LearnedPart>: Stage {
  /// Nothing: the result follows from the parts alone.
  package struct Configuration: Codable, Hashable, Sendable {}

  package static var identifier: String { "evaluate-tasks" }
  package static var version: Int { 4 }
  package let configuration = Configuration()

  /// Takes scores from the first part and adds up the costs of all.
  package func run(
    _ input: (repeat each Part), in context: StageContext
  ) async throws -> EvaluationArtifact {
    var answering: (scores: ScoreMatrix, inference: ScoreMatrix)?
    var costs = LearningCosts()
    for part in repeat each input {
      if answering == nil { answering = (part.scores, part.inference) }
      costs = costs + part.costs
    }
    return EvaluationArtifact(
      answering?.scores ?? ScoreMatrix(), inference: answering?.inference ?? ScoreMatrix(),
      costs: costs)
  }
}

/// The metrics of a sequence, in the unit of its scores.
package struct EvaluationArtifact: CodableArtifact, Hashable {
  package static let kind = "evaluation"
  /// Row `i`: scores on tasks 0 … i after training task `i`.
  package let scores: ScoreMatrix
  /// The same for the fraction of samples whose task was inferred right; no rows where no task is inferred.
  package let inference: ScoreMatrix
  /// mean_j A[T−1][j]; see `ScoreMatrix`.
  package let final: Double?
  /// mean_j A[j][j].
  package let during: Double?
  /// How much worse the final scores are than the best ones before; nil for a single task.
  package let forgetting: Double?
  /// How much better the final scores are than those right after training; nil for a single task.
  package let backwardTransfer: Double?
  /// What all parts of the method need together.
  package let costs: LearningCosts

  /// The scores with their summaries.
  package init(_ scores: ScoreMatrix, inference: ScoreMatrix, costs: LearningCosts) {
    (self.scores, self.inference, self.costs) = (scores, inference, costs)
    (final, during) = (scores.final, scores.during)
    (forgetting, backwardTransfer) = (scores.forgetting, scores.backwardTransfer)
  }
}
