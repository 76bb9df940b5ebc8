import Networks
import Tensors

/// The variances that hyperfan initialisation promises of the generated weights, and what brings them
/// about (Chang, Flokas, Lipson, *Principled weight initialization for hypernetworks*, ICLR 2020).
///
/// A generated weight has variance `H · Var(W) · E[h²]`, `h` being the last hidden layer. In a full
/// hypernetwork, each tensor's head gets the `Var(W)` that it needs. In a chunked one `W` is common to
/// all chunks: there the variance of each chunk's embedding is set, for the mean of what the chunk's
/// weights want. How `E[h²]` follows from the embeddings' variance is computed layer by layer, for
/// normal sums: exact for ReLU and linear networks, approximate for others, and less is promised where a
/// bounded activation cannot reach it. A chunk of nothing but weights that want 0 (biases of a narrowing
/// layer, with hyperfan-out) still gets the least variance that tells chunks apart.
package struct GeneratedVariance: Sendable {
  /// The wanted variance of each generated weight's tensor, and where the tensor ends.
  private let wanted: [(end: Int, variance: Double)]
  private let hypernetwork: Hypernetwork
  /// Var(W) of a chunked hypernetwork.
  private var outputVariance = 0.0
  /// The standard deviations of the chunk embeddings.
  package private(set) var chunkDeviations: [Double]

  /// The smallest variance of a chunk embedding: chunks must differ.
  private static let leastChunkVariance = 0.25

  /// Nil for initialisations that promise nothing.
  package init?(
    _ hypernetwork: Hypernetwork, _ initialization: HypernetworkInitialization,
    _ tensors: [TargetTensor], rectifies: Bool
  ) {
    guard initialization == .hyperfanIn || initialization == .hyperfanOut else { return nil }
    self.hypernetwork = hypernetwork
    let hasBias = tensors.contains { $0.role == .bias }
    var end = 0
    wanted = tensors.map { tensor in
      end += tensor.count
      let gain = rectifies ? 2.0 : 1
      let (fanIn, fanOut) = (Double(tensor.fanIn), Double(tensor.fanOut))
      let variance =
        switch (tensor.role, initialization) {
        case (.weight, .hyperfanIn): gain / ((hasBias ? 2 : 1) * fanIn)
        case (.weight, _): gain / fanOut
        case (.bias, .hyperfanIn): gain / 2
        case (.bias, _): max(0, gain * (1 - fanIn / fanOut))
        // What normalises starts with a spread of one about 0, and no shift.
        case (.scale, _): 1.0
        case (.shift, _): 0.0
        }
      return (end, variance)
    }
    precondition(end == hypernetwork.targetCount, "\(end) weights, P = \(hypernetwork.targetCount)")
    chunkDeviations = [Double](repeating: 1, count: hypernetwork.chunks)
    if hypernetwork.chunkEmbeddingSize > 0 { settleChunks() }
  }

  /// The variance wanted of the generated weights in `range`, on average.
  package func wanted(in range: Range<Int>) -> Double {
    var (start, sum) = (0, 0.0)
    for (end, variance) in wanted {
      let overlap = min(end, range.upperBound) - max(start, range.lowerBound)
      sum += variance * Double(max(0, overlap))
      start = end
    }
    return sum / Double(range.count)
  }

  /// The standard deviation of the output layer's entries in the columns of a head.
  func outputDeviation(ofHead head: Range<Int>) -> Double {
    let h = hypernetwork
    if h.chunkEmbeddingSize > 0 { return outputVariance.squareRoot() }
    let mean = meanSquare(ofInputs: 1)
    return (wanted(in: head) / (Double(h.lastHiddenSize) * mean)).squareRoot()
  }

  /// Sets the output layer's variance for the chunk that wants least, and each chunk's own from there.
  private mutating func settleChunks() {
    let h = hypernetwork
    let (e, q) = (Double(h.embeddingSize), Double(h.chunkEmbeddingSize))
    func inputs(_ variance: Double) -> Double { (e + q * variance) / (e + q) }
    let variances = (0..<h.chunks).map {
      wanted(in: $0 * h.chunkSize..<min(h.targetCount, ($0 + 1) * h.chunkSize))
    }
    guard let least = variances.filter({ $0 > 0 }).min() else { return }
    outputVariance =
      least / (Double(h.lastHiddenSize) * meanSquare(ofInputs: inputs(Self.leastChunkVariance)))
    var known: [Double: Double] = [:]
    for (k, variance) in variances.enumerated() {
      let found =
        known[variance]
        ?? chunkVariance(for: variance / (Double(h.lastHiddenSize) * outputVariance), inputs)
      known[variance] = found
      chunkDeviations[k] = found.squareRoot()
    }
  }

  /// The chunk embeddings' variance at which the last hidden layer has the mean square `goal`.
  private func chunkVariance(for goal: Double, _ inputs: (Double) -> Double) -> Double {
    var (low, high) = (Self.leastChunkVariance, 1e6)
    for _ in 0..<60 {
      let middle = (low * high).squareRoot()
      if meanSquare(ofInputs: inputs(middle)) < goal { low = middle } else { high = middle }
    }
    return low
  }

  /// `E[h²]` of the last hidden layer for inputs of mean square `inputs`.
  private func meanSquare(ofInputs inputs: Double) -> Double {
    let activation = hypernetwork.activation
    return hypernetwork.hidden.reduce(inputs) { square, _ in
      let deviation = (activation.squaredGain * square).squareRoot()
      // E[σ(d z)²] for a normal z: 401 points of the trapezoid rule over ±8.
      var z = (0...400).map { deviation * (Double($0) / 25 - 8) }
      activation.apply(to: &z, count: z.count)
      return z.enumerated().reduce(0) { sum, point in
        let t = Double(point.offset) / 25 - 8
        return sum + point.element * point.element * Double.exponential(-t * t / 2)
      } / 25 / (2 * Double.pi).squareRoot()
    }
  }
}
