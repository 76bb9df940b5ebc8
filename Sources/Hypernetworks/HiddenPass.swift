import Tensors

/// A pass through a hypernetwork's hidden layers for several tasks and all chunks at once.
///
/// Row `j · C + k` belongs to task `j` and chunk `k`. The first layer separates,
/// `W₁[e; c] = W₁ᵉ e + W₁ᶜ c`, so it costs `m + C` products instead of `m · C`.
package struct HiddenPass<S: Real>: Sendable {
  package let hypernetwork: Hypernetwork
  /// m, the number of task embeddings in the pass.
  package let tasks: Int
  /// R = m · C.
  package var rows: Int { tasks * hypernetwork.chunks }
  /// The last hidden activations with a one appended: `[R × (H + 1)]`.
  package private(set) var activations: [S]
  private var layers: [[S]]
  private var errors: [[S]]

  package init(_ hypernetwork: Hypernetwork, tasks: Int) {
    self.hypernetwork = hypernetwork
    self.tasks = tasks
    let rows = tasks * hypernetwork.chunks
    let sizes = hypernetwork.hidden.isEmpty ? [hypernetwork.inputSize] : hypernetwork.hidden
    layers = sizes.map { [S](repeating: 0, count: rows * $0) }
    errors = layers
    activations = [S](repeating: 1, count: rows * (hypernetwork.lastHiddenSize + 1))
  }

  /// Computes the activations for `embeddings`, `[m × E]` in one vector.
  ///
  /// Complexity: O((m E + C Q) H₁ + R Σ HₗHₗ₊₁).
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func forward(parameters: [S], embeddings: [S]) {
    let h = hypernetwork
    precondition(
      embeddings.count == tasks * h.embeddingSize, "\(embeddings.count) for \(tasks) tasks")
    let blocks = h.hiddenBlocks
    if let first = blocks.first {
      firstLayer(parameters, embeddings, first.weight, first.bias)
    } else {
      concatenateInputs(parameters, embeddings)
    }
    for (index, block) in blocks.enumerated() {
      if index > 0 {
        multiply(
          layers[index - 1].matrix(rows: rows, columns: block.weight.columns),
          parameters.matrix(block.weight).transposed, into: &layers[index],
          at: Block(rows: rows, columns: block.weight.rows))
        addBias(parameters, at: block.bias, to: &layers[index], rows: rows, then: nil)
      }
      h.activation.apply(to: &layers[index], count: rows * block.weight.rows)
    }
    let width = h.lastHiddenSize
    let last = layers[layers.count - 1]
    for row in 0..<rows {
      for i in 0..<width { activations[row * (width + 1) + i] = last[row * width + i] }
    }
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  private mutating func firstLayer(
    _ parameters: [S], _ embeddings: [S], _ weight: Block, _ bias: Block
  ) {
    let h = hypernetwork
    let (e, q, c, units) = (h.embeddingSize, h.chunkEmbeddingSize, h.chunks, weight.rows)
    let chunkStart = h.chunkEmbeddingBlock.offset
    var ofTask = [S](repeating: 0, count: tasks * units)
    var ofChunk = [S](repeating: 0, count: c * units)
    for u in 0..<units {
      let row = weight.offset + u * weight.columns
      for j in 0..<tasks {
        var sum = parameters[bias.offset + u]
        for i in 0..<e { sum += parameters[row + i] * embeddings[j * e + i] }
        ofTask[j * units + u] = sum
      }
      for k in 0..<c {
        var sum: S = 0
        for i in 0..<q { sum += parameters[row + e + i] * parameters[chunkStart + k * q + i] }
        ofChunk[k * units + u] = sum
      }
    }
    for j in 0..<tasks {
      for k in 0..<c {
        for u in 0..<units {
          layers[0][(j * c + k) * units + u] = ofTask[j * units + u] + ofChunk[k * units + u]
        }
      }
    }
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  private mutating func concatenateInputs(_ parameters: [S], _ embeddings: [S]) {
    let h = hypernetwork
    let (e, q, c) = (h.embeddingSize, h.chunkEmbeddingSize, h.chunks)
    for row in 0..<rows {
      for i in 0..<e { layers[0][row * (e + q) + i] = embeddings[row / c * e + i] }
      for i in 0..<q {
        layers[0][row * (e + q) + e + i] =
          parameters[h.chunkEmbeddingBlock.offset + row % c * q + i]
      }
    }
  }

  /// Adds to `gradient` the derivatives of the hidden layers and chunk embeddings, given the
  /// derivative `error [R × H]` of the last hidden activations; returns that of the task embeddings.
  package mutating func backward(
    parameters: [S], embeddings: [S], error: [S], gradient: inout [S]
  ) -> [S] {
    let h = hypernetwork
    let blocks = h.hiddenBlocks
    precondition(error.count == rows * h.lastHiddenSize, "\(error.count) errors, \(rows) rows")
    errors[errors.count - 1] = error
    for index in blocks.indices.reversed() {
      let block = blocks[index]
      h.activation.backpropagate(
        outputs: layers[index], gradient: &errors[index], count: rows * block.weight.rows)
      guard index > 0 else { break }
      let delta = errors[index].matrix(rows: rows, columns: block.weight.rows)
      multiply(
        delta.transposed, layers[index - 1].matrix(rows: rows, columns: block.weight.columns),
        into: &gradient, at: block.weight, accumulate: true)
      sumRows(errors[index], rows: rows, into: &gradient, at: block.bias, accumulate: true)
      multiply(
        delta, parameters.matrix(block.weight), into: &errors[index - 1],
        at: Block(rows: rows, columns: block.weight.columns))
    }
    if let first = blocks.first {
      return firstLayerBackward(parameters, embeddings, first.weight, first.bias, &gradient)
    }
    return inputBackward(&gradient)
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  private func firstLayerBackward(
    _ parameters: [S], _ embeddings: [S], _ weight: Block, _ bias: Block, _ gradient: inout [S]
  ) -> [S] {
    let h = hypernetwork
    let (e, q, c, units) = (h.embeddingSize, h.chunkEmbeddingSize, h.chunks, weight.rows)
    let chunkStart = h.chunkEmbeddingBlock.offset
    var ofTask = [S](repeating: 0, count: tasks * units)
    var ofChunk = [S](repeating: 0, count: c * units)
    for row in 0..<rows {
      for u in 0..<units {
        let delta = errors[0][row * units + u]
        ofTask[row / c * units + u] += delta
        ofChunk[row % c * units + u] += delta
      }
    }
    var embeddingGradient = [S](repeating: 0, count: tasks * e)
    for u in 0..<units {
      let row = weight.offset + u * weight.columns
      for j in 0..<tasks {
        let delta = ofTask[j * units + u]
        gradient[bias.offset + u] += delta
        for i in 0..<e {
          gradient[row + i] += delta * embeddings[j * e + i]
          embeddingGradient[j * e + i] += delta * parameters[row + i]
        }
      }
      for k in 0..<c {
        let delta = ofChunk[k * units + u]
        for i in 0..<q {
          gradient[row + e + i] += delta * parameters[chunkStart + k * q + i]
          gradient[chunkStart + k * q + i] += delta * parameters[row + e + i]
        }
      }
    }
    return embeddingGradient
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  private func inputBackward(_ gradient: inout [S]) -> [S] {
    let h = hypernetwork
    let (e, q, c) = (h.embeddingSize, h.chunkEmbeddingSize, h.chunks)
    var embeddingGradient = [S](repeating: 0, count: tasks * e)
    for row in 0..<rows {
      for i in 0..<e { embeddingGradient[row / c * e + i] += errors[0][row * (e + q) + i] }
      for i in 0..<q {
        gradient[h.chunkEmbeddingBlock.offset + row % c * q + i] += errors[0][row * (e + q) + e + i]
      }
    }
    return embeddingGradient
  }
}
