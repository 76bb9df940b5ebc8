import Networks
import Tensors
import TestSupport
import Testing

@Suite("Progressive networks")
struct ProgressiveNetworkTests {
  private struct Case: Decodable {
    let activation: Activation
    let sizes: [Int]
    let columns: [[Double]]
    let inputs: Fixture.Matrix
    let logits: [Fixture.Matrix]
  }

  @Test("The logits of every column equal the independent reference")
  func fixture() throws {
    let cases = try Fixture.cases(of: "progressive", as: Case.self)
    #expect(Set(cases.map(\.activation)) == Set(Activation.allCases))
    for item in cases {
      let column = Architecture(widths: item.sizes, activation: item.activation)
      let whole = ProgressiveNetwork(column: column, columns: item.columns.count)
      let weights = Array(item.columns.joined())
      #expect(whole.weightCount == weights.count)
      let batch = item.inputs.shape[0]
      for (k, expected) in item.logits.enumerated() {
        let network = whole.prefix(k + 1)
        #expect(network.trainableRange.count == item.columns[k].count)
        for backward in [true, false] {
          var pass = ProgressivePass<Double>(network, capacity: batch, backward: backward)
          pass.inputs = item.inputs.values
          pass.forward(weights: weights, batch: batch)
          #expect(
            relativeError(pass.logits, expected.values) < 1e-12, "\(item.activation), \(k)")
        }
      }
    }
  }

  private func network(_ activation: Activation, columns: Int) -> ProgressiveNetwork {
    ProgressiveNetwork(
      column: Architecture(widths: [3, 5, 4, 6], activation: activation), columns: columns)
  }

  @Test(
    "The last column's gradient fits central differences, all others are 0",
    arguments: Activation.allCases, [1, 3])
  func gradient(activation: Activation, columns: Int) {
    let network = network(activation, columns: columns)
    let weights: [Double] = uniformValues(network.weightCount, seed: 4)
    let batch = 3
    // The buffers hold more than the batch; what lies beyond it must not matter.
    var pass = ProgressivePass<Double>(network, capacity: 5)
    pass.inputs = uniformValues(5 * 3, seed: 5)
    func loss(_ pass: inout ProgressivePass<Double>, _ weights: [Double]) -> Double {
      pass.forward(weights: weights, batch: batch)
      return pass.withLogitGradient { logits, gradient in
        Loss.crossEntropy(
          logits: logits, outputs: 6, head: 2..<5, labels: [0, 2, 1], gradient: &gradient
        ).loss
      }
    }
    _ = loss(&pass, weights)
    var gradient = [Double](repeating: 9, count: network.weightCount + 2)
    pass.backward(weights: weights, batch: batch, gradient: &gradient)
    let last = network.trainableRange
    #expect(gradient[..<last.lowerBound].allSatisfy { $0 == 0 })
    #expect(Array(gradient[last.upperBound...]) == [9, 9])
    var copy = pass
    let numerical = Array(numericalGradient(at: weights) { loss(&copy, $0) }[last])
    #expect(relativeError(Array(gradient[last]), numerical) < 1e-7)
  }

  @Test("Every weight acts on the logits, but for the output layers of earlier columns")
  func effects() {
    let network = network(.tanh, columns: 3)
    let weights: [Double] = uniformValues(network.weightCount, seed: 6)
    var pass = ProgressivePass<Double>(network, capacity: 1, backward: false)
    pass.inputs = uniformValues(3, seed: 7)
    pass.forward(weights: weights, batch: 1)
    let logits = pass.logits
    let silent = (0..<2).flatMap { k -> [Int] in
      let own = 6 * 4 + 6
      let adapter = k == 0 ? 0 : k + 4 * 4 * k + 4 + 6 * 4
      return Array(network.range(ofColumn: k).suffix(own + adapter))
    }
    for i in weights.indices {
      var changed = weights
      changed[i] += 0.5
      pass.forward(weights: changed, batch: 1)
      #expect((pass.logits == logits) == silent.contains(i), "weight \(i)")
    }
  }

  @Test("The weights of some outputs are those that no other output depends on")
  func outputRanges() {
    for columns in [1, 3] {
      let network = network(.elu, columns: columns)
      let weights: [Double] = uniformValues(network.weightCount, seed: 8)
      var pass = ProgressivePass<Double>(network, capacity: 1, backward: false)
      pass.inputs = uniformValues(3, seed: 9)
      pass.forward(weights: weights, batch: 1)
      let logits = pass.logits
      let ranges = network.outputRanges(1..<3)
      #expect(ranges.reduce(0) { $0 + $1.count } == 2 * (columns == 1 ? 5 : 9))
      for i in ranges.joined() {
        var changed = weights
        changed[i] += 0.5
        pass.forward(weights: changed, batch: 1)
        let moved = logits.indices.filter { pass.logits[$0] != logits[$0] }
        #expect(moved == [1] || moved == [2], "weight \(i)")
      }
    }
  }

  @Test("A new column has Xavier's matrices, biases 0 and scales 1, by seed and column")
  func initialColumn() {
    let network = network(.relu, columns: 3)
    let column: [Double] = network.initialColumn(seed: 1)
    #expect(column.count == network.trainableRange.count)
    var start = 0
    for tensor in network.tensors.suffix(2 + 6 + 6) {
      let values = column[start..<start + tensor.count]
      let limit = (6 / Double(tensor.fanIn + tensor.fanOut)).squareRoot()
      switch tensor.role {
      case .weight:
        #expect(values.allSatisfy { $0 != 0 && abs($0) <= limit })
        #expect((values.map(abs).max() ?? 0) > 0.8 * limit)
      case .bias, .shift: #expect(values.allSatisfy { $0 == 0 })
      case .scale: #expect(Array(values) == [1, 1])
      }
      start += tensor.count
    }
    #expect(start == column.count)
    #expect(network.initialColumn(seed: 1) == column)
    #expect(network.initialColumn(seed: 2) != column)
    let second: [Double] = network.prefix(2).initialColumn(seed: 1)
    #expect(second.first != column.first)
  }

  @Test("Tensors, columns and the whole agree on the number of weights")
  func counts() {
    let network = ProgressiveNetwork(
      column: Architecture(widths: [784, 400, 400, 10]), columns: 5)
    #expect(network.tensors.reduce(0) { $0 + $1.count } == network.weightCount)
    #expect(network.range(ofColumn: 0) == 0..<478_410)
    for k in 1..<5 {
      #expect(network.range(ofColumn: k).lowerBound == network.range(ofColumn: k - 1).upperBound)
      // W and b as in the first column; two adapters, each with α, V and c, and U of either layer.
      let adapters = 2 * (k + 400 * 400 * k + 400) + 400 * 400 + 10 * 400
      #expect(network.range(ofColumn: k).count == 478_410 + adapters)
    }
  }
}
