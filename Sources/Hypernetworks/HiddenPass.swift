import Tensors

/// A pass through a hypernetwork's hidden layers for several tasks and all chunks at once.
///
/// Row `k · m + j` belongs to chunk `k` and to the `j`-th of `m` tasks. The first layer separates,
/// `W₁[e; c] = W₁ᵉ e + W₁ᶜ c`, so it costs `m + C` products instead of `m · C`.
package struct HiddenPass<S: Real>: Sendable {
  /// The shape of the hypernetwork; its parameters are an argument of every call.
  package let hypernetwork: Hypernetwork
  /// The largest number of tasks the buffers hold.
  package let capacity: Int
  /// m, the number of tasks in the last `forward`.
  package private(set) var tasks = 0
  /// R = m · C.
  package var rows: Int { tasks * hypernetwork.chunks }
  /// The last hidden activations with a one appended: `[R × (H + 1)]`.
  package private(set) var activations: [S]
  /// The derivative of the task embeddings after `backward`, `[m × E]`.
  package private(set) var embeddingGradient: [S]
  private let blocks: [(weight: Block, bias: Block)]
  private var layers: [[S]]
  private var errors: [[S]]
  /// What the first layer makes of the task embeddings `[m × H₁]` and of the chunk embeddings
  /// `[C × H₁]`; in `backward`, the derivatives of these.
  private var ofTask: [S]
  private var ofChunk: [S]

  /// Buffers for at most `tasks` embeddings with all chunks each.
  package init(_ hypernetwork: Hypernetwork, tasks capacity: Int) {
    self.hypernetwork = hypernetwork
    self.capacity = capacity
    blocks = hypernetwork.hiddenBlocks
    let rows = capacity * hypernetwork.chunks
    let sizes = hypernetwork.hidden.isEmpty ? [hypernetwork.inputSize] : hypernetwork.hidden
    layers = sizes.map { [S](repeating: 0, count: rows * $0) }
    errors = layers
    activations = [S](repeating: 1, count: rows * (hypernetwork.lastHiddenSize + 1))
    embeddingGradient = [S](repeating: 0, count: capacity * hypernetwork.embeddingSize)
    ofTask = [S](repeating: 0, count: capacity * sizes[0])
    ofChunk = [S](repeating: 0, count: hypernetwork.chunks * sizes[0])
  }

  /// Computes the activations for `embeddings`, `[m × E]` in one vector.
  ///
  /// Complexity: O((m E + C Q) H₁ + R Σ HₗHₗ₊₁).
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func forward(parameters: [S], embeddings: [S]) {
    let h = hypernetwork
    tasks = embeddings.count / h.embeddingSize
    precondition(
      (1...capacity).contains(tasks) && embeddings.count == tasks * h.embeddingSize,
      "\(embeddings.count) entries for at most \(capacity) tasks")
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
          at: Block(rows: rows, columns: block.weight.rows), bias: parameters.matrix(block.bias),
          rectify: h.activation == .relu)
      }
      if index == 0 || h.activation != .relu {
        h.activation.apply(to: &layers[index], count: rows * block.weight.rows)
      }
    }
    let width = h.lastHiddenSize
    copyRows(
      layers[layers.count - 1], rows: rows, columns: width, into: &activations, stride: width + 1)
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  private mutating func firstLayer(
    _ parameters: [S], _ embeddings: [S], _ weight: Block, _ bias: Block
  ) {
    let h = hypernetwork
    let (e, units) = (h.embeddingSize, weight.rows)
    multiply(
      embeddings.matrix(rows: tasks, columns: e),
      parameters.matrix(weight.columns(0..<e)).transposed, into: &ofTask,
      at: Block(rows: tasks, columns: units), bias: parameters.matrix(bias))
    if h.chunkEmbeddingSize > 0 {
      multiply(
        parameters.matrix(h.chunkEmbeddingBlock),
        parameters.matrix(weight.columns(e..<weight.columns)).transposed, into: &ofChunk,
        at: Block(rows: h.chunks, columns: units))
    } else {
      for i in ofChunk.indices { ofChunk[i] = 0 }
    }
    addPairs(ofChunk, rows: h.chunks, ofTask, rows: tasks, columns: units, into: &layers[0])
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  private mutating func concatenateInputs(_ parameters: [S], _ embeddings: [S]) {
    let h = hypernetwork
    let (e, q) = (h.embeddingSize, h.chunkEmbeddingSize)
    for row in 0..<rows {
      for i in 0..<e { layers[0][row * (e + q) + i] = embeddings[row % tasks * e + i] }
      for i in 0..<q {
        layers[0][row * (e + q) + e + i] =
          parameters[h.chunkEmbeddingBlock.offset + row / tasks * q + i]
      }
    }
  }

  /// Adds to `gradient` the derivatives of the hidden layers and chunk embeddings, given the
  /// derivative `error [R × H]` of the last hidden activations; sets `embeddingGradient`.
  ///
  /// Complexity: twice that of `forward`.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package mutating func backward(
    parameters: [S], embeddings: [S], error: [S], gradient: inout [S]
  ) {
    let h = hypernetwork
    precondition(error.count >= rows * h.lastHiddenSize, "\(error.count) errors, \(rows) rows")
    copyRows(
      error, rows: rows, columns: h.lastHiddenSize, into: &errors[errors.count - 1],
      stride: h.lastHiddenSize)
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
      firstLayerBackward(parameters, embeddings, first.weight, first.bias, &gradient)
    } else {
      inputBackward(&gradient)
    }
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  private mutating func firstLayerBackward(
    _ parameters: [S], _ embeddings: [S], _ weight: Block, _ bias: Block, _ gradient: inout [S]
  ) {
    let h = hypernetwork
    let (e, units) = (h.embeddingSize, weight.rows)
    sumPairs(errors[0], chunks: h.chunks, tasks: tasks, columns: units, &ofChunk, &ofTask)
    let byTask = ofTask.matrix(rows: tasks, columns: units)
    let ofEmbeddings = weight.columns(0..<e)
    sumRows(ofTask, rows: tasks, into: &gradient, at: bias, accumulate: true)
    multiply(
      byTask.transposed, embeddings.matrix(rows: tasks, columns: e), into: &gradient,
      at: ofEmbeddings, accumulate: true)
    multiply(
      byTask, parameters.matrix(ofEmbeddings), into: &embeddingGradient,
      at: Block(rows: tasks, columns: e))
    guard h.chunkEmbeddingSize > 0 else { return }
    let byChunk = ofChunk.matrix(rows: h.chunks, columns: units)
    let ofChunks = weight.columns(e..<weight.columns)
    multiply(
      byChunk.transposed, parameters.matrix(h.chunkEmbeddingBlock), into: &gradient,
      at: ofChunks, accumulate: true)
    multiply(
      byChunk, parameters.matrix(ofChunks), into: &gradient, at: h.chunkEmbeddingBlock,
      accumulate: true)
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  private mutating func inputBackward(_ gradient: inout [S]) {
    let h = hypernetwork
    let (e, q) = (h.embeddingSize, h.chunkEmbeddingSize)
    for i in 0..<tasks * e { embeddingGradient[i] = 0 }
    for row in 0..<rows {
      for i in 0..<e { embeddingGradient[row % tasks * e + i] += errors[0][row * (e + q) + i] }
      for i in 0..<q {
        gradient[h.chunkEmbeddingBlock.offset + row / tasks * q + i] +=
          errors[0][row * (e + q) + e + i]
      }
    }
  }
}
