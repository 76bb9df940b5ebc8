import Tensors

extension NetworkPass {
  /// What of each sample's own gradient is summed.
  package enum SampleGradient: Sendable {
    /// `square` sums `g²`, as Fisher information does; `magnitude` sums `|g|`, as MAS does.
    case square, magnitude
  }

  /// Adds to `sums` the squares or magnitudes of each sample's own gradient with respect to the weights,
  /// summed over the batch, times `scale`. The logits' gradient must not be averaged over the batch.
  ///
  /// The gradient of a matrix is the outer product of a sample's error and its inputs. So its square is the
  /// outer product of their squares, and the sum over the batch is one product of matrices, as in `backward`.
  /// Complexity: the same. Filters act on many pixels, so the gradient of each sample is computed by itself.
  package mutating func addSampleGradients(
    _ form: SampleGradient, weights: [S], batch: Int, scale: S, to sums: inout [S]
  ) {
    for index in dense.indices.reversed() {
      let block = dense[index]
      let (rows, columns) = (block.weight.rows, block.weight.columns)
      let source = source(of: index)
      let error = gradients[index]
      let ownError = Self.apply(form, to: error, count: batch * rows).map { scale * $0 }
      multiply(
        ownError.matrix(rows: batch, columns: rows).transposed,
        Self.apply(form, to: source, count: batch * columns).matrix(rows: batch, columns: columns),
        into: &sums, at: block.weight, accumulate: true)
      let ones = [S](repeating: 1, count: batch)
      multiply(
        ones.matrix(rows: 1, columns: batch), ownError.matrix(rows: batch, columns: rows),
        into: &sums, at: block.bias, accumulate: true)
      guard index > 0 else { break }
      multiply(
        error.matrix(rows: batch, columns: rows), weights.matrix(block.weight),
        into: &gradients[index - 1], at: Block(rows: batch, columns: columns))
      dense[index - 1].activation?.backpropagate(
        outputs: outputs[index - 1], gradient: &gradients[index - 1], count: batch * columns)
    }
    guard features != nil else { return }
    setMapGradient(weights: weights, batch: batch)
    features?.forEachGradient(weights: weights, batch: batch, outputGradient: mapGradient) {
      addMagnitudes(of: $0, scale: scale, absolute: form == .magnitude, to: &sums)
    }
  }

  private static func apply(_ form: SampleGradient, to values: [S], count: Int) -> [S] {
    switch form {
    case .square: values[..<count].map { $0 * $0 }
    case .magnitude: values[..<count].map(\.magnitude)
    }
  }
}
