import Foundation
import Pipeline
import TestSupport
import Testing

@Suite("Keys")
struct PreimageTests {
  private struct Nested: Codable { var empty: [Int] = [] }

  private struct Rich: Codable {
    var steps = -5
    var rate: Float = 0.1
    var name = "é"
    var enabled = true
    var list = [1.5, -0.0]
    var nested = Nested()
    var absent: Int?
  }

  private struct Empty: Codable {}

  private struct Vector: Decodable {
    let name: String
    let key: String
  }

  private struct Grown: Codable {
    var steps = -5
    var warmup: Int?
  }
  private struct Original: Codable { var steps = -5 }

  private func preimage(
    _ configuration: some Encodable, version: Int = 3, inputs: [Fingerprint] = [],
    numericClass: String? = nil
  ) throws -> Preimage {
    try Preimage(
      stage: "train", version: version, configuration: configuration, inputs: inputs,
      numericClass: numericClass)
  }

  @Test("keys equal those that an independent program computes")
  func golden() throws {
    let vectors = Dictionary(
      uniqueKeysWithValues: try Fixture.cases(of: "keys", as: Vector.self).map { ($0.name, $0.key) }
    )
    let inputs = try [String(repeating: "0", count: 63) + "1", String(repeating: "ab", count: 32)]
      .map { try #require(Fingerprint(hex: $0)) }
    #expect(try preimage(Empty()).key.hex == vectors["plain"])
    #expect(
      try preimage(Rich(), inputs: inputs, numericClass: "x86_64 SkylakeX").key.hex
        == vectors["rich"])
  }

  @Test("whatever a result depends on changes the key")
  func distinctions() throws {
    let digest = Fingerprint(of: Data("a".utf8))
    var keys = [
      try preimage(Rich()), try preimage(Rich(), version: 4),
      try preimage(Rich(), inputs: [digest]),
      try preimage(Rich(), inputs: [digest, digest]), try preimage(Rich(), numericClass: "n"),
    ].map(\.key)
    let changes: [(inout Rich) -> Void] = [
      { $0.rate = Float(0.1).nextUp }, { $0.list[1] = 0 }, { $0.name = "e" }, { $0.absent = 0 },
      { $0.nested.empty = [1] },
    ]
    for change in changes {
      var configuration = Rich()
      change(&configuration)
      keys.append(try preimage(configuration).key)
    }
    #expect(Set(keys).count == keys.count)
  }

  @Test("a field added later leaves keys alone where it is nil")
  func laterField() throws {
    #expect(try preimage(Grown()).key == preimage(Original()).key)
    #expect(try preimage(Grown(warmup: 1)).key != preimage(Original()).key)
  }

  @Test("sets and dictionaries have no order")
  func unordered() throws {
    let names = (0..<50).map { "name \($0)" }
    #expect(try preimage(Set(names)).key == preimage(Set(names.reversed())).key)
    let pairs = names.map { ($0, $0.count) }
    #expect(
      try preimage(Dictionary(uniqueKeysWithValues: pairs)).key
        == preimage(Dictionary(uniqueKeysWithValues: pairs.reversed())).key)
  }

  @Test("NaN is refused with the name of its field")
  func notANumber() throws {
    let error = #expect(throws: PipelineError.self) { try preimage(Rich(list: [1, .nan])) }
    #expect(error?.code == .invalidConfiguration)
    #expect(error?.message.contains("list") == true)
  }

  @Test("differences name the fields, and a stored preimage has the same key")
  func differences() throws {
    let (before, after) = (try preimage(Rich()), try preimage(Rich(steps: 7), version: 4))
    let differences = after.differences(from: before).map(\.description)
    #expect(differences == ["configuration.steps: -5 → 7", "version: 3 → 4"])
    #expect(after.differences(from: after).isEmpty)
    let stored = try JSONDecoder().decode(Preimage.self, from: JSONEncoder().encode(after))
    #expect(stored == after && stored.key == after.key)
  }
}
