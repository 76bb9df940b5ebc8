import Tensors

/// The output regularizer in factored form: it keeps the weights of the past tasks where they were,
/// without forming a single one of them.
///
/// `R = β/t · Σ_{j<t} ‖f_h(e_j, Θ*) − f_h(e_j, Θ + ΔΘ)‖²`. With the output layer `W` (bias as last row)
/// and activations `A` (ones appended), the differences of all past tasks' chunks are
/// `D = A dW + dA W*`; value and gradients need only products of `A`, `dA`, `dW`, `W*` among themselves,
/// which are as small as the hidden layer is wide. Rows that truncation cuts from the last chunk are
/// kept out exactly: the columns beyond it form a segment of their own, without those rows.
package struct OutputRegularizer<S: Real>: Sendable {
  /// A range of the output layer's columns and the chunks that reach into it.
  private struct Segment: Sendable {
    let columns: Range<Int>
    let chunks: Int
    /// `W* W*ᵀ` over the columns, constant while a task is trained.
    let snapshotGram: [S]
  }

  private let hypernetwork: Hypernetwork
  private let tasks: Int
  private let embeddings: [S]
  private let snapshot: [S]
  private let snapshotActivations: [S]
  private let segments: [Segment]
  private var pass: HiddenPass<S>
  /// `[dW; W*]`, both `(H + 1) × N`: one operand for the gradient's product.
  private var stack: [S]
  /// Θ + ΔΘ where `evaluate(ahead:)` computes it: the hidden layers and the chunk embeddings.
  private var ahead: [S]

  /// Remembers Θ* = `snapshot` for the tasks of `embeddings` (`[t × E]` in one vector).
  package init(_ hypernetwork: Hypernetwork, snapshot: [S], embeddings: [S]) {
    let h = hypernetwork
    precondition(snapshot.count == h.parameterCount, "\(snapshot.count) parameters")
    precondition(
      !embeddings.isEmpty && embeddings.count % h.embeddingSize == 0, "\(embeddings.count) entries")
    self.hypernetwork = h
    self.snapshot = snapshot
    self.embeddings = embeddings
    tasks = embeddings.count / h.embeddingSize
    pass = HiddenPass(h, tasks: tasks)
    pass.forward(parameters: snapshot, embeddings: embeddings)
    snapshotActivations = pass.activations
    let output = h.outputBlock
    stack = [S](repeating: 0, count: output.count) + snapshot[output.range]
    ahead = snapshot
    var cuts: [(Range<Int>, Int)] = [(0..<h.lastChunkSize, h.chunks)]
    if h.chunks > 1 && h.lastChunkSize < h.chunkSize {
      cuts.append((h.lastChunkSize..<h.chunkSize, h.chunks - 1))
    }
    segments = cuts.map { columns, chunks in
      Segment(
        columns: columns, chunks: chunks,
        snapshotGram: innerProducts(snapshot, at: output, snapshot, at: output, columns: columns))
    }
  }

  /// Adds ∂R/∂Θ at `parameters` (= Θ + ΔΘ) to `gradient` and returns R. `strength` is β.
  ///
  /// Complexity: O((R + N) · H²) time for R = t · C rows, no memory beyond the buffers.
  package mutating func evaluate(parameters: [S], strength: S, gradient: inout [S]) -> S {
    let output = hypernetwork.outputBlock
    pass.forward(parameters: parameters, embeddings: embeddings)
    difference(
      parameters, at: output.offset, snapshot, at: output.offset, into: &stack, count: output.count)
    let width = hypernetwork.lastHiddenSize + 1
    let square = Block(rows: width, columns: hypernetwork.chunkSize)
    let both = Block(rows: 2 * width, columns: hypernetwork.chunkSize)
    // Rows [dW] against rows [dW; W*]: both Gram matrices in one pass.
    let grams = segments.map {
      innerProducts(stack, at: square, stack, at: both, columns: $0.columns)
    }
    return finish(grams, parameters: parameters, strength: strength, gradient: &gradient)
  }

  /// The same where a step of Adam from `parameters` along `gradient` would lead, bit by bit; Θ + ΔΘ
  /// of the output layer exists only a strip at a time.
  package mutating func evaluate(
    ahead rates: AdamRates<S>, first: [S], second: [S], parameters: [S], strength: S,
    gradient: inout [S]
  ) -> S {
    let output = hypernetwork.outputBlock
    for range in [0..<output.offset, output.range.upperBound..<parameters.count] {
      adamLookahead(
        rates, gradient: gradient, parameters: parameters, first: first, second: second,
        into: &ahead, range: range)
    }
    pass.forward(parameters: ahead, embeddings: embeddings)
    let grams = segments.map {
      adamLookaheadGrams(
        rates, gradient: gradient, parameters: parameters, first: first, second: second,
        snapshot: snapshot, at: output, columns: $0.columns, stack: &stack)
    }
    return finish(grams, parameters: ahead, strength: strength, gradient: &gradient)
  }

  /// Value and gradient from the differences in `stack` and their Gram matrices, one per segment.
  @specialized(where S == Float)
  @specialized(where S == Double)
  private mutating func finish(
    _ grams: [[S]], parameters: [S], strength: S, gradient: inout [S]
  ) -> S {
    let h = hypernetwork
    let output = h.outputBlock
    let width = h.lastHiddenSize + 1
    let activations = pass.activations
    let scale = 2 * strength / S(tasks)
    var value: S = 0
    var error = [S](repeating: 0, count: pass.rows * (width - 1))
    let both = Block(rows: 2 * width, columns: h.chunkSize)
    for (segment, grams) in zip(segments, grams) {
      let (p, q) = split(grams, width)
      let u = segment.snapshotGram
      let rows = rowProducts(activations, chunks: segment.chunks)
      for a in 0..<width {
        for b in 0..<width {
          value += rows.aa[a * width + b] * p[a * width + b]
          value += 2 * rows.ad[a * width + b] * q[a * width + b]
          value += rows.dd[a * width + b] * u[a * width + b]
        }
      }
      // ∂R/∂W = c (AᵀA dW + AᵀdA W*) over this segment's columns.
      var coefficients = [S](repeating: 0, count: width * 2 * width)
      for a in 0..<width {
        for b in 0..<width {
          coefficients[a * 2 * width + b] = scale * rows.aa[a * width + b]
          coefficients[a * 2 * width + width + b] = scale * rows.ad[a * width + b]
        }
      }
      multiplyThin(
        coefficients, rows: width, stack, at: both, into: &gradient, at: output,
        columns: segment.columns, accumulate: true)
      // ∂R/∂A = c (A (dW Wᵀ) + dA (W* Wᵀ)) with W = W* + dW; the appended one has no gradient.
      accumulateError(
        &error, activations, chunks: segment.chunks, scale: scale,
        ofA: zip(p, q).map { $0 + $1 }, ofDifference: transposedSum(q, u, width))
    }
    _ = pass.backward(
      parameters: parameters, embeddings: embeddings, error: error, gradient: &gradient)
    return strength / S(tasks) * value
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  private func split(_ grams: [S], _ width: Int) -> (p: [S], q: [S]) {
    var (p, q) = ([S](), [S]())
    for a in 0..<width {
      p += grams[a * 2 * width..<a * 2 * width + width]
      q += grams[a * 2 * width + width..<(a + 1) * 2 * width]
    }
    return (p, q)
  }

  /// `qᵀ + u`.
  @specialized(where S == Float)
  @specialized(where S == Double)
  private func transposedSum(_ q: [S], _ u: [S], _ width: Int) -> [S] {
    (0..<width * width).map { q[$0 % width * width + $0 / width] + u[$0] }
  }

  /// `AᵀA`, `AᵀdA` and `dAᵀdA` over the rows of the first `chunks` chunks of every task.
  @specialized(where S == Float)
  @specialized(where S == Double)
  private func rowProducts(_ activations: [S], chunks: Int) -> (aa: [S], ad: [S], dd: [S]) {
    let width = hypernetwork.lastHiddenSize + 1
    var aa = [S](repeating: 0, count: width * width)
    var (ad, dd) = (aa, aa)
    var d = [S](repeating: 0, count: width)
    for row in 0..<pass.rows where row % hypernetwork.chunks < chunks {
      let start = row * width
      for i in 0..<width { d[i] = activations[start + i] - snapshotActivations[start + i] }
      for i in 0..<width {
        let a = activations[start + i]
        for k in 0..<width {
          aa[i * width + k] += a * activations[start + k]
          ad[i * width + k] += a * d[k]
          dd[i * width + k] += d[i] * d[k]
        }
      }
    }
    return (aa, ad, dd)
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  private func accumulateError(
    _ error: inout [S], _ activations: [S], chunks: Int, scale: S, ofA: [S], ofDifference: [S]
  ) {
    let width = hypernetwork.lastHiddenSize + 1
    for row in 0..<pass.rows where row % hypernetwork.chunks < chunks {
      let start = row * width
      for k in 0..<width {
        let a = scale * activations[start + k]
        let d = scale * (activations[start + k] - snapshotActivations[start + k])
        for i in 0..<width - 1 {
          error[row * (width - 1) + i] += a * ofA[k * width + i] + d * ofDifference[k * width + i]
        }
      }
    }
  }
}
