import Foundation
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Dropout")
struct DropoutTests {
  @Test(
    "A mask drops with its rate, in every place of a random word, and makes up for what it drops",
    arguments: [0, 0.1, 0.25, 0.5, 0.9])
  func frequencies(rate: Double) {
    let count = 40_000
    var random = RandomStream(seed: 1, purpose: "dropout")
    var mask = [Double](repeating: 9, count: count + 2)
    random.dropoutMask(into: &mask, count: count, rate: rate)
    #expect(mask.suffix(2) == [9, 9])
    // The probability is the nearest multiple of 2⁻¹⁶; kept entries make the expectation one exactly.
    let probability = (rate * 65_536).rounded() / 65_536
    let values = Array(mask[..<count])
    #expect(Set(values).isSubset(of: [0, 1 / (1 - probability)]))
    func expectFrequency(_ dropped: Int, of count: Int, _ probability: Double, _ place: String) {
      let deviation = (Double(count) * probability * (1 - probability)).squareRoot()
      #expect(abs(Double(dropped) - Double(count) * probability) <= 5 * deviation, "\(place)")
    }
    for lane in 0..<4 {
      let dropped = stride(from: lane, to: count, by: 4).count { values[$0] == 0 }
      expectFrequency(dropped, of: count / 4, probability, "lane \(lane)")
    }
    for distance in 1...4 {
      let pairs = (0..<count - distance).count {
        values[$0] == 0 && values[$0 + distance] == 0
      }
      expectFrequency(pairs, of: count - distance, probability * probability, "\(distance) apart")
    }
    let deviation = (probability / (1 - probability) / Double(count)).squareRoot()
    #expect(abs(values.reduce(0, +) / Double(count) - 1) <= 5 * deviation)
  }

  @Test("A mask depends on the stream's state alone, and both precisions drop the same")
  func streams() {
    let start = RandomStream(seed: 2, purpose: "dropout")
    func mask<S: Real>(_ random: inout RandomStream, _ count: Int) -> [S] {
      var mask = [S](repeating: 9, count: count)
      random.dropoutMask(into: &mask, count: count, rate: 0.25)
      return mask
    }
    var (a, b, c) = (start, start, start)
    let first: [Double] = mask(&a, 103)
    #expect(first == mask(&b, 103))
    let single: [Float] = mask(&c, 103)
    #expect(single.map { $0 == 0 } == first.map { $0 == 0 })
    let second: [Double] = mask(&a, 103)
    #expect(second != first)
    #expect(
      a
        == {
          var b = b; _ = mask(&b, 103) as [Float]; return b
        }())
  }

  /// Three layers, of which the hidden ones drop.
  private func network(_ activation: Activation, dropout: Double = 0.4) -> Architecture {
    Architecture(widths: [3, 6, 5, 4], activation: activation, dropout: dropout)
  }
  private let batch = 3
  private let noise = RandomStream(seed: 3, purpose: "dropout")

  private func weights(_ network: Architecture) -> [Double] {
    uniformValues(network.weightCount, seed: 4)
  }

  /// Buffers that hold more than the batch.
  private func pass(_ network: Architecture) -> NetworkPass<Double> {
    var pass = NetworkPass<Double>(network, capacity: batch + 2)
    pass.inputs = uniformValues((batch + 2) * 3, seed: 5)
    return pass
  }

  @Test(
    "Training multiplies the hidden units by masks, and nothing else",
    arguments: Activation.allCases)
  func forward(activation: Activation) {
    let network = network(activation)
    let weights = weights(network)
    var pass = pass(network)
    var (noise, copy, statistics) = (noise, noise, [Double]())
    pass.forward(weights: weights, batch: batch, statistics: &statistics, noise: &noise)
    var x = Array(pass.inputs[..<(batch * 3)])
    let blocks = network.dense.map { ($0.weight, $0.bias) }
    for (layer, (weight, bias)) in blocks.enumerated() {
      let source = x
      x = (0..<batch * weight.rows).map { at in
        let (row, unit) = (at / weight.rows, at % weight.rows)
        return (0..<weight.columns).reduce(weights[bias.offset + unit]) {
          $0 + source[row * weight.columns + $1]
            * weights[weight.offset + unit * weight.columns + $1]
        }
      }
      guard layer < 2 else { continue }
      activation.apply(to: &x, count: x.count)
      var mask = x
      copy.dropoutMask(into: &mask, count: x.count, rate: 0.4)
      #expect(mask.contains(0) && !mask.allSatisfy { $0 == 0 })
      x = zip(x, mask).map { $0 * $1 }
    }
    #expect(relativeError(Array(pass.logits[..<(batch * 4)]), x) < 1e-13)
    #expect(noise == copy)
    // The next masks are others.
    let logits = pass.logits
    pass.forward(weights: weights, batch: batch, statistics: &statistics, noise: &noise)
    #expect(pass.logits != logits)
  }

  @Test(
    "The weight gradient under one and the same noise fits central differences",
    arguments: Activation.allCases, [0.4, 0.75])
  func gradient(activation: Activation, dropout: Double) {
    let network = network(activation, dropout: dropout)
    let weights = weights(network)
    func loss(_ pass: inout NetworkPass<Double>, _ weights: [Double]) -> Double {
      var (noise, statistics) = (noise, [Double]())
      pass.forward(weights: weights, batch: batch, statistics: &statistics, noise: &noise)
      return pass.withLogitGradient { logits, gradient in
        Loss.crossEntropy(
          logits: logits, outputs: 4, head: 1..<4, labels: [0, 2, 1], gradient: &gradient
        ).loss
      }
    }
    var pass = pass(network)
    _ = loss(&pass, weights)
    var gradient = [Double](repeating: 9, count: network.weightCount)
    pass.backward(weights: weights, batch: batch, gradient: &gradient)
    // A forward pass may have more than one way back, one for each loss.
    var again = gradient.map { _ in 9.0 }
    pass.backward(weights: weights, batch: batch, gradient: &again)
    #expect(relativeError(again, gradient) < 1e-14)
    let numerical = numericalGradient(at: weights) { loss(&pass, $0) }
    #expect(relativeError(gradient, numerical) < 1e-7)
    let logits = pass.logits
    pass.forward(weights: weights, batch: batch)
    #expect(pass.logits != logits)
  }

  @Test(
    "At test time nothing is dropped, before a training pass or after",
    arguments: Activation.allCases)
  func evaluation(activation: Activation) {
    func gradient(_ pass: inout NetworkPass<Double>, _ weights: [Double]) -> [Double] {
      _ = pass.withLogitGradient {
        Loss.crossEntropy(
          logits: $0, outputs: 4, head: 0..<4, labels: [3, 0, 1], gradient: &$1)
      }
      var gradient = weights
      pass.backward(weights: weights, batch: batch, gradient: &gradient)
      return gradient
    }
    let (plain, dropping) = (network(activation, dropout: 0), network(activation))
    let weights = weights(plain)
    var (expected, pass) = (pass(plain), pass(dropping))
    var (noise, statistics) = (noise, [Double]())
    expected.forward(weights: weights, batch: batch)
    let logits = expected.logits
    let expectedGradient = gradient(&expected, weights)
    for _ in 0..<2 {
      pass.forward(weights: weights, batch: batch)
      #expect(pass.logits == logits)
      #expect(gradient(&pass, weights) == expectedGradient)
      pass.forward(weights: weights, batch: batch, statistics: &statistics, noise: &noise)
      #expect(pass.logits != logits)
    }
    // The first layer's products may come from elsewhere.
    let products = firstProducts(pass.inputs, weights)
    pass.forward(weights: weights, batch: batch) { output in
      output.replaceSubrange(0..<products.count, with: products)
    }
    #expect(relativeError(Array(pass.logits[..<12]), Array(logits[..<12])) < 1e-13)
    // A network without dropout draws no noise.
    let before = noise
    expected.forward(weights: weights, batch: batch, statistics: &statistics, noise: &noise)
    #expect(expected.logits == logits && noise == before)
  }

  /// `x W₁ᵀ`
  private func firstProducts(_ inputs: [Double], _ weights: [Double]) -> [Double] {
    (0..<batch * 6).map { at in
      let (x, w) = (inputs[(at / 6 * 3)...].prefix(3), weights[(at % 6 * 3)...].prefix(3))
      return zip(x, w).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  @Test("A description without dropout has none; one with it comes back")
  func coding() throws {
    let decoder = JSONDecoder()
    let old = try decoder.decode(
      Architecture.self, from: Data(#"{"layers":[3,6,5,4],"activation":"elu"}"#.utf8))
    #expect(old == network(.elu, dropout: 0))
    let new = network(.elu)
    #expect(try decoder.decode(Architecture.self, from: JSONEncoder().encode(new)) == new)
    #expect(new != old)
  }
}
