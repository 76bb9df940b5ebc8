import Evaluation
import Pipeline

/// A part of what a method has learned: what it needs, and how well it answers.
package protocol LearnedPart: Artifact {
  /// Row `i`: accuracy on tasks 0 … i after training task `i`, fractions.
  var accuracy: [[Double]] { get }
  /// The same for the fraction of samples whose task was told right; none where that was not asked.
  var inference: [[Double]] { get }
  /// What it takes.
  var costs: LearningCosts { get }
}

/// What a method needs.
package struct LearningCosts: Codable, Hashable, Sendable {
  /// Numbers that are trained.
  package var trainableWeights = 0
  /// Weights of the network that classifies a task; where it grows with the tasks, of what it is made of
  /// (a column of progressive networks).
  package var targetWeights = 0
  /// Real samples that are kept.
  package var storedSamples = 0
  /// Bytes of all numbers that are kept from task to task.
  package var memoryBytes = 0

  /// Nothing is needed.
  package static let none = Self()

  /// Both together; `a` is what classifies, unless it is nothing that does.
  package static func + (a: Self, b: Self) -> Self {
    Self(
      trainableWeights: a.trainableWeights + b.trainableWeights,
      targetWeights: a.targetWeights > 0 ? a.targetWeights : b.targetWeights,
      storedSamples: a.storedSamples + b.storedSamples, memoryBytes: a.memoryBytes + b.memoryBytes)
  }
}

/// The accuracy matrix of a finished sequence, its summaries, and what the method needed.
///
/// The first part is the one that answers; the others are what it needs besides.
package struct EvaluateTasks<each Part: LearnedPart>: Stage {
  package struct Configuration: Codable, Hashable, Sendable {}

  package static var identifier: String { "evaluate-tasks" }
  package static var version: Int { 3 }
  package let configuration = Configuration()

  package func run(
    _ input: (repeat each Part), in context: StageContext
  ) async throws -> EvaluationArtifact {
    var (accuracy, inference): ([[Double]]?, [[Double]]) = (nil, [])
    var costs = LearningCosts()
    for part in repeat each input {
      if accuracy == nil { (accuracy, inference) = (part.accuracy, part.inference) }
      costs = costs + part.costs
    }
    return EvaluationArtifact(
      AccuracyMatrix(accuracy ?? []), inference: AccuracyMatrix(inference), costs: costs)
  }
}

/// The metrics of a sequence, fractions 0…1.
package struct EvaluationArtifact: CodableArtifact, Hashable {
  package static let kind = "evaluation"
  package let accuracy: AccuracyMatrix
  /// The fractions of samples whose task was told right; no rows where that was not asked.
  package let inference: AccuracyMatrix
  package let final: Double?
  package let during: Double?
  package let forgetting: Double?
  package let backwardTransfer: Double?
  package let costs: LearningCosts

  package init(_ accuracy: AccuracyMatrix, inference: AccuracyMatrix, costs: LearningCosts) {
    self.accuracy = accuracy
    self.inference = inference
    final = accuracy.final
    during = accuracy.during
    forgetting = accuracy.forgetting
    backwardTransfer = accuracy.backwardTransfer
    self.costs = costs
  }
}

extension LearnerArtifact: LearnedPart {
  package var accuracy: [[Double]] { state.accuracy }
  package var inference: [[Double]] { [] }
  package var costs: LearningCosts {
    let trained = state.hypernetwork.trainableCount(tasks: state.taskEmbeddings.count)
    return LearningCosts(
      trainableWeights: trained, targetWeights: state.network.weightCount,
      memoryBytes: bytes(trained + state.memory.numbers))
  }
}

extension ClassifierArtifact: LearnedPart {
  package var accuracy: [[Double]] { state.accuracy }
  package var inference: [[Double]] { state.inference }
  package var costs: LearningCosts {
    LearningCosts(
      trainableWeights: state.trainedNumbers, targetWeights: state.network.weightCount,
      storedSamples: state.storedSamples,
      memoryBytes: bytes(state.keptNumbers))
  }
}

extension AnswersArtifact: LearnedPart {
  package var costs: LearningCosts { LearningCosts() }
}

extension ReplayModelArtifact: LearnedPart {
  package var accuracy: [[Double]] { [] }
  package var inference: [[Double]] { [] }
  package var costs: LearningCosts {
    let count = state.encoder.count + state.decoder.numbers
    return LearningCosts(trainableWeights: count, memoryBytes: bytes(count))
  }
}

private func bytes(_ numbers: Int) -> Int { numbers * MemoryLayout<Float>.size }
