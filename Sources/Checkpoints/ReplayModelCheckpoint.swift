import HDF5
import Hypernetworks
import Learning
import Networks
import Tensors

/// The schema of a replay model after a task, version 2, as one HDF5 file. Equal states give equal bytes.
///
/// | path | type and shape |
/// |---|---|
/// | `/` | attributes `format`, `format_version`, `cache_key`, `config_json`, `task_index`, `tasks_learned` |
/// | `/config_json` | uint8 `[byte]`: the attribute once more, for programs that show none |
/// | `/encoder/layers/000/weight`, `…/bias` | float32 `[out, in]`, `[out]`; the last gives means and log-variances |
/// | `/decoder/hypernetwork/…` | as `/hypernetwork` in a learner's checkpoint: generates a task's decoder |
/// | `/decoder/layers/000/…` | instead, where all tasks share one decoder |
/// | `/encoder/optimizer/…`, `/decoder/optimizer/…` | as `/optimizer` in the file of a directly trained network |
/// | `/random/seed` | uint64 `[1]` |
///
/// A decoder takes `latent` numbers of N(0, 1), then `conditions` numbers of which the task's is 1 and the
/// others are 0. Its hidden layers are rectified. The sigmoids of its outputs are the pixels.
package enum ReplayModelCheckpoint {
  /// The value of the attribute `format`.
  package static let format = "engram-replay-model"
  /// The schema version that this program writes, and the newest that it reads.
  package static let version: Int64 = 2

  /// What the file says of itself, as JSON in the attribute `config_json`.
  private struct Description: Codable {
    let inputs: Int
    let latent: Int
    let conditions: Int
    /// Height and width of the pictures, as far as the inputs are pixels in their order.
    let image: [Int]
    /// Units of each layer.
    let encoder: [Int]
    let decoder: [Int]
    let hypernetwork: HypernetworkCheckpoint.Description.HypernetworkShape?
    let tasks: Int
    let dataset: String
  }

  /// What a file tells its readers of the experiment, and the state itself does not know.
  package struct Provenance: Sendable, Hashable {
    /// The dataset's name.
    package let dataset: String
    /// Height and width of an image, as far as the inputs are pixels in their order, and its channels where
    /// there are several.
    package let image: [Int]

    /// The provenance of a replay model of such images.
    package init(dataset: String, image: [Int]) { (self.dataset, self.image) = (dataset, image) }
  }

  static func contents(
    _ state: ReplayModelState, of provenance: Provenance
  ) throws -> HDF5Contents {
    let model = state.autoencoder
    var shape: HypernetworkCheckpoint.Description.HypernetworkShape?
    if case .generated(let h, _, _) = state.decoder { shape = .init(h) }
    let description = Description(
      inputs: model.inputCount, latent: model.latents, conditions: model.conditions,
      image: provenance.image, encoder: model.encoder.widths, decoder: model.decoder.widths,
      hypernetwork: shape, tasks: state.tasks, dataset: provenance.dataset)
    var file = try StateFile.contents(
      format: format, version: version, description, tasks: state.tasks)
    StateFile.add(
      state.encoder, of: model.encoder, under: "/encoder/layers", what: "encoder", to: &file)
    switch state.decoder {
    case .plain(let weights):
      StateFile.add(
        weights, of: model.decoder, under: "/decoder/layers", what: "decoder", to: &file)
    case .generated(let h, let parameters, let embeddings):
      HypernetworkCheckpoint.add(
        parameters, of: h, under: "/decoder/hypernetwork", what: "decoder's hypernetwork: ",
        to: &file)
      guard !embeddings.isEmpty else { break }
      file.add(
        HDF5Array(
          shape: [embeddings.count, h.embeddingSize], values: embeddings.flatMap { $0 }),
        at: "/decoder/hypernetwork/task_embeddings",
        as: DatasetDescription(longName: "task embeddings", axes: ["task", "task_embedding"]))
    }
    StateFile.add(state.optimizers?.encoder, under: "/encoder/optimizer", to: &file)
    StateFile.add(state.optimizers?.decoder, under: "/decoder/optimizer", to: &file)
    StateFile.add(seed: state.seed, to: &file)
    return file
  }

  static func decode(
    _ image: [UInt8]
  ) throws -> (state: ReplayModelState, provenance: Provenance) {
    let file = try HDF5File(image: image)
    let description = try StateFile.description(
      Description.self, in: file, format: format, version: version)
    let model = try autoencoder(description)
    let encoder = try StateFile.weights(of: model.encoder, in: file, under: "/encoder/layers")
    let decoder: ReplayModelState.Decoder
    if let shape = description.hypernetwork {
      let h = try shape.hypernetwork(for: model.decoder)
      var embeddings: [[Float]] = []
      if description.tasks > 0 {
        let values = try file.read(
          Float.self, at: "/decoder/hypernetwork/task_embeddings",
          shape: [description.tasks, h.embeddingSize]
        ).values
        embeddings = stride(from: 0, to: values.count, by: h.embeddingSize).map {
          Array(values[$0..<$0 + h.embeddingSize])
        }
      }
      decoder = .generated(
        h,
        parameters: try HypernetworkCheckpoint.parameters(
          in: file, under: "/decoder/hypernetwork", of: h),
        taskEmbeddings: embeddings)
    } else {
      decoder = .plain(try StateFile.weights(of: model.decoder, in: file, under: "/decoder/layers"))
    }
    let state = ReplayModelState(
      autoencoder: model, encoder: encoder, decoder: decoder,
      optimizers: try optimizers(of: model, in: file), tasks: description.tasks, metrics: [],
      seed: try file.read(UInt64.self, at: "/random/seed", shape: [1]).values[0])
    return (state, Provenance(dataset: description.dataset, image: description.image))
  }

  /// What both optimizers go on from; nil where they begin anew.
  private static func optimizers(
    of model: VariationalAutoencoder, in file: borrowing HDF5File
  ) throws -> ReplayModelState.Optimizers? {
    guard
      let encoder = try StateFile.moments(
        in: file, under: "/encoder/optimizer", count: model.encoder.weightCount),
      let decoder = try StateFile.moments(
        in: file, under: "/decoder/optimizer", count: model.decoder.weightCount)
    else { return nil }
    return .init(encoder: encoder, decoder: decoder)
  }

  /// Checks what the initialiser would trap on.
  private static func autoencoder(_ description: Description) throws -> VariationalAutoencoder {
    let impossible = CheckpointError.inconsistent("config_json has sizes that cannot be")
    let (encoder, decoder) = (description.encoder, description.decoder)
    guard encoder.count >= 2, decoder.count >= 2 else { throw impossible }
    for layers in [encoder, decoder] {
      guard layers.allSatisfy({ $0 > 0 }) else { throw impossible }
      try StateFile.check(Architecture(widths: layers))
    }
    let limit = 1_000_000
    guard (1...limit).contains(description.latent), (0...limit).contains(description.conditions),
      encoder.first == description.inputs, encoder.last == 2 * description.latent,
      decoder.first == description.latent + description.conditions,
      decoder.last == description.inputs, description.tasks >= 0,
      description.hypernetwork == nil || description.tasks <= description.conditions
    else { throw impossible }
    return VariationalAutoencoder(
      inputs: description.inputs, encoderHidden: Array(encoder.dropFirst().dropLast()),
      latents: description.latent, conditions: description.conditions,
      decoderHidden: Array(decoder.dropFirst().dropLast()))
  }
}
