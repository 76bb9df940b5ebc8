import Tensors

/// Random initial values, drawn in `Double` so that both precisions start alike.
package enum Initialization {
  /// `count` values of N(0, 1).
  package static func standardNormal<S: Real>(
    count: Int, using random: inout RandomStream
  ) -> [S] {
    (0..<count).map { _ in S(random.normal()) }
  }

  /// Fills a matrix or filters, at `range` of `values`, with uniform numbers of ±√(6 / (fanIn + fanOut))
  /// (Glorot & Bengio 2010).
  package static func xavierUniform<S: Real>(
    _ values: inout [S], at range: Range<Int>, fanIn: Int, fanOut: Int,
    using random: inout RandomStream
  ) {
    let limit = (6 / Double(fanIn + fanOut)).squareRoot()
    for i in range { values[i] = S((2 * random.uniform() - 1) * limit) }
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
    var (values, place) = ([S](repeating: 0, count: weightCount), 0)
    var random = RandomStream(seed: seed, purpose: purpose, index: index)
    for tensor in tensors {
      let range = place..<place + tensor.count
      switch tensor.role {
      case .weight:
        Initialization.xavierUniform(
          &values, at: range, fanIn: tensor.fanIn, fanOut: tensor.fanOut, using: &random)
      case .scale: for i in range { values[i] = 1 }
      case .bias, .shift: break
      }
      place = range.upperBound
    }
    return values
  }
}
