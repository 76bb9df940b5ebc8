import Pipeline
import Tasks

/// The score matrix of a finished sequence, its summaries, and what the method needed.
///
/// The first part is the one that answers; the others are what it needs besides.
package struct EvaluateTasks<each Part: LearnedPart>: Stage {
  package struct Configuration: Codable, Hashable, Sendable {}

  package static var identifier: String { "evaluate-tasks" }
  package static var version: Int { 4 }
  package let configuration = Configuration()

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
  package let scores: ScoreMatrix
  /// The fractions of samples whose task was told right; no rows where that was not asked.
  package let inference: ScoreMatrix
  package let final: Double?
  package let during: Double?
  package let forgetting: Double?
  package let backwardTransfer: Double?
  package let costs: LearningCosts

  package init(_ scores: ScoreMatrix, inference: ScoreMatrix, costs: LearningCosts) {
    (self.scores, self.inference, self.costs) = (scores, inference, costs)
    (final, during) = (scores.final, scores.during)
    (forgetting, backwardTransfer) = (scores.forgetting, scores.backwardTransfer)
  }
}
