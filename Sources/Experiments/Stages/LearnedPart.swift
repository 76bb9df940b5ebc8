import Learning
import Pipeline
import Tasks

/// A part of what a method has learned: what it needs, and how well it answers.
package protocol LearnedPart: Artifact {
  /// Row `i`: scores on tasks 0 … i after training task `i`; none of what answers nothing.
  var scores: ScoreMatrix { get }
  /// The same for the fraction of samples whose task was told right; none where that was not asked.
  var inference: ScoreMatrix { get }
  /// What it takes.
  var costs: LearningCosts { get }
}

/// What a method needs.
package struct LearningCosts: Codable, Hashable, Sendable {
  /// Numbers that are trained.
  package var trainableWeights = 0
  /// Weights of the network that answers a task; where it grows with the tasks, of what it is made of (a
  /// column of progressive networks).
  package var targetWeights = 0
  /// Real samples that are kept.
  package var storedSamples = 0
  /// Bytes of all numbers that are kept from task to task.
  package var memoryBytes = 0

  /// Nothing is needed.
  package static let none = Self()

  /// Both together; `a` is what answers, unless it is nothing that does.
  package static func + (a: Self, b: Self) -> Self {
    Self(
      trainableWeights: a.trainableWeights + b.trainableWeights,
      targetWeights: a.targetWeights > 0 ? a.targetWeights : b.targetWeights,
      storedSamples: a.storedSamples + b.storedSamples, memoryBytes: a.memoryBytes + b.memoryBytes)
  }
}

/// A state that is a part of what a method has learned.
package protocol LearnedState {
  var scores: ScoreMatrix { get }
  var inference: ScoreMatrix { get }
  var costs: LearningCosts { get }
}

extension StateArtifact: LearnedPart where State: LearnedState {
  package var scores: ScoreMatrix { state.scores }
  package var inference: ScoreMatrix { state.inference }
  package var costs: LearningCosts { state.costs }
}

extension HypernetworkState: LearnedState {
  package var inference: ScoreMatrix { ScoreMatrix() }
  package var costs: LearningCosts {
    let trained = hypernetwork.trainableCount(tasks: taskEmbeddings.count)
    return LearningCosts(
      trainableWeights: trained, targetWeights: network.weightCount,
      memoryBytes: bytes(trained + memory.numbers))
  }
}

extension ClassifierState: LearnedState {
  package var costs: LearningCosts {
    LearningCosts(
      trainableWeights: trainedNumbers, targetWeights: network.weightCount,
      storedSamples: storedSamples, memoryBytes: bytes(keptNumbers))
  }
}

extension ReplayModelState: LearnedState {
  package var scores: ScoreMatrix { ScoreMatrix() }
  package var inference: ScoreMatrix { ScoreMatrix() }
  package var costs: LearningCosts {
    let count = encoder.count + decoder.numbers
    let moments = optimizers.map { $0.encoder.numbers + $0.decoder.numbers } ?? 0
    return LearningCosts(trainableWeights: count, memoryBytes: bytes(count + moments))
  }
}

extension AnswersArtifact: LearnedPart {
  package var costs: LearningCosts { .none }
}

private func bytes(_ numbers: Int) -> Int { numbers * MemoryLayout<Float>.size }
