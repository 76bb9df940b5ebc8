import Foundation
import Learning
import Tasks
import Tensors
import Testing

@Suite("The parts of a savepoint")
struct SavedPartsTests {
  /// Parts of every kind.
  private struct Whole: Resumable, Equatable {
    var floats: [Float] = [1, -0.0, .greatestFiniteMagnitude]
    var doubles: [Double] = [0.1, .leastNonzeroMagnitude]
    var number = -Double.infinity
    var count = -7
    var steps = [3, 1, 4]
    var values: [Double] = [.nan]
    var name = "Θ\n"
    var random = RandomStream(seed: 3, purpose: "test")

    mutating func saveOrRestore(_ parts: inout SavedParts) {
      parts.numbers("floats", &floats)
      parts.numbers("doubles", &doubles)
      parts.number("number", &number)
      parts.integer("count", &count, in: -10...10)
      parts.list("steps", &steps)
      parts.list("values", &values)
      parts.text("name", &name)
      parts.group("random", &random)
    }

    /// All numbers by their bits.
    var bits: [UInt64] {
      floats.map { UInt64($0.bitPattern) } + (doubles + [number] + values).map(\.bitPattern)
    }
  }

  private func saved(_ whole: Whole) -> Data {
    var whole = whole
    return SavedParts.saved { whole.saveOrRestore(&$0) }
  }

  @Test("come back bit by bit, lists and texts of any length")
  func roundTrip() throws {
    var whole = Whole()
    for _ in 0..<5 { _ = whole.random.normal() }
    var other = Whole(
      floats: [0, 0, 0], doubles: [0, 0], number: 0, count: 0, steps: [], values: [1], name: "")
    try SavedParts.restore(from: saved(whole)) { other.saveOrRestore(&$0) }
    #expect(other.bits == whole.bits)
    #expect(other.count == -7 && other.steps == [3, 1, 4] && other.name == "Θ\n")
    #expect(other.random.next() == whole.random.next())
    #expect(saved(other) == saved(whole))
  }

  @Test("bytes of other parts change nothing")
  func mismatch() {
    let good = saved(Whole())
    var more = good
    more += SavedParts.saved { parts in
      var one = 1
      parts.integer("more", &one)
    }
    let bad: [(Data, String)] = [
      (good.dropLast(1), "it ends within a part"), (Data([1, 2]), "it ends within a part"),
      (Data(repeating: 255, count: 40), "it ends within a part"), (Data(), "it lacks 'floats'"),
      (more, "it has 'more', which this training lacks"),
      (saved(Whole(floats: [1])), "'floats' has 1 numbers instead of 3"),
    ]
    for (bytes, why) in bad {
      var target = Whole(number: 5, steps: [])
      let before = target.bits
      let error = #expect(throws: SavedParts.Mismatch.self) {
        try SavedParts.restore(from: bytes) { target.saveOrRestore(&$0) }
      }
      #expect(error?.description == why)
      #expect(target.bits == before && target.steps.isEmpty)
    }
  }

  @Test("whatever the bytes are, they are taken over or refused")
  func anyBytes() {
    let good = saved(Whole())
    var random = RandomStream(seed: 11, purpose: "savepoint bytes")
    var refused = 0
    for _ in 0..<3000 {
      var bytes = Data(good.prefix(good.count - random.integer(below: 8)))
      for _ in 0..<random.integer(below: 4) {
        bytes[random.integer(below: bytes.count)] = UInt8(truncatingIfNeeded: random.next())
      }
      var target = Whole()
      do {
        try SavedParts.restore(from: bytes) { target.saveOrRestore(&$0) }
      } catch { refused += 1 }
      #expect(target.floats.count == 3)
    }
    #expect(refused > 500)
  }

  @Test("a stream of random numbers goes to any place, also within a block")
  func random() {
    for count in 0..<11 {
      var (stream, other) = (
        RandomStream(seed: 5, purpose: "test"), RandomStream(seed: 5, purpose: "test")
      )
      for _ in 0..<count { _ = stream.uniform() }
      _ = count % 2 == 0 ? 0 : stream.integer(below: 7)
      other.wordsTaken = stream.wordsTaken
      #expect(stream.next() == other.next() && stream.next() == other.next())
      #expect(stream.wordsTaken == other.wordsTaken)
    }
  }

  @Test("passes over samples go on in the order that they had")
  func minibatches() {
    for count in 0..<9 {
      func fresh() -> Minibatches {
        Minibatches(count: 7, random: RandomStream(seed: 5, purpose: "test"))
      }
      var (one, other) = (fresh(), fresh())
      var (batch, again) = ([Int](repeating: 0, count: 3), [Int](repeating: 0, count: 3))
      for _ in 0..<count { one.next(into: &batch) }
      other.place = one.place
      for _ in 0..<6 {
        one.next(into: &batch)
        other.next(into: &again)
        #expect(batch == again)
      }
    }
  }
}
