import Foundation
import Networks
import TestSupport
import Testing

@Suite("Losses")
struct LossTests {
  @Test(
    "Cross-entropy and its gradient fit central differences in every head slice",
    arguments: [0..<5, 0..<2, 2..<5, 3..<4])
  func crossEntropy(head: Range<Int>) {
    let logits: [Double] = uniformValues(4 * 5, seed: 1).map { 3 * $0 }
    let labels = (0..<4).map { $0 % head.count }
    var gradient = [Double](repeating: 9, count: 20)
    let (loss, correct) = Loss.crossEntropy(
      logits: logits, outputs: 5, head: head, labels: labels, gradient: &gradient)
    func reference(_ x: [Double]) -> Double {
      (0..<4).reduce(0) { sum, row in
        let all = head.reduce(0) { $0 + exp(x[row * 5 + $1]) }
        return sum + log(all) - x[row * 5 + head.lowerBound + labels[row]]
      } / 4
    }
    #expect(abs(loss - reference(logits)) < 1e-13)
    let numerical = numericalGradient(at: logits, reference)
    #expect(zip(gradient, numerical).allSatisfy { abs($0 - $1) < 1e-9 })
    for i in 0..<20 where !head.contains(i % 5) { #expect(gradient[i] == 0) }
    let expected = (0..<4).count { row in
      let best = head.max { logits[row * 5 + $0] < logits[row * 5 + $1] }
      return best == head.lowerBound + labels[row]
    }
    #expect(correct == expected)
  }

  @Test("Logits of ±10⁴ give a finite loss and gradient")
  func extremeLogits() {
    let logits: [Float] = [1e4, -1e4, 0, -1e4, 1e4, 0]
    var gradient = [Float](repeating: .nan, count: 6)
    let (loss, correct) = Loss.crossEntropy(
      logits: logits, outputs: 3, head: 0..<3, labels: [0, 0], gradient: &gradient)
    #expect(loss == 1e4)
    #expect(correct == 1)
    #expect(gradient == [0, 0, 0, -0.5, 0.5, 0])
  }

  @Test("Mean squared error and its gradient fit central differences")
  func meanSquaredError() {
    let outputs: [Double] = uniformValues(12, seed: 2)
    let targets: [Double] = uniformValues(12, seed: 3)
    var gradient = [Double](repeating: 9, count: 12)
    let loss = Loss.meanSquaredError(outputs: outputs, targets: targets, gradient: &gradient)
    func reference(_ x: [Double]) -> Double {
      zip(x, targets).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 12
    }
    #expect(abs(loss - reference(outputs)) < 1e-14)
    #expect(relativeError(gradient, numericalGradient(at: outputs, reference)) < 1e-8)
  }
}
