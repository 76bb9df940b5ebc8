import Datasets
import Hypernetworks
import Learning
import Networks
import Tasks
import Tensors

extension SampleShape {
  /// One number, as functions take.
  package static let numbers = SampleShape(count: 1)

  /// Height and width, where samples are images, and the channels where there are several; else empty.
  package var image: [Int] {
    height == 1 && channels == 1 ? [] : [height, width] + (channels == 1 ? [] : [channels])
  }
}

// The networks that the settings describe.
extension ExperimentSettings {
  /// What networks see of images of this shape.
  package func shape(of image: SampleShape) -> SampleShape {
    sequence.inputShape(of: image)
  }

  /// The network that answers: the target of a hypernetwork, or one that is trained directly.
  package func network(_ shape: SampleShape, outputs: Int) -> Architecture {
    if let networkLayers {
      return Architecture(input: shape, layers: networkLayers + [.dense(outputs)])
    }
    return Architecture(
      widths: [shape.count] + targetHidden + [outputs], activation: targetActivation,
      dropout: targetDropout)
  }

  /// The same settings, with a network that is a perceptron described as one: two descriptions are one run.
  var canonical: ExperimentSettings {
    guard let networkLayers else { return self }
    var settings = self
    (settings.networkLayers, settings.targetHidden) = (nil, [])
    for layer in networkLayers {
      switch layer {
      case .dense(let units): settings.targetHidden.append(units)
      case .activation(let activation): settings.targetActivation = activation
      case .dropout(let rate): settings.targetDropout = rate
      default: return self
      }
    }
    let shape = SampleShape.numbers
    return settings.network(shape, outputs: 1) == network(shape, outputs: 1) ? settings : self
  }

  /// The network that answers, for images of this shape and with the outputs of all tasks.
  package func network(height: Int, width: Int, channels: Int) -> Architecture {
    let image = SampleShape(channels: channels, height: height, width: width)
    return network(shape(of: image), outputs: sequence.outputCount)
  }

  /// The variational autoencoder of a replay model.
  ///
  /// - Parameter isConditional: whether the decoder is told the task, as one of a hundred
  package func autoencoder(_ shape: SampleShape, isConditional: Bool) -> VariationalAutoencoder {
    VariationalAutoencoder(
      inputs: shape.count, encoderHidden: encoderHidden, latents: latents,
      conditions: isConditional ? max(100, sequence.count) : 0, decoderHidden: decoderHidden)
  }

  /// What generates the decoder's weights.
  package func replayHypernetwork(for autoencoder: VariationalAutoencoder) -> Hypernetwork {
    Hypernetwork(
      targetCount: autoencoder.decoder.weightCount, embeddingSize: replayTaskEmbedding,
      chunkSize: replayChunkSize, chunkEmbeddingSize: replayChunkEmbedding,
      hidden: replayHyperHidden, activation: replayHyperActivation)
  }

  /// How a directly trained network learns a task.
  package var classifierTraining: ClassifierTraining {
    var training = ClassifierTraining(
      optimizer: optimizerSettings, batch: batch, steps: stepsWithoutEpochs,
      logInterval: logInterval)
    training.epochs = passes
    training.validationPlateau = validationPlateau
    if optimizerState == .keep { training.keepsOptimizer = true }
    return training
  }

  /// How a replay model learns task `t`. It has no accuracy that its rate could follow. What does not act on
  /// the first task is not part of its settings.
  package func replayTraining(ofTask t: Int, isProtected: Bool) -> TrainingSettings {
    var training = TrainingSettings(
      optimizer: optimizerSettings, batch: batch, steps: stepsWithoutEpochs,
      beta: isProtected && t > 0 ? replayBeta : 0, logInterval: logInterval)
    training.epochs = passes
    if optimizerState == .keep { training.keepsOptimizer = true }
    return training
  }

  /// The training images that are tested on; nil where the test images are.
  package var heldOut: ValidationSplit? {
    validation > 0 ? ValidationSplit(count: validation, seed: seed) : nil
  }
}
