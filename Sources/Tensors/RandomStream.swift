/// A stream of random numbers that is a pure function of (seed, purpose, index).
///
/// Philox 4×32-10 (Salmon, Moraes, Dror, Shaw, *Parallel random numbers: as easy as 1, 2, 3*,
/// SC 2011). No stream shares state with another: what task 7 draws does not depend on whether
/// task 6 was trained in this process.
package struct RandomStream: RandomNumberGenerator, Sendable, Equatable {
  let key: SIMD2<UInt32>
  let tag: SIMD2<UInt32>
  private var block: UInt64 = 0
  private var buffer = SIMD4<UInt32>()
  private var used = 4

  /// The stream for `purpose` (a fixed short text such as `"minibatches"`) and a task's `index`.
  package init(seed: UInt64, purpose: String, index: Int = 0) {
    key = [UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)]
    // FNV-1a: a stable hash of the purpose (Swift's own hashing differs from run to run).
    let hash = purpose.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    tag = [UInt32(truncatingIfNeeded: index), hash]
  }

  /// Four random words for one counter: ten rounds of Philox 4×32.
  package static func philox(
    counter: SIMD4<UInt32>, key: SIMD2<UInt32>
  ) -> SIMD4<UInt32> {
    var (c, k) = (counter, key)
    for _ in 0..<10 {
      let p0 = UInt64(0xD251_1F53) &* UInt64(c[0])
      let p1 = UInt64(0xCD9E_8D57) &* UInt64(c[2])
      c = [
        UInt32(truncatingIfNeeded: p1 >> 32) ^ c[1] ^ k[0], UInt32(truncatingIfNeeded: p1),
        UInt32(truncatingIfNeeded: p0 >> 32) ^ c[3] ^ k[1], UInt32(truncatingIfNeeded: p0),
      ]
      k = k &+ [0x9E37_79B9, 0xBB67_AE85]
    }
    return c
  }

  /// The four words of block number `block`, whatever was drawn before: a random number for each place.
  package func words(ofBlock block: UInt64) -> SIMD4<UInt32> {
    let low = UInt32(truncatingIfNeeded: block)
    let high = UInt32(truncatingIfNeeded: block >> 32)
    return Self.philox(counter: [low, high, tag[0], tag[1]], key: key)
  }

  private mutating func nextWord() -> UInt32 {
    if used == 4 {
      buffer = words(ofBlock: block)
      block += 1
      used = 0
    }
    defer { used += 1 }
    return buffer[used]
  }

  /// How many words of 32 bits were taken, which is all of the stream's state. Setting it goes to that place.
  package var wordsTaken: UInt64 {
    get { 4 * block - UInt64(4 - used) }
    set {
      (block, used) = (newValue / 4, 4)
      for _ in 0..<newValue % 4 { _ = nextWord() }
    }
  }

  /// Passes over the next `count` whole blocks, and returns the first one's number.
  mutating func takeBlocks(_ count: Int) -> UInt64 {
    defer { (block, used) = (block + UInt64(count), 4) }
    return block
  }

  /// The next 64 random bits: two of the words that `philox` gives, the first one as the upper half.
  package mutating func next() -> UInt64 {
    let high = UInt64(nextWord())
    return high << 32 | UInt64(nextWord())
  }

  /// Uniform on [0, 1) with 53 random bits.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Standard normal, by Box and Muller's transformation (one of the pair is discarded).
  package mutating func normal() -> Double {
    let radius = (-2 * ElementaryFunctions.logarithm(1 - uniform())).squareRoot()
    return radius * ElementaryFunctions.cosine(turns: uniform())
  }

  /// Uniform on `0..<bound` without bias (Lemire, *Fast random integer generation*, 2019).
  package mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "no integer below \(bound)")
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// A uniform permutation of `0..<count` (Fisher and Yates).
  package mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for i in stride(from: count - 1, to: 0, by: -1) { order.swapAt(i, integer(below: i + 1)) }
    return order
  }

  /// `count` different numbers below `bound`, ascending; each choice is equally likely.
  package mutating func choose(_ count: Int, of bound: Int) -> [Int] {
    precondition((0...bound).contains(count), "\(count) of \(bound)")
    var numbers = Array(0..<bound)
    for i in 0..<count { numbers.swapAt(i, i + integer(below: bound - i)) }
    return numbers[..<count].sorted()
  }
}
