import Foundation
import Pipeline
import Testing

@Suite("Results of two stores that contradict each other")
struct ContradictionTests {
  /// A stage whose result its key does not tell.
  private struct Whim: Stage {
    struct Configuration: Codable, Hashable, Sendable {}
    static let identifier = "whim"
    static let version = 1
    let configuration = Configuration()
    let value: Double

    init(_ value: Double) { self.value = value }

    func run(_ input: Void, in context: StageContext) async throws -> Number {
      Number(value: value)
    }
  }

  /// A store with a whim and its sign; their keys.
  private func store(_ value: Double) async throws -> (store: ToyStore, keys: [Fingerprint]) {
    let store = try ToyStore()
    var graph = Graph()
    let whim = graph.add(Whim(value), named: "whim")
    _ = graph.add(TakeSign(log: RunLog()), named: "sign", whim)
    return (store, try await store.executor().run(graph).records.map(\.key))
  }

  private func remove(_ key: Fingerprint, from store: ToyStore) throws {
    try FileManager.default.removeItem(
      at: store.url.appendingPathComponent(StorePath.manifest(key).text))
  }

  private func look(_ staged: ToyStore, _ store: ToyStore) throws -> Contradictions {
    try Contradictions(between: Store(at: staged.url), and: Store(at: store.url))
  }

  @Test("equal results do not, and neither do results of which one store knows nothing")
  func none() async throws {
    let (one, other) = (try await store(1), try await store(1))
    #expect(try look(one.store, other.store).different.isEmpty)
    #expect(try look(one.store, ToyStore()).dependent.isEmpty)
    #expect(try look(ToyStore(), one.store).different.isEmpty)
  }

  @Test("another content under a key, and what was computed from it")
  func different() async throws {
    let (one, other) = (try await store(1), try await store(-1))
    #expect(one.keys[0] == other.keys[0] && one.keys[1] != other.keys[1])
    let found = try look(one.store, other.store)
    let here = try #require(try Store(at: other.store.url).manifest(of: one.keys[0]))
    #expect(found.different == [one.keys[0]: here.contentDigest])
    #expect(found.dependent == [one.keys[1]])
    // It is the same where the bundle does not have the result itself.
    try remove(one.keys[0], from: one.store)
    let dependent = try look(one.store, other.store)
    #expect(dependent.different.isEmpty && dependent.dependent == [one.keys[1]])
  }

  @Test("a content that a result here was computed from and has outlived")
  func outlived() async throws {
    let (one, other) = (try await store(1), try await store(-1))
    let lost = try #require(try Store(at: other.store.url).manifest(of: one.keys[0]))
    try remove(one.keys[0], from: other.store)
    let found = try look(one.store, other.store)
    #expect(found.different == [one.keys[0]: lost.contentDigest])
    #expect(found.dependent == [one.keys[1]])
  }
}
