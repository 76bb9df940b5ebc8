import Networks

extension ExperimentSettings {
  /// What a run holds in memory for a method besides a hypernetwork and its target network.
  func methodParts(inputs: Int) -> [MemoryPart] {
    var parts: [MemoryPart] = []
    if !uses(.hypernetwork) { parts += directParts(inputs: inputs) }
    if uses(.autoencoder) { parts += autoencoderParts(inputs: inputs) }
    if uses(.taskInference) {
      parts += trained(
        [inputs] + inferenceHidden + [sequence.count], key: "inference_hidden")
    }
    return parts
  }

  /// A classifier that is trained itself; with `progressive`, all its columns.
  private func directParts(inputs: Int) -> [MemoryPart] {
    let layers = widths(inputs: inputs)
    guard method == MethodDeclaration.progressive.name else {
      let kept = declaration?.kept.count(tasks: tasks) ?? 0
      return trained(layers, key: networkKey) + keptMoments(layers, key: networkKey) + [
        MemoryPart(key: networkKey, bytes: Self.float * Double(kept) * Self.weights(layers))
      ]
    }
    // Column k has a projection of each layer of all k columns before it.
    let pairs = zip(layers.dropFirst(), layers.dropFirst(2)).map { (Double($0), Double($1)) }
    let column = Self.weights(layers)
    let adapters = (0..<tasks).reduce(0.0) { sum, k in
      pairs.reduce(sum) { $0 + (k > 0 ? Double(k) * $1.0 * $1.0 + $1.0 * $1.1 : 0) }
    }
    let bytes = Self.float * (Double(tasks) * column + adapters)
    return [
      // The weights and their gradient.
      MemoryPart(key: networkKey, bytes: 2 * bytes),
      MemoryPart(key: networkKey, bytes: bytes, isStored: true),
    ]
  }

  /// The encoder, the decoder, and what generates it.
  private func autoencoderParts(inputs: Int) -> [MemoryPart] {
    let isProtected = uses(.protectedDecoder)
    let conditions = isProtected ? max(100, sequence.count) : 0
    let decoder = [latents + conditions] + decoderHidden + [inputs]
    let encoder = trained([inputs] + encoderHidden + [2 * latents], key: "encoder_hidden")
    guard isProtected else {
      return encoder + keptMoments([inputs] + encoderHidden + [2 * latents], key: "encoder_hidden")
        + trained(decoder, key: "decoder_hidden") + keptMoments(decoder, key: "decoder_hidden")
    }
    let chunk = Double(replayChunkSize)
    let chunks = (Self.weights(decoder) / chunk).rounded(.up)
    let hidden = [replayTaskEmbedding + replayChunkEmbedding] + replayHyperHidden
    let output = (Double(hidden.last ?? 0) + 1) * chunk
    return encoder
      + trained(hidden, key: "replay_hyper_hidden") + [
        // Generated weights and their gradient.
        MemoryPart(key: "decoder_hidden", bytes: Self.float * 2 * chunks * chunk),
        // The output layer, its gradient, and two moments.
        MemoryPart(key: "replay_chunk_size", bytes: Self.float * 4 * output),
        MemoryPart(key: "replay_chunk_size", bytes: Self.float * output, isStored: true),
        MemoryPart(
          key: "replay_chunk_embedding",
          bytes: Self.float * 4 * chunks * Double(replayChunkEmbedding)),
      ]
  }

  /// Layers that are trained: weights, gradient, two moments; each a tensor of a checkpoint.
  private func trained(_ layers: [Int], key: String) -> [MemoryPart] {
    [MemoryPart(key: key, bytes: Self.float * 4 * Self.weights(layers))]
      + zip(layers, layers.dropFirst()).map {
        MemoryPart(key: key, bytes: Self.float * Double($0) * Double($1), isStored: true)
      }
  }

  /// The moments that an optimizer goes on from, each a tensor of a checkpoint.
  private func keptMoments(_ layers: [Int], key: String) -> [MemoryPart] {
    guard optimizerState == .keep else { return [] }
    let bytes = Self.float * Self.weights(layers)
    return [
      MemoryPart(key: key, bytes: 2 * bytes), MemoryPart(key: key, bytes: bytes, isStored: true),
    ]
  }

  private static var float: Double { 4 }

  /// A floating-point number, which no setting overflows.
  private static func weights(_ layers: [Int]) -> Double {
    zip(layers, layers.dropFirst()).reduce(0) { $0 + (Double($1.0) + 1) * Double($1.1) }
  }
}
