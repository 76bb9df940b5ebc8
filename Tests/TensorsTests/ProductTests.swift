import Tensors
import TestSupport
import Testing

/// Every product against loops in `Double`.
@Suite("Matrix products")
struct ProductTests {
  @Test(
    "A product equals plain loops, transposed or not, accumulated or not",
    arguments: [
      (1, 1, 1), (3, 5, 7), (65, 33, 70), (17, 70, 2), (301, 90, 127), (9, 33, 2500),
      // The panels of this one exceed a megabyte: it is computed panel by panel.
      (37, 301, 600),
    ])
  func loops(m: Int, n: Int, k: Int) {
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
          multiply(ofA, ofB, into: &c, at: target, accumulate: accumulate)
          var expected = before
          for i in 0..<m {
            for j in 0..<n {
              var sum = 0.0
              for l in 0..<k {
                sum +=
                  a[1 + (transposeA ? l * m + i : i * k + l)]
                  * b[2 + (transposeB ? j * k + l : l * n + j)]
              }
              expected[3 + i * n + j] = sum + (accumulate ? before[3 + i * n + j] : 0)
            }
          }
          #expect(relativeError(c, expected) < 1e-12, "\(transposeA) \(transposeB) \(accumulate)")
        }
      }
    }
  }

  @Test("Blocks of wider matrices are multiplied in place")
  func stride() {
    let outer = Block(offset: 2, rows: 40, columns: 30)
    let a: [Double] = uniformValues(outer.range.upperBound, seed: 10)
    let b: [Double] = uniformValues(outer.range.upperBound, seed: 11)
    let part = outer.rows(3..<38).columns(5..<29)
    #expect(part.range == 2 + 3 * 30 + 5..<2 + 37 * 30 + 29)
    let before: [Double] = uniformValues(outer.range.upperBound, seed: 12)
    var c = before
    let target = outer.columns(1..<36 - 6).rows(0..<35).columns(0..<29)
    multiply(
      a.matrix(part), b.matrix(outer.rows(0..<29).columns(2..<26)).transposed, into: &c, at: target)
    var expected = before
    for i in 0..<35 {
      for j in 0..<29 {
        expected[target.offset + i * 30 + j] = (0..<24).reduce(0) {
          $0 + a[part.offset + i * 30 + $1] * b[2 + 2 + j * 30 + $1]
        }
      }
    }
    #expect(relativeError(c, expected) < 1e-13)
  }

  @Test(
    "The number of threads changes no bit of a product",
    arguments: [(200, 301, 150), (30, 700, 600)])
  func threads(m: Int, n: Int, k: Int) {
    let a: [Float] = uniformValues(m * k, seed: 10)
    let b: [Float] = uniformValues(k * n, seed: 11)
    func result() -> [UInt32] {
      var product = [Float](repeating: 0, count: m * n)
      multiply(
        a.matrix(rows: m, columns: k), b.matrix(rows: k, columns: n), into: &product,
        at: Block(rows: m, columns: n))
      return product.map(\.bitPattern)
    }
    let before = Threads.count
    defer { Threads.use(before) }
    Threads.use(1)
    let alone = result()
    for count in [2, 3, 8] {
      Threads.use(count)
      #expect(result() == alone, "\(count) threads")
    }
  }
}
