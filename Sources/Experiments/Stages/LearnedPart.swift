import Learning
import Pipeline
import Statistics
import Tasks

/// What was learned: how well it answers, and what it needs.
package protocol LearnedState {
  /// What an artifact of it holds.
  static var measured: Set<Measurements.Kind> { get }
  /// Row `i`: scores on tasks 0 … i after training task `i`; no rows of a state that answers nothing.
  var scores: ScoreMatrix { get }
  /// The same for the fraction of samples whose task was inferred right; no rows where no task is inferred.
  var inference: ScoreMatrix { get }
  /// The embedding of each task; none unless the state is a hypernetwork's.
  var taskEmbeddings: [[Float]] { get }
  /// What the state needs.
  var costs: LearningCosts { get }
}

extension LearnedState {
  /// None.
  package var taskEmbeddings: [[Float]] { [] }
}

/// An artifact that is a part of what a method has learned.
package protocol LearnedPart: LearnedState, MeasuredArtifact {
  /// The log of the latest task's training; nil where nothing was trained.
  var log: [TrainingMetric]? { get }
}

extension LearnedPart {
  /// Scores, log and embeddings. The costs of a part are not those of the method.
  package var measurements: Measurements {
    var values = Measurements()
    (values.scores, values.inference) = (scores, inference)
    (values.log, values.taskEmbeddings) = (log, taskEmbeddings)
    return values
  }
}

/// What a method needs.
package struct LearningCosts: Codable, Hashable, Sendable {
  /// The number of trained weights and embeddings.
  package var trainableWeights = 0
  /// Weights of the network that answers a task; of a network that grows with the tasks, those of one of its
  /// parts, such as a column of progressive networks.
  package var targetWeights = 0
  /// The number of real samples that are kept.
  package var storedSamples = 0
  /// Bytes of all numbers that are kept from task to task.
  package var memoryBytes = 0

  /// Nothing is needed.
  package static let none = Self()

  /// The needs of both together. `targetWeights` are those of `a`, or of `b` where `a` has none.
  package static func + (a: Self, b: Self) -> Self {
    Self(
      trainableWeights: a.trainableWeights + b.trainableWeights,
      targetWeights: a.targetWeights > 0 ? a.targetWeights : b.targetWeights,
      storedSamples: a.storedSamples + b.storedSamples, memoryBytes: a.memoryBytes + b.memoryBytes)
  }
}

extension StateArtifact: LearnedPart, LearnedState, MeasuredArtifact where State: LearnedState {
  package static var measured: Set<Measurements.Kind> { State.measured }
  /// The state's scores.
  package var scores: ScoreMatrix { state.scores }
  /// The state's task inference.
  package var inference: ScoreMatrix { state.inference }
  /// The state's embeddings.
  package var taskEmbeddings: [[Float]] { state.taskEmbeddings }
  /// The state's log.
  package var log: [TrainingMetric]? { state.metrics }
  /// The state's costs.
  package var costs: LearningCosts { state.costs }
}

extension HypernetworkState: LearnedState {
  package static let measured: Set<Measurements.Kind> = [.scores, .log, .embeddings]
  /// No rows: whoever asks the hypernetwork tells the task.
  package var inference: ScoreMatrix { ScoreMatrix() }
  /// Θ_h, the task embeddings, and what layers and regularizer remember of each task.
  package var costs: LearningCosts {
    let trained = hypernetwork.trainableCount(tasks: taskEmbeddings.count)
    return LearningCosts(
      trainableWeights: trained, targetWeights: network.weightCount,
      memoryBytes: bytes(trained + statistics.joined().count + memory.numbers))
  }
}

extension ClassifierState: LearnedState {
  package static let measured: Set<Measurements.Kind> = [.scores, .log]
  /// The weights, and all that the method remembers.
  package var costs: LearningCosts {
    LearningCosts(
      trainableWeights: trainedNumbers, targetWeights: network.weightCount,
      storedSamples: storedSamples, memoryBytes: bytes(keptNumbers))
  }
}

extension ReplayModelState: LearnedState {
  package static let measured: Set<Measurements.Kind> = [.log]
  /// No rows: a replay model answers nothing.
  package var scores: ScoreMatrix { ScoreMatrix() }
  /// No rows.
  package var inference: ScoreMatrix { ScoreMatrix() }
  /// Both halves of the model, and its optimizers where they go on.
  package var costs: LearningCosts {
    let count = encoder.count + decoder.numbers
    let moments = optimizers.map { $0.encoder.numbers + $0.decoder.numbers } ?? 0
    return LearningCosts(trainableWeights: count, memoryBytes: bytes(count + moments))
  }
}

extension AnswersArtifact: LearnedPart {
  package static let measured: Set<Measurements.Kind> = [.scores]
  /// Nil: nothing is trained.
  package var log: [TrainingMetric]? { nil }
  /// Nothing beside what the learner needs.
  package var costs: LearningCosts { .none }
}

private func bytes(_ numbers: Int) -> Int { numbers * MemoryLayout<Float>.size }
