import Tensors
import Testing

@Suite("Random streams")
struct RandomStreamTests {
  @Test("Philox 4×32-10 gives the published known answers")
  func knownAnswers() {
    let ones = UInt32.max
    let vectors: [(SIMD4<UInt32>, SIMD2<UInt32>, SIMD4<UInt32>)] = [
      ([0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
      (
        [ones, ones, ones, ones], [ones, ones],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ]
    for (counter, key, answer) in vectors {
      #expect(RandomStream.philox(counter: counter, key: key) == answer)
    }
  }

  private func draws(_ stream: RandomStream, count: Int = 100) -> [UInt64] {
    var stream = stream
    return (0..<count).map { _ in stream.next() }
  }

  @Test("A stream repeats itself, and differs by seed (both halves), purpose and index")
  func streamsDiffer() {
    let base = draws(RandomStream(seed: 1, purpose: "a"))
    #expect(base == draws(RandomStream(seed: 1, purpose: "a", index: 0)))
    let others = [
      RandomStream(seed: 2, purpose: "a"), RandomStream(seed: 1 + 1 << 32, purpose: "a"),
      RandomStream(seed: 1, purpose: "b"), RandomStream(seed: 1, purpose: "a", index: 1),
    ]
    for other in others { #expect(Set(base).isDisjoint(with: draws(other))) }
    #expect(Set(base).count == base.count)
  }

  @Test("Two streams drawn in turn give what each gives alone")
  func streamsShareNothing() {
    var (a, b) = (RandomStream(seed: 7, purpose: "a"), RandomStream(seed: 7, purpose: "b"))
    var (ofA, ofB) = ([UInt64](), [UInt64]())
    for _ in 0..<100 {
      ofA.append(a.next())
      ofB.append(b.next())
    }
    #expect(ofA == draws(RandomStream(seed: 7, purpose: "a")))
    #expect(ofB == draws(RandomStream(seed: 7, purpose: "b")))
  }

  @Test(
    "A permutation holds every number once and is not the identity", arguments: [1, 2, 5, 1000])
  func permutation(count: Int) {
    var random = RandomStream(seed: 3, purpose: "permutation")
    let order = random.permutation(of: count)
    #expect(order.sorted() == Array(0..<count))
    if count == 1000 { #expect(order != Array(0..<count)) }
  }

  @Test("Permutations of three are equally frequent")
  func permutationsAreUniform() {
    var random = RandomStream(seed: 4, purpose: "permutation")
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 { counts[random.permutation(of: 3), default: 0] += 1 }
    #expect(counts.count == 6)
    // Five standard deviations of a binomial count around 1000.
    for count in counts.values { #expect(abs(count - 1000) < 145) }
  }

  @Test("Integers below a bound are equally frequent", arguments: [1, 3, 7, 10])
  func integersAreUniform(bound: Int) {
    var random = RandomStream(seed: 5, purpose: "integers")
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<2000 * bound { counts[random.integer(below: bound)] += 1 }
    for count in counts { #expect(abs(count - 2000) < 225) }
  }

  @Test("Integers below a bound near 2⁶³ have no bias towards the lower half")
  func largeBoundIsUnbiased() {
    var random = RandomStream(seed: 6, purpose: "integers")
    let bound = Int.max / 4 * 3
    let draws = (0..<4000).map { _ in random.integer(below: bound) }
    #expect(draws.allSatisfy { (0..<bound).contains($0) })
    #expect(abs(draws.count { $0 < bound / 2 } - 2000) < 160)
  }

  @Test("Uniform numbers lie in 0..<1 with mean 1/2 and variance 1/12")
  func uniform() {
    var random = RandomStream(seed: 8, purpose: "uniform")
    let values = (0..<100_000).map { _ in random.uniform() }
    #expect(values.allSatisfy { (0..<1).contains($0) })
    let mean = values.reduce(0, +) / 100_000
    #expect(abs(mean - 0.5) < 0.005)
    #expect(abs(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100_000 - 1 / 12) < 0.002)
  }

  @Test("Normal numbers have the normal's first four moments")
  func normal() {
    var random = RandomStream(seed: 9, purpose: "normal")
    let values = (0..<200_000).map { _ in random.normal() }
    func moment(_ power: Int) -> Double {
      values.reduce(0) { sum, x in sum + (0..<power).reduce(1) { p, _ in p * x } } / 200_000
    }
    #expect(abs(moment(1)) < 0.012)
    #expect(abs(moment(2) - 1) < 0.016)
    #expect(abs(moment(3)) < 0.05)
    #expect(abs(moment(4) - 3) < 0.12)
  }
}
