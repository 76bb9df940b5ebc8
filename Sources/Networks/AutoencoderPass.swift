import Tensors

/// Rows of a batch that count together, such as current and replayed images.
package struct AutoencoderRows<S: Real>: Sendable {
  /// Rows of the batch.
  package let rows: Range<Int>
  /// What the mean of their losses is multiplied by.
  package let weight: S
  /// The condition that is set for them, such as the task's number; nil for none.
  package let condition: Int?

  /// A group of neighbouring rows; `weight` is its share of the batch's loss.
  package init(_ rows: Range<Int>, weight: S = 1, condition: Int? = nil) {
    (self.rows, self.weight, self.condition) = (rows, weight, condition)
  }
}

/// The loss of an autoencoder on a batch, in nats per pixel.
package struct AutoencoderLoss<S: Real>: Sendable {
  /// Binary cross-entropy, mean over the pixels.
  package var reconstruction: S = 0
  /// KL divergence of the latents' distribution from N(0, 1), divided by the number of pixels.
  package var divergence: S = 0

  /// A loss of 0.
  package init() {}

  /// The loss: the negative evidence lower bound, divided by the number of pixels.
  package var total: S { reconstruction + divergence }
}

/// A pass of a batch through a variational autoencoder: the encoder's buffers and those of the latents.
///
/// The decoder's pass is an argument, as its weights are: where a hypernetwork generates these, its step
/// has the pass. All buffers stay from step to step.
package struct AutoencoderPass<S: Real>: Sendable {
  /// The description of encoder and decoder.
  package let autoencoder: VariationalAutoencoder
  /// The encoder's pass. Its inputs are the images, `[batch × pixels]`, values in 0…1: filled by the caller.
  package var encoder: NetworkPass<S>
  /// ε of `z = μ + e^{½ v} ε`, normal numbers, `[batch × latents]`: filled by `drawNoise`.
  package var noise: [S]
  private var deviations: [S]
  private var latentGradient: [S]
  /// By row: what its loss is multiplied by, its cross-entropy and its KL divergence.
  private var scales: [S]
  private var crossEntropies: [S]
  private var divergences: [S]

  /// Buffers for batches of at most `capacity` images.
  package init(_ autoencoder: VariationalAutoencoder, capacity: Int) {
    self.autoencoder = autoencoder
    encoder = NetworkPass(autoencoder.encoder, capacity: capacity)
    noise = [S](repeating: 0, count: capacity * autoencoder.latents)
    (deviations, latentGradient) = (noise, noise)
    scales = [S](repeating: 0, count: capacity)
    (crossEntropies, divergences) = (scales, scales)
  }

  /// Draws the noise of the next `forward` of `rows` images.
  package mutating func drawNoise(rows: Int, using random: inout RandomStream) {
    random.fillNormal(into: &noise, count: rows * autoencoder.latents)
  }

  /// Encodes the images, shifts the noise to latents, decodes them, and measures the loss:
  ///
  ///     L = Σ_groups weight · mean_rows (Σ_pixels BCE + KL) / pixels
  ///
  /// - Parameters:
  ///   - decoder: the pass of `autoencoder.decoder`; its inputs and the gradient of its logits are set
  ///   - batch: groups of rows that follow each other from row 0 on
  ///
  /// Complexity: 2 FLOPs for each row and weight.
  package mutating func forward(
    encoderWeights: [S], decoderWeights: [S], decoder: inout NetworkPass<S>,
    batch: [AutoencoderRows<S>]
  ) -> AutoencoderLoss<S> {
    let (latents, pixels) = (autoencoder.latents, autoencoder.inputCount)
    let width = latents + autoencoder.conditions
    let rows = setScales(of: batch)
    precondition(decoder.network == autoencoder.decoder && rows <= decoder.capacity, "\(decoder)")
    encoder.forward(weights: encoderWeights, batch: rows)
    sampleLatents(
      codes: encoder.logits, noise: noise, rows: rows, latents: latents, deviations: &deviations,
      divergences: &divergences, into: &decoder.inputs, stride: width)
    for group in batch {
      setCondition(
        group.condition, rows: group.rows, from: latents, of: width, in: &decoder.inputs)
    }
    decoder.forward(weights: decoderWeights, batch: rows)
    decoder.withLogitGradient { logits, gradient in
      binaryCrossEntropy(
        logits: logits, targets: encoder.inputs, rows: rows, columns: pixels, scales: scales,
        losses: &crossEntropies, gradient: &gradient)
    }
    var loss = AutoencoderLoss<S>()
    for row in 0..<rows {
      loss.reconstruction += scales[row] * crossEntropies[row]
      loss.divergence += scales[row] * divergences[row]
    }
    return loss
  }

  /// The gradients of the last `forward`'s loss, which overwrite `encoderGradient` and the first numbers of
  /// `decoderGradient`.
  ///
  /// Complexity: 4 FLOPs for each row and weight, less the gradients of inputs that nobody needs.
  package mutating func backward(
    encoderWeights: [S], decoderWeights: [S], decoder: inout NetworkPass<S>, batch: Int,
    encoderGradient: inout [S], decoderGradient: inout [S]
  ) {
    let latents = autoencoder.latents
    decoder.backward(
      weights: decoderWeights, batch: batch, gradient: &decoderGradient,
      inputGradient: &latentGradient, columns: 0..<latents)
    encoder.withLogitGradient { codes, gradient in
      backpropagateLatents(
        codes: codes, noise: noise, deviations: deviations, sampleGradient: latentGradient,
        rows: batch, latents: latents, scales: scales, gradient: &gradient)
    }
    encoder.backward(weights: encoderWeights, batch: batch, gradient: &encoderGradient)
  }

  /// Sets each row's scale, `weight / (rows of the group · pixels)`; returns the number of rows.
  private mutating func setScales(of batch: [AutoencoderRows<S>]) -> Int {
    var end = 0
    for group in batch {
      precondition(
        group.rows.lowerBound == end && !group.rows.isEmpty
          && group.rows.upperBound <= scales.count,
        "rows \(group.rows) after \(end) of \(scales.count)")
      let scale = group.weight / S(group.rows.count * autoencoder.inputCount)
      for row in group.rows { scales[row] = scale }
      end = group.rows.upperBound
    }
    return end
  }
}
