import Foundation
import Tensors
import TestSupport
import Testing

@Suite("Many normal numbers at once")
struct NormalFillTests {
  private func fill<S: Real>(_ stream: inout RandomStream, _ count: Int) -> [S] {
    var values = [S](repeating: 0, count: count)
    stream.fillNormal(into: &values, count: count)
    return values
  }

  @Test("Numbers are Box and Muller's of the stream's own words, in the documented order")
  func words() {
    var (stream, plain) = (
      RandomStream(seed: 1 << 40 + 5, purpose: "a", index: 3),
      RandomStream(seed: 1 << 40 + 5, purpose: "a", index: 3)
    )
    let values: [Double] = fill(&stream, 128)
    for group in 0..<4 {
      for block in 0..<8 {
        for pair in 0..<2 {
          let word = plain.next()
          let (a, b) = (UInt32(word >> 32), UInt32(truncatingIfNeeded: word))
          let u = (Double(a >> 1) + 0.5) / 0x1p31
          let radius = (-2 * log(u)).squareRoot() * (b >> 31 == 1 ? -1 : 1)
          let angle = Double(Int32(bitPattern: b << 2)) / 0x1p32 * Double.pi / 2
          let (x, y) = (radius * cos(angle), radius * sin(angle))
          let at = 32 * group + 16 * pair + block
          let isMirrored = b >> 30 & 1 == 1
          #expect(abs(values[at] - (isMirrored ? y : x)) < 2e-6)
          #expect(abs(values[at + 8] - (isMirrored ? x : y)) < 2e-6)
        }
      }
    }
  }

  @Test(
    "They have the normal's first four moments and tails, and neighbours do not depend on each other"
  )
  func moments() {
    var stream = RandomStream(seed: 9, purpose: "normal")
    let count = 320_000
    let values: [Double] = fill(&stream, count)
    func mean(_ f: (Int) -> Double) -> Double {
      (0..<count - 32).reduce(0) { $0 + f($1) } / Double(count)
    }
    #expect(abs(mean { values[$0] }) < 0.009)
    #expect(abs(mean { values[$0] * values[$0] } - 1) < 0.0125)
    #expect(abs(mean { pow(values[$0], 3) }) < 0.035)
    #expect(abs(mean { pow(values[$0], 4) } - 3) < 0.09)
    for distance in [1, 8, 16, 24, 32] {
      #expect(abs(mean { values[$0] * values[$0 + distance] }) < 0.009, "\(distance)")
      // Both numbers of a pair have the same radius; the angle must undo that.
      #expect(abs(mean { pow(values[$0] * values[$0 + distance], 2) } - 1) < 0.03, "\(distance)")
    }
    #expect(abs(mean { abs(values[$0]) > 1.959964 ? 1 : 0 } - 0.05) < 0.002)
    #expect((4.0..<6.7).contains(values.map(abs).max() ?? 0))
  }

  @Test("A shorter fill is the beginning of a longer one; nothing is written beyond")
  func counts() {
    let start = RandomStream(seed: 2, purpose: "normal")
    var (a, b) = (start, start)
    let long: [Float] = fill(&a, 1500)
    var short = [Float](repeating: 99, count: 50)
    b.fillNormal(into: &short, count: 45)
    #expect(short[..<45].elementsEqual(long[..<45]))
    #expect(short[45...].allSatisfy { $0 == 99 })
    // The stream goes on after the groups that were begun.
    b.fillNormal(into: &short, count: 50)
    #expect(short.elementsEqual(long[64..<114]))
    var c = start
    let double: [Double] = fill(&c, 1500)
    #expect(double == long.map(Double.init))
    #expect(a == c)
    var (d, e) = (start, start)
    #expect((fill(&d, 0) as [Float]).isEmpty && d.next() == e.next())
  }

  @Test("The number of threads changes no bit, the seed all")
  func threads() {
    let before = Threads.count
    defer { Threads.use(before) }
    func values(seed: UInt64) -> [Float] {
      var stream = RandomStream(seed: seed, purpose: "normal")
      return fill(&stream, 10_001)
    }
    Threads.use(1)
    let one = values(seed: 3)
    Threads.use(2)
    #expect(values(seed: 3) == one)
    #expect(Set(values(seed: 4)).intersection(one).count < 100)
  }
}
