import Hypernetworks
import Networks
import Tensors

/// All that a replay model has learned: the result of training it on a task and the start of the next.
package struct ReplayModelState: Hashable, Sendable {
  /// Where the decoder's weights come from.
  package enum Decoder: Hashable, Sendable {
    /// A hypernetwork generates them for each task (von Oswald et al. 2020): Θ_h in its layout, and the
    /// embeddings of the tasks learned so far.
    case generated(Hypernetwork, parameters: [Float], taskEmbeddings: [[Float]])
    /// They are learned themselves, one set for all tasks (Shin et al. 2017).
    case plain([Float])

    /// Numbers that are kept.
    package var numbers: Int {
      switch self {
      case .generated(_, let parameters, let embeddings):
        parameters.count + embeddings.reduce(0) { $0 + $1.count }
      case .plain(let weights): weights.count
      }
    }
  }

  /// What the optimizers of both halves go on from in the next task.
  package struct Optimizers: Hashable, Sendable {
    /// The state of the encoder's optimizer.
    package let encoder: OptimizerMoments
    /// The state of the plain decoder's optimizer.
    package let decoder: OptimizerMoments

    /// The states of both optimizers.
    package init(encoder: OptimizerMoments, decoder: OptimizerMoments) {
      (self.encoder, self.decoder) = (encoder, decoder)
    }
  }

  /// The description of encoder and decoder.
  package let autoencoder: VariationalAutoencoder
  /// The encoder's weights.
  package var encoder: [Float]
  /// The decoder's weights, or what generates them.
  package var decoder: Decoder
  /// What the optimizers go on from in the next task; nil where they begin anew.
  package var optimizers: Optimizers?
  /// The number of tasks learned so far.
  package var tasks: Int
  /// What was logged while the latest task was trained.
  package var metrics: [TrainingMetric]
  /// The seed of the whole sequence; all randomness derives from it.
  package let seed: UInt64

  /// A state of these parts, as a checkpoint holds them. Traps where their sizes do not fit each other.
  package init(
    autoencoder: VariationalAutoencoder, encoder: [Float], decoder: Decoder,
    optimizers: Optimizers? = nil, tasks: Int,
    metrics: [TrainingMetric], seed: UInt64
  ) {
    precondition(encoder.count == autoencoder.encoder.weightCount, "\(encoder.count) weights")
    let weights = autoencoder.decoder.weightCount
    switch decoder {
    case .generated(let hypernetwork, let parameters, let embeddings):
      precondition(
        hypernetwork.targetCount == weights && parameters.count == hypernetwork.parameterCount
          && embeddings.count == tasks && tasks <= autoencoder.conditions,
        "\(weights) weights, \(hypernetwork), \(parameters.count) parameters, \(tasks) tasks")
    case .plain(let values):
      precondition(values.count == weights, "\(values.count) weights for \(weights)")
    }
    (self.autoencoder, self.encoder, self.decoder) = (autoencoder, encoder, decoder)
    self.optimizers = optimizers
    (self.tasks, self.metrics, self.seed) = (tasks, metrics, seed)
  }

  /// The state before the first task, with a generated decoder or, without a hypernetwork, a plain one.
  package init(
    autoencoder: VariationalAutoencoder, hypernetwork: Hypernetwork?,
    initialization: HypernetworkInitialization = .xavier, seed: UInt64
  ) {
    let decoder = autoencoder.decoder
    self.init(
      autoencoder: autoencoder,
      encoder: autoencoder.encoder.initialWeights(seed: seed, purpose: "replay encoder"),
      decoder: hypernetwork.map {
        .generated(
          $0,
          parameters: $0.initialParameters(
            initialization, for: decoder.tensors, seed: Self.hypernetworkSeed(seed)),
          taskEmbeddings: [])
      } ?? .plain(decoder.initialWeights(seed: seed, purpose: "replay decoder")),
      tasks: 0, metrics: [], seed: seed)
  }

  /// The seed of a decoder's hypernetwork. The classifier's hypernetwork draws from `seed` for the same
  /// purposes, and the two shall not draw the same numbers.
  static func hypernetworkSeed(_ seed: UInt64) -> UInt64 {
    var random = RandomStream(seed: seed, purpose: "replay hypernetwork")
    return random.next()
  }
}
