import Hypernetworks

/// How one task is trained.
public struct TrainingSettings: Codable, Hashable, Sendable {
  /// Where a new task's embedding starts.
  public enum EmbeddingStart: String, Codable, Hashable, Sendable, CaseIterable {
    /// N(0, 1)
    case random
    /// The embedding of the task before.
    case previous
    /// The mean of all past embeddings.
    case mean
  }

  /// The optimizer of Θ_h; the task embedding has one of the same settings for itself.
  public var optimizer: OptimizerSettings
  /// Samples in each step.
  public var batch: Int
  /// Training steps of the task, where `epochs` does not tell.
  public var steps: Int
  /// Passes over the task's samples; nil where `steps` tells.
  package var epochs: Int?
  /// How the rate follows the score on held-out samples; nil where it does not.
  package var validationPlateau: ScorePlateau?
  /// What keeps earlier tasks.
  public var regularizer: RegularizerSettings
  /// Where the task's embedding starts.
  public var embeddingStart = EmbeddingStart.random
  /// Steps between two entries of the training log.
  public var logInterval: Int
  /// True where the optimizers of a replay model with a plain decoder go on from task to task; nil otherwise.
  package var keepsOptimizer: Bool?

  /// Training with the output regularizer, and a random start of the embedding.
  ///
  /// - Parameters:
  ///   - batch: samples in each step
  ///   - steps: training steps of the task
  ///   - beta: the strength of the output regularizer; 0 switches it off
  ///   - logInterval: steps between two entries of the training log
  public init(
    optimizer: OptimizerSettings, batch: Int, steps: Int, beta: Double, logInterval: Int = 100
  ) {
    (self.optimizer, self.batch, self.steps) = (optimizer, batch, steps)
    regularizer = RegularizerSettings(strength: beta)
    self.logInterval = logInterval
  }
}

extension TrainingSettings {
  /// How long the task is trained.
  package var length: TrainingLength { epochs.map { .epochs($0) } ?? .steps(steps) }
}

extension TrainingSettings.EmbeddingStart {
  /// Where the embedding of the task after those of `past` starts; at random for the first one.
  func embedding(_ hypernetwork: Hypernetwork, after past: [[Float]], seed: UInt64) -> [Float] {
    switch (self, past.last) {
    case (.random, _), (_, nil):
      return hypernetwork.initialEmbedding(task: past.count, seed: seed)
    case (.previous, let last?): return last
    case (.mean, _?):
      return (0..<hypernetwork.embeddingSize).map { i in
        past.reduce(0) { $0 + $1[i] } / Float(past.count)
      }
    }
  }
}
