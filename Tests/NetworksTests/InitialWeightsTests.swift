import Networks
import TestSupport
import Testing

@Suite("Initial weights")
struct InitialWeightsTests {
  private let network = Architecture(widths: [30, 20, 10])

  @Test("Matrices are uniform within Xavier's limits, biases 0")
  func xavier() {
    let weights: [Double] = network.initialWeights(seed: 1, purpose: "test")
    #expect(weights.count == network.weightCount)
    for (weight, bias) in network.dense.map({ ($0.weight, $0.bias) }) {
      let limit = (6 / Double(weight.rows + weight.columns)).squareRoot()
      let values = weights[weight.range]
      #expect(values.allSatisfy { abs($0) <= limit })
      #expect((values.max() ?? 0) > 0.9 * limit && (values.min() ?? 0) < -0.9 * limit)
      // A uniform variable's variance is a third of its limit's square.
      let square = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
      #expect(abs(square / (limit * limit / 3) - 1) < 0.2)
      #expect(weights[bias.range].allSatisfy { $0 == 0 })
    }
  }

  @Test("Seed, purpose and index decide them; both precisions start alike")
  func streams() {
    let weights: [Double] = network.initialWeights(seed: 1, purpose: "test")
    #expect(network.initialWeights(seed: 1, purpose: "test") == weights)
    #expect(network.initialWeights(seed: 1, purpose: "test", index: 0) == weights)
    #expect(network.initialWeights(seed: 2, purpose: "test") != weights)
    #expect(network.initialWeights(seed: 1, purpose: "other") != weights)
    #expect(network.initialWeights(seed: 1, purpose: "test", index: 1) != weights)
    #expect(network.initialWeights(seed: 1, purpose: "test") == weights.map(Float.init))
  }
}
