import Tensors

/// Random initial values, drawn in `Double` so that both precisions start alike.
package enum Initialization {
  /// `count` values of N(0, 1).
  package static func standardNormal<S: Real>(
    count: Int, using random: inout RandomStream
  ) -> [S] {
    (0..<count).map { _ in S(random.normal()) }
  }

  /// Fills the matrix at `block` of `values` with uniform numbers of ±√(6 / (rows + columns)), row by row
  /// (Glorot & Bengio 2010).
  package static func xavierUniform<S: Real>(
    _ values: inout [S], at block: Block, using random: inout RandomStream
  ) {
    let limit = (6 / Double(block.rows + block.columns)).squareRoot()
    for row in 0..<block.rows {
      for i in block.rows(row..<row + 1).range {
        values[i] = S((2 * random.uniform() - 1) * limit)
      }
    }
  }
}

extension Architecture {
  /// Weights to start training from: Xavier-uniform matrices and filters, biases and shifts 0, scales 1.
  ///
  /// - Parameters:
  ///   - purpose: what the weights are for; no two purposes share a sequence of random numbers
  ///   - index: the task, where each has weights of its own
  ///
  /// Complexity: O(P).
  package func initialWeights<S: Real>(seed: UInt64, purpose: String, index: Int = 0) -> [S] {
    var values: [S] = []
    values.reserveCapacity(weightCount)
    var random = RandomStream(seed: seed, purpose: purpose, index: index)
    for tensor in tensors {
      switch tensor.role {
      case .weight:
        let limit = (6 / Double(tensor.fanIn + tensor.fanOut)).squareRoot()
        for _ in 0..<tensor.count { values.append(S((2 * random.uniform() - 1) * limit)) }
      case .bias, .shift: values += [S](repeating: 0, count: tensor.count)
      case .scale: values += [S](repeating: 1, count: tensor.count)
      }
    }
    return values
  }
}
