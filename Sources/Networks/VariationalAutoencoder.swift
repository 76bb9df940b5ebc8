import Tensors

/// A variational autoencoder of images in 0…1 (Kingma & Welling 2014), perhaps conditioned on a task.
///
/// The encoder gives, for each latent, the mean and the log-variance of its distribution; the decoder
/// takes latents, then `conditions` inputs of which one may be set (the task's), and gives the logits of
/// the pixels. Both are perceptrons with rectified hidden layers, and their weights are arguments.
package struct VariationalAutoencoder: Sendable, Hashable, Codable {
  /// Pixels → hidden layers → `2 · latents`: the means, then the log-variances.
  package let encoder: Architecture
  /// `latents + conditions` → hidden layers → logits of the pixels.
  package let decoder: Architecture
  /// The number of latents.
  package let latents: Int

  /// Traps unless there are inputs and latents.
  package init(
    inputs: Int, encoderHidden: [Int], latents: Int, conditions: Int = 0, decoderHidden: [Int]
  ) {
    precondition(latents > 0 && conditions >= 0, "\(latents) latents, \(conditions) conditions")
    encoder = Architecture(widths: [inputs] + encoderHidden + [2 * latents])
    decoder = Architecture(widths: [latents + conditions] + decoderHidden + [inputs])
    self.latents = latents
  }

  /// Pixels of an image.
  package var inputCount: Int { encoder.inputCount }
  /// The decoder's inputs that tell a task.
  package var conditions: Int { decoder.inputCount - latents }
}
