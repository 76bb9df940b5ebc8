import Networks
import Tensors
import TestSupport
import Testing

@Suite("Multilayer perceptrons")
struct ArchitectureTests {
  private struct CrossEntropyCase: Decodable {
    let headOffset: Int
    let headCount: Int
    let labels: [Int]
    let loss: Double
    let logitGradient: Fixture.Matrix
    let weightGradient: [Double]
  }

  private struct SquaredErrorCase: Decodable {
    let targets: Fixture.Matrix
    let loss: Double
    let logitGradient: Fixture.Matrix
    let weightGradient: [Double]
  }

  private struct NetworkCase: Decodable {
    let name: String
    let activation: Activation
    let sizes: [Int]
    let weights: [Double]
    let inputs: Fixture.Matrix
    let logits: Fixture.Matrix
    let crossEntropy: [CrossEntropyCase]
    let meanSquaredError: SquaredErrorCase
  }

  @Test("Logits, losses and gradients equal the independent reference")
  func fixture() throws {
    let cases = try Fixture.cases(of: "networks", as: NetworkCase.self)
    #expect(Set(cases.map(\.activation)) == Set(Activation.allCases))
    for item in cases {
      let network = Architecture(widths: item.sizes, activation: item.activation)
      #expect(network.weightCount == item.weights.count)
      let batch = item.inputs.shape[0]
      var pass = NetworkPass<Double>(network, capacity: batch)
      pass.inputs = item.inputs.values
      pass.forward(weights: item.weights, batch: batch)
      #expect(relativeError(pass.logits, item.logits.values) < 1e-12, "\(item.name)")
      var gradient = [Double](repeating: 9, count: network.weightCount)
      for head in item.crossEntropy {
        let (loss, logitGradient) = pass.withLogitGradient { logits, gradient in
          let result = Loss.crossEntropy(
            logits: logits, outputs: network.outputCount,
            head: head.headOffset..<head.headOffset + head.headCount, labels: head.labels,
            gradient: &gradient)
          return (result.loss, gradient)
        }
        #expect(abs(loss - head.loss) < 1e-12 * max(1, head.loss), "\(item.name)")
        #expect(relativeError(logitGradient, head.logitGradient.values) < 1e-12, "\(item.name)")
        pass.backward(weights: item.weights, batch: batch, gradient: &gradient)
        #expect(relativeError(gradient, head.weightGradient) < 1e-12, "\(item.name)")
      }
      let squared = item.meanSquaredError
      let (loss, logitGradient) = pass.withLogitGradient { logits, gradient in
        let loss = Loss.meanSquaredError(
          outputs: logits, targets: squared.targets.values, gradient: &gradient)
        return (loss, gradient)
      }
      #expect(abs(loss - squared.loss) < 1e-12 * squared.loss, "\(item.name)")
      #expect(relativeError(logitGradient, squared.logitGradient.values) < 1e-12, "\(item.name)")
      pass.backward(weights: item.weights, batch: batch, gradient: &gradient)
      #expect(relativeError(gradient, squared.weightGradient) < 1e-12, "\(item.name)")
    }
  }

  @Test(
    "The weight gradient fits central differences for both losses and a head slice",
    arguments: Activation.allCases)
  func gradient(activation: Activation) {
    let network = Architecture(widths: [3, 6, 5, 4], activation: activation)
    let batch = 3
    let weights: [Double] = uniformValues(network.weightCount, seed: 4)
    let targets: [Double] = uniformValues(batch * 4, seed: 5)
    // The buffers hold more than the batch; what lies beyond it must not matter.
    var pass = NetworkPass<Double>(network, capacity: 5)
    pass.inputs = uniformValues(5 * 3, seed: 6)
    for head in [0..<4, 1..<3, nil] {
      func loss(_ pass: inout NetworkPass<Double>, _ weights: [Double]) -> Double {
        pass.forward(weights: weights, batch: batch)
        return pass.withLogitGradient { logits, gradient in
          guard let head else {
            return Loss.meanSquaredError(outputs: logits, targets: targets, gradient: &gradient)
          }
          return Loss.crossEntropy(
            logits: logits, outputs: 4, head: head, labels: [0, 1, 1], gradient: &gradient
          ).loss
        }
      }
      _ = loss(&pass, weights)
      var gradient = [Double](repeating: 9, count: network.weightCount)
      pass.backward(weights: weights, batch: batch, gradient: &gradient)
      var copy = pass
      let numerical = numericalGradient(at: weights) { loss(&copy, $0) }
      #expect(relativeError(gradient, numerical) < 1e-7, "\(String(describing: head))")
    }
  }

  @Test("A longer weight vector gives the same logits")
  func longerVector() {
    let network = Architecture(widths: [3, 4, 2])
    let weights: [Float] = uniformValues(network.weightCount, seed: 7)
    var pass = NetworkPass<Float>(network, capacity: 2, backward: false)
    pass.inputs = uniformValues(6, seed: 8)
    pass.forward(weights: weights, batch: 2)
    let logits = pass.logits
    pass.forward(weights: weights + [7, 8, 9], batch: 2)
    #expect(pass.logits == logits)
    #expect(Set(logits).count == 4)
  }
}
