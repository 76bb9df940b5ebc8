import Evaluation
import Foundation
import Pipeline

/// What a learner that is not told the task has answered to the test samples after each task, and for each
/// sample after the latest one.
package struct AnswersArtifact: CodableArtifact, Hashable {
  package static let kind = "answers"

  /// Row `i`: accuracy on tasks 0 … i after training task `i`, fractions.
  package let accuracy: [[Double]]
  /// The same for the fraction of samples whose task was told right.
  package let inference: [[Double]]
  /// The answers to the samples of each task, after the latest one was learned.
  package let answers: [TaskAnswers]

  private enum CodingKeys: CodingKey { case accuracy, inference, answers }

  package init(accuracy: [[Double]], inference: [[Double]], answers: [TaskAnswers]) {
    (self.accuracy, self.inference, self.answers) = (accuracy, inference, answers)
  }

  /// Throws `DecodingError` for what contradicts itself.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    accuracy = try values.decode([[Double]].self, forKey: .accuracy)
    inference = try values.decode([[Double]].self, forKey: .inference)
    answers = try values.decode([TaskAnswers].self, forKey: .answers)
    let rows = [accuracy, inference]
    guard accuracy.count == inference.count, answers.count == accuracy.count,
      rows.allSatisfy({ $0.enumerated().allSatisfy { $1.count == $0 + 1 } }),
      rows.joined().joined().allSatisfy({ (0...1).contains($0) }),
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
