import Tensors
import TestSupport
import Testing

@Suite("Products with something after them")
struct FusedProductTests {
  @Test(
    "A bias and a rectifier in the product are those after it, in either direction of cutting",
    arguments: [(300, 40), (40, 300), (3, 5)], [false, true])
  func bias(shape: (Int, Int), rectify: Bool) {
    let (rows, columns, inner) = (shape.0, shape.1, 200)
    let a: [Double] = uniformValues(rows * inner, seed: 1)
    let b: [Double] = uniformValues(columns * inner, seed: 2)
    let bias: [Double] = uniformValues(columns + 3, seed: 3)
    let place = Block(offset: 3, rows: 1, columns: columns)
    let target = Block(rows: rows, columns: columns)
    var expected = [Double](repeating: 0, count: rows * columns)
    multiply(
      a.matrix(rows: rows, columns: inner), b.matrix(rows: columns, columns: inner).transposed,
      into: &expected, at: target)
    for i in expected.indices {
      expected[i] += bias[3 + i % columns]
      if rectify { expected[i] = max(0, expected[i]) }
    }
    var result = [Double](repeating: 9, count: rows * columns)
    multiply(
      a.matrix(rows: rows, columns: inner), b.matrix(rows: columns, columns: inner).transposed,
      into: &result, at: target, bias: bias.matrix(place), rectify: rectify)
    #expect(relativeError(result, expected) < 1e-14)
    #expect(expected.contains(0) == rectify)
  }

  @Test("What is not a number stays so through the rectifier")
  func notANumber() {
    var result: [Float] = [1, 2]
    multiply(
      [Float.nan, 1].matrix(rows: 2, columns: 1), [Float(-1)].matrix(rows: 1, columns: 1),
      into: &result, at: Block(rows: 2, columns: 1), bias: [Float(0.5)].matrix(rows: 1, columns: 1),
      rectify: true)
    #expect(result[0].isNaN && result[1] == 0)
  }

  @Test("Combined rows are the sums of their terms, added up by owner")
  func combinations() {
    let (rows, terms, outputs) = (70, 3, 9)
    let owner: [Int32] = [0, 0, 1, 2, 3, 4, 4, 4, 5, 6, 8, 8, 8]
    let basis: [Double] = uniformValues(rows * terms * owner.count, seed: 4)
    let coefficients: [Double] = uniformValues(terms * owner.count, seed: 5)
    var result = [Double](repeating: 7, count: rows * outputs + 1)
    combineRows(
      basis: basis, rows: rows, terms: terms, coefficients: coefficients, owner: owner,
      into: &result, outputColumns: outputs)
    var expected = [Double](repeating: 0, count: rows * outputs) + [7]
    for s in 0..<rows {
      for i in 0..<terms {
        for (p, column) in owner.enumerated() {
          expected[s * outputs + Int(column)] +=
            coefficients[i * owner.count + p] * basis[(s * terms + i) * owner.count + p]
        }
      }
    }
    #expect(relativeError(result, expected) < 1e-13)
  }

  @Test("Work that many threads ask for at once is done, with equal bits")
  func concurrency() async {
    let size = 160
    let a: [Float] = uniformValues(size * size, seed: 6)
    @Sendable func product() -> [Float] {
      var c = [Float](repeating: 0, count: size * size)
      multiply(
        a.matrix(rows: size, columns: size), a.matrix(rows: size, columns: size).transposed,
        into: &c, at: Block(rows: size, columns: size))
      return c
    }
    let expected = product()
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask { (0..<200).allSatisfy { _ in product() == expected } }
      }
      for await isEqual in group { #expect(isEqual) }
    }
  }
}
