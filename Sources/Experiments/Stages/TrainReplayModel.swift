import Checkpoints
import Hypernetworks
import Learning
import Networks
import Pipeline
import Tasks

/// A replay model before the first task.
package struct InitializeReplayModel: Stage {
  /// The model, its initialization, and what its checkpoint tells of the experiment.
  package struct Configuration: Codable, Hashable, Sendable {
    /// The encoder and the decoder.
    package let autoencoder: VariationalAutoencoder
    /// What generates the decoder's weights; nil where they are learned themselves.
    package let hypernetwork: Hypernetwork?
    /// The distribution that the hypernetwork is drawn from.
    package let initialization: HypernetworkInitialization
    /// The seed of the whole sequence.
    package let seed: UInt64
    /// The dataset's name.
    package let dataset: String
    /// Height and width of an image, and its channels where there are several.
    package let image: [Int]
  }

  package static let identifier = "initialize-replay-model"
  package static let version = 2
  package static let isNumeric = true
  package let configuration: Configuration

  /// Draws the weights of the encoder, and of the decoder or its hypernetwork.
  package func run(_ input: Void, in context: StageContext) async throws -> ReplayModelArtifact {
    ReplayModelArtifact(
      ReplayModelState(
        autoencoder: configuration.autoencoder, hypernetwork: configuration.hypernetwork,
        initialization: configuration.initialization, seed: configuration.seed),
      ReplayModelCheckpoint.Provenance(
        dataset: configuration.dataset, image: configuration.image))
  }
}

/// Trains a replay model on one task upon the state after the one before: a link of the fold over tasks.
///
/// A model whose decoder is generated is kept by its hypernetwork's regularizer, another by replaying
/// itself.
package struct TrainReplayModel: Stage {
  /// The task, and how it is trained.
  package struct Configuration: Codable, Hashable, Sendable {
    /// The sequence up to and including this task; its scenario does not matter.
    package let sequence: TaskSequence
    /// How the task is trained.
    package let training: TrainingSettings
    /// Training images that are not to be seen.
    package let heldOut: ValidationSplit?
  }

  package static let identifier = "train-replay-model"
  package static let version = 1
  package static let isNumeric = true
  package static let work: StageWork? = .training
  package let configuration: Configuration

  /// Trains the model on the task after those that it knows.
  package func run(
    _ input: (ReplayModelArtifact, DatasetArtifact), in context: StageContext
  ) async throws -> ReplayModelArtifact {
    let (model, dataset) = input
    let sequence = configuration.sequence
    let data = TaskData(sequence, in: try dataset.samples(), heldOut: configuration.heldOut)
    let samples = try data.training(ofTask: sequence.count - 1)
    let training = configuration.training
    let stage = StageTraining(training.length, batch: training.batch, on: samples, in: context)
    let state =
      switch model.state.decoder {
      case .generated:
        try ProtectedReplayTrainer(training).train(
          model.state, on: samples, with: stage.aids(), report: stage.report)
      case .plain:
        try GenerativeReplayTrainer(training).train(
          model.state, on: samples, with: stage.aids(), report: stage.report)
      }
    return ReplayModelArtifact(state, model.provenance)
  }
}
