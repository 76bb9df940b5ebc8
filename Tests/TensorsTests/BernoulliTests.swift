import Foundation
import Tensors
import TestSupport
import Testing

@Suite("Vector functions, sigmoids and binary cross-entropy")
struct BernoulliTests {
  @Test("Exponentials, sigmoids and softplus of lanes are those of the system's library")
  func functions() {
    for (k, x) in stride(from: Float(-86.9), to: 86.9, by: 0.0371).enumerated() {
      let (lane, y) = (k % 8, exp(Double(x)))
      var lanes = SIMD8<Float>(repeating: 1)
      lanes[lane] = x
      #expect(abs(Double(Float.exponentials(lanes)[lane]) - y) < 2e-7 * y, "\(x)")
      let (sigmoid, softplus) = Float.logistics(lanes)
      #expect(abs(Double(sigmoid[lane]) - y / (1 + y)) < 3e-7 * y / (1 + y), "\(x)")
      // Where eˣ vanishes beside 1, so does what is small of the logarithm.
      let expected = log1p(y)
      #expect(abs(Double(softplus[lane]) - expected) < 2e-7 * max(1, expected), "\(x)")
      let double = Double.logistics(.init(repeating: Double(x)))
      #expect(abs(double.sigmoid[lane] - y / (1 + y)) < 1e-15)
      #expect(abs(double.softplus[lane] - expected) < 1e-15 * max(1, expected))
    }
    let odd = Float.exponentials([0, -0.0, -1e30, -.infinity, .nan, 1, -1, 1e30])
    #expect(odd[0] == 1 && odd[1] == 1 && odd[2] < 2e-38 && odd[3] < 2e-38)
    #expect(odd[4].isNaN && odd[7].isFinite)
    #expect(abs(Double.exponentials(.init(repeating: 1))[5] - exp(1)) < 1e-15)
  }

  private let rows = 9
  /// Whole vectors and a rest.
  private let columns = 13

  private func evaluate<S: Real>(
    _ logits: [S], _ targets: [S], _ scales: [S]
  ) -> (losses: [S], gradient: [S]) {
    var losses = [S](repeating: 9, count: rows)
    var gradient = [S](repeating: 9, count: logits.count)
    binaryCrossEntropy(
      logits: logits, targets: targets, rows: rows, columns: columns, scales: scales,
      losses: &losses, gradient: &gradient)
    return (losses, gradient)
  }

  @Test("Cross-entropy is that of the sigmoids' distributions, and its gradient fits differences")
  func crossEntropy() {
    let logits: [Double] = uniformValues(rows * columns, seed: 1).map { 6 * $0 }
    let targets: [Double] = uniformValues(rows * columns, seed: 2).map { ($0 + 1) / 2 }
    let scales: [Double] = uniformValues(rows, seed: 3).map { 1 + $0 }
    let (losses, gradient) = evaluate(logits, targets, scales)
    for row in 0..<rows {
      let expected = (row * columns..<(row + 1) * columns).reduce(0.0) { sum, i in
        let p = 1 / (1 + exp(-logits[i]))
        return sum - targets[i] * log(p) - (1 - targets[i]) * log(1 - p)
      }
      #expect(abs(losses[row] - expected) < 1e-12)
    }
    let numerical = numericalGradient(at: logits) {
      zip(evaluate($0, targets, scales).losses, scales).reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect(relativeError(gradient, numerical) < 1e-8)
    let single = evaluate(
      logits.map(Float.init), targets.map(Float.init), scales.map(Float.init))
    #expect(relativeError(single.losses.map(Double.init), losses) < 1e-6)
    #expect(relativeError(single.gradient.map(Double.init), gradient) < 1e-6)
  }

  @Test("Logits of ±10⁴ give finite losses; one that is no number gives none, wherever it stands")
  func extremes() {
    var logits = [Float](repeating: 1e4, count: rows * columns)
    for i in 0..<columns { logits[i] = -1e4 }
    let targets = [Float](repeating: 1, count: logits.count)
    let scales = [Float](repeating: 1, count: rows)
    let (losses, gradient) = evaluate(logits, targets, scales)
    #expect(losses[0] == 1e4 * Float(columns) && losses[1] == 0)
    #expect(gradient[0] == -1 && gradient[columns] == 0)
    for value in [Float.nan, .infinity, -.infinity] {
      for place in 0..<columns {
        var damaged = logits
        damaged[columns + place] = value
        #expect(!evaluate(damaged, targets, scales).losses[1].isFinite, "\(value) at \(place)")
      }
    }
  }

  @Test("Sigmoids are written to the rows from the given one on, and to no other")
  func sigmoidRows() {
    let logits: [Float] = uniformValues(rows * columns, seed: 4).map { 20 * $0 }
    var outputs = [Float](repeating: 7, count: (rows + 3) * columns)
    sigmoids(of: logits, rows: rows, columns: columns, into: &outputs, first: 2)
    for (i, value) in outputs.enumerated() {
      let at = i - 2 * columns
      let expected = logits.indices.contains(at) ? 1 / (1 + exp(-Double(logits[at]))) : 7
      #expect(abs(Double(value) - expected) < 2e-7, "\(i)")
    }
  }
}
