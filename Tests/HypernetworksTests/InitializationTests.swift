import Hypernetworks
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Initial values of hypernetworks")
struct InitializationTests {
  private static let all: [HypernetworkInitialization] = [
    .xavier, .kaiming, .normal(deviation: 0.3), .hyperfanIn, .hyperfanOut,
  ]
  /// 600, 30, 300 and 10 weights.
  private let target = Architecture(widths: [20, 30, 10])

  private func full(_ hidden: [Int], _ activation: Activation = .relu) -> Hypernetwork {
    Hypernetwork(
      targetCount: target.weightCount, embeddingSize: 100, hidden: hidden, activation: activation)
  }

  private func chunked(_ hidden: [Int], _ activation: Activation = .relu) -> Hypernetwork {
    Hypernetwork(
      targetCount: target.weightCount, embeddingSize: 60, chunkSize: 90, chunkEmbeddingSize: 40,
      hidden: hidden, activation: activation)
  }

  /// The output layer's matrix without its bias, some columns of it.
  private func entries(_ values: [Double], _ block: Block) -> [Double] {
    (0..<block.rows).flatMap { values[block.rows($0..<$0 + 1).range] }
  }

  private func expect(_ values: [Double], within limit: Double, _ place: String) {
    let peak = values.map(abs).max() ?? 0
    #expect(peak <= limit && peak > 0.95 * limit, "\(place): \(peak) of \(limit)")
  }

  @Test("Xavier's limit of a full hypernetwork's output layer is each tensor's own")
  func xavierOfHeads() {
    let h = full([24, 16])
    let values: [Double] = h.initialParameters(for: target.tensors, seed: 1)
    let matrix = h.outputBlock.rows(0..<16)
    var start = 0
    for count in [600, 30, 300, 10] {
      expect(
        entries(values, matrix.columns(start..<start + count)),
        within: (6 / Double(16 + count)).squareRoot(), "\(count) columns")
      start += count
    }
    for (block, sizes) in zip(h.hiddenBlocks, [(100, 24), (24, 16)]) {
      expect(
        entries(values, block.weight), within: (6 / Double(sizes.0 + sizes.1)).squareRoot(),
        "\(sizes)")
    }
  }

  @Test("Xavier's limit of a chunked hypernetwork's output layer is that of a chunk")
  func xavierOfChunks() {
    let h = chunked([24, 16])
    let values: [Double] = h.initialParameters(for: target.tensors, seed: 1)
    let limit = (6.0 / (16 + 90)).squareRoot()
    for columns in [0..<30, 30..<60, 60..<90] {
      expect(
        entries(values, h.outputBlock.rows(0..<16).columns(columns)), within: limit, "\(columns)")
    }
    #expect(values == h.initialParameters(seed: 1))
  }

  /// The mean square of `n` normal numbers deviates by a share of √(2 / n); five times that is allowed.
  private func expect(_ values: [Double], variance: Double, _ place: String) {
    let n = Double(values.count)
    let square = values.reduce(0) { $0 + $1 * $1 } / n
    #expect(abs(square / variance - 1) < 5 * (2 / n).squareRoot(), "\(place): \(square)")
    #expect(abs(values.reduce(0, +) / n) < 5 * (variance / n).squareRoot(), "\(place)")
    // More than two deviations are as frequent as normal numbers make them, 4.55 %.
    let far = Double(values.count { abs($0) > 2 * variance.squareRoot() }) / n
    #expect(abs(far - 0.0455) < 5 * (0.0455 / n).squareRoot(), "\(place): \(far)")
  }

  @Test(
    "Kaiming's matrices have variance g² / in, normal ones the given one",
    arguments: Activation.allCases)
  func normalMatrices(activation: Activation) {
    let gain: Double = activation == .relu || activation == .elu ? 2 : 1
    for h in [full([120, 80], activation), chunked([120, 80], activation)] {
      let matrix = h.outputBlock.rows(0..<80)
      let kaiming: [Double] = h.initialParameters(.kaiming, for: target.tensors, seed: 2)
      expect(entries(kaiming, h.hiddenBlocks[0].weight), variance: gain / 100, "first layer")
      expect(entries(kaiming, h.hiddenBlocks[1].weight), variance: gain / 120, "second layer")
      expect(entries(kaiming, matrix), variance: 1.0 / 80, "output layer")
      let normal: [Double] = h.initialParameters(
        .normal(deviation: 0.3), for: target.tensors, seed: 3)
      for block in h.hiddenBlocks.map(\.weight) + [matrix] {
        expect(entries(normal, block), variance: 0.09, "\(block)")
      }
    }
  }

  @Test("Biases are zero and matrices are not, whatever the law", arguments: all)
  func biases(initialization: HypernetworkInitialization) {
    for h in [full([24, 16]), full([]), chunked([24, 16]), chunked([])] {
      let values: [Double] = h.initialParameters(initialization, for: target.tensors, seed: 4)
      let inner = h.lastHiddenSize
      let biases = h.hiddenBlocks.map(\.bias) + [h.outputBlock.rows(inner..<inner + 1)]
      for block in biases { #expect(values[block.range].allSatisfy { $0 == 0 }) }
      let zeros = values.count { $0 == 0 }
      // Hyperfan-out wants none of the biases of a layer that has more inputs than outputs.
      let wantless = initialization == .hyperfanOut && h.chunks == 1 ? 10 * inner : 0
      #expect(zeros == biases.reduce(wantless) { $0 + $1.count })
    }
  }

  @Test("Chunk embeddings are N(0, 1) unless hyperfan sets their variances")
  func chunkEmbeddings() {
    // 940 chunks of one weight.
    let h = Hypernetwork(
      targetCount: target.weightCount, embeddingSize: 6, chunkSize: 1, chunkEmbeddingSize: 8,
      hidden: [10], activation: .relu)
    func embeddings(_ initialization: HypernetworkInitialization) -> [Double] {
      let values: [Double] = h.initialParameters(initialization, for: target.tensors, seed: 5)
      return Array(values[h.chunkEmbeddingBlock.range])
    }
    let normal = embeddings(.xavier)
    #expect(normal.count == 940 * 8)
    expect(normal, variance: 1, "chunk embeddings")
    #expect(embeddings(.kaiming) == normal && embeddings(.normal(deviation: 0.3)) == normal)
    #expect(embeddings(.hyperfanIn) != normal && embeddings(.hyperfanOut) != normal)
  }

  @Test("Hyperfan variances are half as large where the target does not rectify", arguments: all)
  func linearTarget(initialization: HypernetworkInitialization) {
    let isHyperfan = [.hyperfanIn, .hyperfanOut].contains(initialization)
    for h in [full([24, 16]), full([]), chunked([24, 16], .tanh), chunked([])] {
      func values(_ rectifies: Bool) -> [Double] {
        h.initialParameters(initialization, for: target.tensors, rectifies: rectifies, seed: 6)
      }
      var expected = values(true)
      if isHyperfan { for i in h.outputBlock.range { expected[i] *= 0.5.squareRoot() } }
      #expect(relativeError(values(false), expected) < 1e-13)
    }
  }

  @Test("The same seed gives the same bytes, in either precision", arguments: all)
  func seeds(initialization: HypernetworkInitialization) {
    for h in [full([24, 16]), chunked([24, 16])] {
      func values<S: Real>(_ seed: UInt64) -> [S] {
        h.initialParameters(initialization, for: target.tensors, seed: seed)
      }
      let (once, again, other): ([Float], [Float], [Float]) = (values(7), values(7), values(8))
      #expect(once.map(\.bitPattern) == again.map(\.bitPattern))
      #expect(zip(once, other).allSatisfy { $0 != $1 || $0 == 0 })
      let double: [Double] = values(7)
      #expect(double.map(Float.init) == once)
    }
  }
}
