import Foundation
import Tensors
import TestSupport
import Testing

@Suite("Elementwise passes")
struct ElementwiseTests {
  @Test("The sum of rows is a loop's, overwriting or accumulating, at its place only")
  func sums() {
    let matrix: [Double] = uniformValues(5 * 7, seed: 1)
    let columns = (0..<7).map { c in (0..<5).reduce(0) { $0 + matrix[$1 * 7 + c] } }
    for accumulate in [false, true] {
      var sums = [Double](repeating: 2, count: 10)
      sumRows(
        matrix, rows: 5, into: &sums, at: Block(offset: 2, rows: 1, columns: 7),
        accumulate: accumulate)
      let expected = [2, 2] + columns.map { $0 + (accumulate ? 2 : 0) } + [2]
      #expect(relativeError(sums, expected) < 1e-14)
    }
  }

  @Test(
    "A bias is added to every row, then the activation applied",
    arguments: [Activation?.none] + Activation.allCases.map(Optional.some))
  func bias(activation: Activation?) {
    let (rows, columns) = (70, 9)
    let storage: [Double] = uniformValues(12, seed: 2)
    let before: [Double] = uniformValues(rows * columns + 4, seed: 3)
    var matrix = before
    addBias(
      storage, at: Block(offset: 2, rows: 1, columns: columns), to: &matrix, rows: rows,
      then: activation)
    let expected = before.indices.map { i -> Double in
      guard i < rows * columns else { return before[i] }
      let x = before[i] + storage[2 + i % columns]
      return activation.map { reference($0, x) } ?? x
    }
    #expect(relativeError(matrix, expected) < 1e-14)
  }

  private func reference(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .relu: max(0, x)
    case .elu: x > 0 ? x : expm1(x)
    case .sigmoid: 1 / (1 + exp(-x))
    case .tanh: (exp(x) - exp(-x)) / (exp(x) + exp(-x))
    }
  }

  @Test("Activations and their derivatives fit central differences", arguments: Activation.allCases)
  func derivative(activation: Activation) {
    let x = (0..<41).map { (i: Int) -> Double in Double(i - 20) / 7 + 0.01 }
    func value(_ x: Double) -> Double {
      var one = [x]
      activation.apply(to: &one, count: 1)
      return one[0]
    }
    #expect(relativeError(x.map(value), x.map { reference(activation, $0) }) < 1e-14)
    var outputs = x + [3]
    activation.apply(to: &outputs, count: x.count)
    #expect(outputs.last == 3)
    var gradient = [Double](repeating: 2, count: x.count + 1)
    activation.backpropagate(outputs: outputs, gradient: &gradient, count: x.count)
    let sentinel = gradient.removeLast()
    #expect(sentinel == 2)
    let numerical = x.map { (value($0 + 1e-6) - value($0 - 1e-6)) * 1e6 }
    #expect(relativeError(gradient, numerical) < 1e-8)
  }

  @Test("Activations of huge arguments stay finite", arguments: Activation.allCases)
  func hugeArguments(activation: Activation) {
    var values: [Float] = [-1e4, 1e4]
    activation.apply(to: &values, count: 2)
    #expect(values.allSatisfy { $0.isFinite })
  }

  @Test("A combination touches its range alone, also across slices")
  func combination() {
    let count = 70_001
    let x: [Double] = uniformValues(count, seed: 4)
    let y: [Double] = uniformValues(count, seed: 5)
    let range = 13..<69_990
    var result = [Double](repeating: 9, count: count)
    combine(2, x, -3, y, into: &result, range: range)
    let expected = (0..<count).map { i -> Double in range.contains(i) ? 2 * x[i] - 3 * y[i] : 9 }
    #expect(relativeError(result, expected) < 1e-15)
  }

  @Test("A scaled vector is added in its range alone, also across slices")
  func added() {
    let count = 70_001
    let x: [Double] = uniformValues(count, seed: 6)
    let before: [Double] = uniformValues(count, seed: 7)
    let range = 13..<69_990
    var y = before
    addScaled(-2, x, into: &y, range: range)
    let expected = (0..<count).map { i -> Double in
      range.contains(i) ? before[i] - 2 * x[i] : before[i]
    }
    #expect(relativeError(y, expected) < 1e-15)
  }

  @Test("The sum of squares counts every entry", arguments: [0, 1, 7, 8, 9, 1003])
  func squares(count: Int) {
    let x: [Float] = uniformValues(count, seed: 8)
    let expected = x.reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(abs(sumOfSquares(x) - expected) <= 1e-12 * max(1, expected))
  }

  @Test("An inner product is a loop's over the first entries, in Double", arguments: [0, 5, 8, 21])
  func inner(count: Int) {
    let x: [Float] = uniformValues(24, seed: 10)
    let y: [Float] = uniformValues(21, seed: 11)
    let expected = (0..<count).reduce(0.0) { $0 + Double(x[$1]) * Double(y[$1]) }
    #expect(abs(innerProduct(x, y, count: count) - expected) < 1e-14)
  }

  @Test("Pixels become 0…1, as they are or through a map whose −1 is empty")
  func pixels() {
    // Three images of two values; the samples are the last and the first of them, and the middle one.
    let pixels: [UInt8] = [0, 51, 102, 255, 204, 153]
    let images: [Int32] = [2, 0, 1]
    var values = [Double](repeating: 9, count: 5)
    scaleImages(pixels, size: 2, images: images, chosen: [0, 2], map: nil, count: 2, into: &values)
    #expect(relativeError(values, [0.8, 0.6, 0.4, 1, 9]) < 1e-15)
    scaleImages(
      pixels, size: 2, images: images, chosen: [2], map: [1, -1, 0, 0, 1], count: 5, into: &values)
    #expect(relativeError(values, [1, 0, 0.4, 0.4, 1]) < 1e-15)
    // More rows than one slice.
    var many = [Double](repeating: 9, count: 2 * 71)
    scaleImages(
      pixels, size: 2, images: images, chosen: (0..<71).map { $0 % 3 }, map: nil, count: 2,
      into: &many)
    let expected = (0..<71).flatMap { r -> [Double] in
      let start = 2 * Int(images[r % 3])
      return [Double(pixels[start]) / 255, Double(pixels[start + 1]) / 255]
    }
    #expect(relativeError(many, expected) < 1e-15)
  }
}
