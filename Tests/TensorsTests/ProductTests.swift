import Tensors
import TestSupport
import Testing

/// Every product against loops in `Double`.
@Suite("Matrix products")
struct ProductTests {
  private static let sizes = [1, 2, 3, 4, 5, 7, 8, 13, 26, 63, 64, 65, 70]

  private func doubles<S: Real>(_ x: [S]) -> [Double] { x.map(Double.init) }

  /// Checks `multiplyThin` for one shape, with the columns outside the range as sentinels.
  private func checkThin<S: Real>(
    _: S.Type, rows: Int, inner: Int, width: Int, range: Range<Int>, accumulate: Bool,
    tolerance: Double
  ) {
    let source = Block(offset: 3, rows: inner, columns: width)
    let target = Block(offset: 5, rows: rows, columns: width + 2)
    let a: [S] = uniformValues(rows * inner, seed: 1)
    let b: [S] = uniformValues(source.range.upperBound, seed: 2)
    let before: [S] = uniformValues(target.range.upperBound + 1, seed: 3)
    var c = before
    multiplyThin(
      a, rows: rows, b, at: source, into: &c, at: target, columns: range, accumulate: accumulate)
    var expected = doubles(before)
    for row in 0..<rows {
      for column in range {
        var sum = accumulate ? Double(before[5 + row * (width + 2) + column]) : 0
        for k in 0..<inner { sum += Double(a[row * inner + k]) * Double(b[3 + k * width + column]) }
        expected[5 + row * (width + 2) + column] = sum
      }
    }
    let shape = "\(S.self) \(rows)×\(inner)×\(width) \(range) \(accumulate)"
    #expect(relativeError(doubles(c), expected) < tolerance, "\(shape)")
    let inside = Set((0..<rows).flatMap { row in range.map { 5 + row * (width + 2) + $0 } })
    #expect(c.indices.allSatisfy { inside.contains($0) || c[$0] == before[$0] }, "\(shape)")
  }

  @Test("The thin product equals plain loops for odd sizes and column ranges", arguments: sizes)
  func thin(rows: Int) {
    for (i, inner) in Self.sizes.enumerated() {
      let width = [1, 9, 17, 100, 31][(i + rows) % 5]
      let range = min(width - 1, i)..<max(min(width, i + 1), width - i / 3)
      for accumulate in [false, true] {
        checkThin(
          Double.self, rows: rows, inner: inner, width: width, range: range,
          accumulate: accumulate, tolerance: 1e-13)
        checkThin(
          Float.self, rows: rows, inner: inner, width: width, range: range,
          accumulate: accumulate, tolerance: 2e-5)
      }
    }
    checkThin(
      Float.self, rows: rows, inner: 11, width: 3001, range: 5..<2990, accumulate: false,
      tolerance: 2e-5)
  }

  private func checkInner<S: Real>(
    _: S.Type, rows: (Int, Int), width: Int, range: Range<Int>, tolerance: Double
  ) {
    let first = Block(offset: 2, rows: rows.0, columns: width)
    let second = Block(offset: 1, rows: rows.1, columns: width + 3)
    let a: [S] = uniformValues(first.range.upperBound, seed: 4)
    let b: [S] = uniformValues(second.range.upperBound, seed: 5)
    let c = innerProducts(a, at: first, b, at: second, columns: range)
    var expected = [Double]()
    for i in 0..<rows.0 {
      for j in 0..<rows.1 {
        expected.append(
          range.reduce(0) {
            $0 + Double(a[2 + i * width + $1]) * Double(b[1 + j * (width + 3) + $1])
          })
      }
    }
    #expect(
      relativeError(doubles(c), expected) < tolerance, "\(S.self) \(rows) \(width) \(range)")
  }

  @Test("Inner products equal plain loops for odd sizes and column ranges", arguments: sizes)
  func inner(rows: Int) {
    for (i, other) in Self.sizes.enumerated() {
      let width = [1, 9, 17, 300, 31][(i + rows) % 5]
      let range = min(width - 1, i)..<max(min(width, i + 1), width - i / 3)
      checkInner(Double.self, rows: (rows, other), width: width, range: range, tolerance: 1e-12)
      checkInner(Float.self, rows: (rows, other), width: width, range: range, tolerance: 5e-5)
    }
    checkInner(Float.self, rows: (rows, 3), width: 9001, range: 3..<8999, tolerance: 5e-5)
  }

  @Test("Inner products over no columns are zero")
  func noColumns() {
    let a: [Double] = uniformValues(6, seed: 6)
    let block = Block(rows: 2, columns: 3)
    #expect(innerProducts(a, at: block, a, at: block, columns: 3..<3) == [0, 0, 0, 0])
  }

  @Test(
    "The BLAS product equals plain loops, transposed or not, scaled or accumulated",
    arguments: [(1, 1, 1), (3, 5, 7), (65, 33, 70), (17, 70, 2), (301, 90, 127)])
  func blas(m: Int, n: Int, k: Int) {
    for transposeA in [false, true] {
      for transposeB in [false, true] {
        let blockA = Block(offset: 1, rows: transposeA ? k : m, columns: transposeA ? m : k)
        let blockB = Block(offset: 2, rows: transposeB ? n : k, columns: transposeB ? k : n)
        let target = Block(offset: 3, rows: m, columns: n)
        let a: [Double] = uniformValues(blockA.range.upperBound, seed: 7)
        let b: [Double] = uniformValues(blockB.range.upperBound, seed: 8)
        let before: [Double] = uniformValues(target.range.upperBound + 1, seed: 9)
        let ofA = transposeA ? a.matrix(blockA).transposed : a.matrix(blockA)
        let ofB = transposeB ? b.matrix(blockB).transposed : b.matrix(blockB)
        for accumulate in [false, true] {
          var c = before
          multiply(ofA, ofB, scale: 0.5, into: &c, at: target, accumulate: accumulate)
          var expected = before
          for i in 0..<m {
            for j in 0..<n {
              var sum = 0.0
              for l in 0..<k {
                sum +=
                  a[1 + (transposeA ? l * m + i : i * k + l)]
                  * b[2 + (transposeB ? j * k + l : l * n + j)]
              }
              expected[3 + i * n + j] = 0.5 * sum + (accumulate ? before[3 + i * n + j] : 0)
            }
          }
          #expect(relativeError(c, expected) < 1e-12, "\(transposeA) \(transposeB) \(accumulate)")
        }
      }
    }
  }

  @Test("The number of threads changes no bit of any product")
  func threads() {
    let wide = Block(rows: 26, columns: 20_003)
    let b: [Float] = uniformValues(wide.count, seed: 10)
    let a: [Float] = uniformValues(26 * 26, seed: 11)
    func results() -> [[Float]] {
      var thin = [Float](repeating: 0, count: wide.count)
      multiplyThin(a, rows: 26, b, at: wide, into: &thin, at: wide, columns: 1..<20_000)
      var product = [Float](repeating: 0, count: 26 * 20_003)
      multiply(a.matrix(rows: 26, columns: 26), b.matrix(wide), into: &product, at: wide)
      return [thin, innerProducts(b, at: wide, b, at: wide, columns: 3..<20_003), product]
    }
    let before = Threads.count
    defer { Threads.use(before) }
    Threads.use(1)
    let alone = results()
    for count in [2, 3, 8] {
      Threads.use(count)
      let together = results()
      for (x, y) in zip(alone, together) {
        #expect(x.map(\.bitPattern) == y.map(\.bitPattern), "\(count) threads")
      }
    }
  }
}
