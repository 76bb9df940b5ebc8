import Datasets
import Hypernetworks
import Learning
import Networks
import Tasks

// The networks that the settings describe, for images of a dataset.
extension ExperimentSettings {
  typealias ImageShape = DatasetManifest.ImageShape

  /// Inputs per sample.
  func inputCount(_ image: ImageShape) -> Int {
    sequence.inputCount(height: image.height, width: image.width, channels: image.channels)
  }

  /// Height and width of the images that networks see.
  func imageSize(_ image: ImageShape) -> [Int] {
    [image.height + 2 * sequence.padding, image.width + 2 * sequence.padding]
  }

  /// The network that classifies: the target of a hypernetwork, or one that is trained directly.
  func network(_ image: ImageShape, outputs: Int) -> MultilayerPerceptron {
    network(inputs: inputCount(image), outputs: outputs)
  }

  /// The same for images of this shape, with the outputs of all tasks.
  package func network(height: Int, width: Int, channels: Int) -> MultilayerPerceptron {
    let sequence = sequence
    return network(
      inputs: sequence.inputCount(height: height, width: width, channels: channels),
      outputs: sequence.outputCount)
  }

  private func network(inputs: Int, outputs: Int) -> MultilayerPerceptron {
    MultilayerPerceptron(
      layers: [inputs] + targetHidden + [outputs], activation: targetActivation,
      dropout: targetDropout)
  }

  /// The variational autoencoder of a replay model.
  ///
  /// - Parameter isConditional: whether the decoder is told the task, as one of a hundred
  func autoencoder(_ image: ImageShape, isConditional: Bool) -> VariationalAutoencoder {
    VariationalAutoencoder(
      inputs: inputCount(image), encoderHidden: encoderHidden, latents: latents,
      conditions: isConditional ? max(100, sequence.count) : 0, decoderHidden: decoderHidden)
  }

  /// What generates the decoder's weights.
  func replayHypernetwork(for autoencoder: VariationalAutoencoder) -> Hypernetwork {
    Hypernetwork(
      targetCount: autoencoder.decoder.weightCount, embeddingSize: replayTaskEmbedding,
      chunkSize: replayChunkSize, chunkEmbeddingSize: replayChunkEmbedding,
      hidden: replayHyperHidden, activation: replayHyperActivation)
  }

  /// How a directly trained network learns a task.
  var classifierTraining: ClassifierTraining {
    ClassifierTraining(
      optimizer: optimizerSettings, batch: batch, steps: steps, logInterval: logInterval)
  }

  /// How a replay model learns task `t`. What does not act on the first task is not part of its settings.
  func replayTraining(ofTask t: Int, isProtected: Bool) -> TrainingSettings {
    TrainingSettings(
      optimizer: optimizerSettings, batch: batch, steps: steps,
      beta: isProtected && t > 0 ? replayBeta : 0, logInterval: logInterval)
  }

  /// The training images that are tested on; nil where the test images are.
  package var heldOut: HeldOut? { validation > 0 ? HeldOut(count: validation, seed: seed) : nil }
}
