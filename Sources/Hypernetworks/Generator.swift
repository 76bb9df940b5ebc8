import Tensors

/// Generates one task's target weights, and takes their gradient back to Θ_h and the embedding.
package struct Generator<S: Real>: Sendable {
  package let hypernetwork: Hypernetwork
  /// The generated vector, `C · N` long; its first P entries are Θ_trgt.
  package private(set) var weights: [S]
  /// The last hidden activations of the last `generate`, a one appended: `[C × (H + 1)]`. Chunk `k`
  /// of `weights` is row `k` of these times the output layer.
  package var activations: [S] { hidden.activations }
  private var hidden: HiddenPass<S>
  private var transposedActivations: [S]

  package init(_ hypernetwork: Hypernetwork) {
    self.hypernetwork = hypernetwork
    weights = [S](repeating: 0, count: hypernetwork.generatedCount)
    hidden = HiddenPass(hypernetwork, tasks: 1)
    transposedActivations = hidden.activations
  }

  /// `weights = f_h(embedding, parameters)`. Complexity: 2 · C · N · H FLOPs.
  package mutating func generate(parameters: [S], embedding: [S]) {
    hidden.forward(parameters: parameters, embeddings: embedding)
    let h = hypernetwork
    multiplyThin(
      hidden.activations, rows: h.chunks, parameters, at: h.outputBlock, into: &weights,
      at: Block(rows: h.chunks, columns: h.chunkSize), columns: 0..<h.chunkSize)
  }

  /// Overwrites `gradient` with ∂L/∂Θ_h and returns ∂L/∂e, given `∂L/∂weights` (`C · N` long, zero
  /// beyond P). Belongs to the last `generate`.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func backward(
    parameters: [S], embedding: [S], weightGradient: [S], gradient: inout [S]
  ) -> [S] {
    let h = hypernetwork
    let generated = Block(rows: h.chunks, columns: h.chunkSize)
    precondition(weightGradient.count == generated.count, "\(weightGradient.count) ≠ \(generated)")
    let output = h.outputBlock
    let width = h.lastHiddenSize + 1
    for i in 0..<output.offset { gradient[i] = 0 }
    for i in h.chunkEmbeddingBlock.range { gradient[i] = 0 }
    for k in 0..<h.chunks {
      for i in 0..<width {
        transposedActivations[i * h.chunks + k] = hidden.activations[k * width + i]
      }
    }
    multiplyThin(
      transposedActivations, rows: width, weightGradient, at: generated, into: &gradient,
      at: output, columns: 0..<h.chunkSize)
    let matrix = Block(offset: output.offset, rows: h.lastHiddenSize, columns: h.chunkSize)
    let error = innerProducts(
      weightGradient, at: generated, parameters, at: matrix, columns: 0..<h.chunkSize)
    return hidden.backward(
      parameters: parameters, embeddings: embedding, error: error, gradient: &gradient)
  }
}
