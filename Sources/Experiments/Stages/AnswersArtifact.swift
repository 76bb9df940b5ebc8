import Evaluation
import Foundation
import Pipeline
import Statistics
import Tasks

/// What a learner that is not told the task has answered to the test samples: its scores after each task, and
/// the answer to every sample after the latest one.
package struct AnswersArtifact: CodableArtifact, Hashable {
  package static let kind = "answers"

  /// Row `i`: accuracy on tasks 0 … i after training task `i`.
  package let scores: ScoreMatrix
  /// The same for the fraction of samples whose task was inferred right.
  package let inference: ScoreMatrix
  /// The answers to the samples of each task, after the latest one was learned.
  package let answers: [TaskPredictions]

  private enum CodingKeys: CodingKey { case scores, inference, answers }

  /// Answers with the scores that follow from them.
  package init(scores: ScoreMatrix, inference: ScoreMatrix, answers: [TaskPredictions]) {
    (self.scores, self.inference, self.answers) = (scores, inference, answers)
  }

  /// Reads answers; throws `DecodingError` for what contradicts itself.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    scores = try values.decode(ScoreMatrix.self, forKey: .scores)
    inference = try values.decode(ScoreMatrix.self, forKey: .inference)
    answers = try values.decode([TaskPredictions].self, forKey: .answers)
    guard [scores, inference].allSatisfy({ $0.metric == .accuracy && $0.tasks == answers.count }),
      answers.allSatisfy({ answer in
        answer.tasks.count == answer.classes.count
          && answer.tasks.allSatisfy { answers.indices.contains($0) }
          && answer.classes.allSatisfy { $0 >= 0 }
      })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .answers, in: values, debugDescription: "no learner answers like this")
    }
  }
}
