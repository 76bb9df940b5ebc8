import Foundation
import TestSupport
import Testing

/// Two results of one key, as a stage would give them that depends on more than its key tells.
@Suite("Two results for one key", .serialized)
struct NonDeterminismTests {
  private static let other = String(repeating: "ab", count: 32)

  private func digest(of manifest: URL) throws -> String {
    let text = try String(contentsOf: manifest, encoding: .utf8)
    return String(try #require(text.firstMatch(of: /"contentDigest" : "([0-9a-f]{64})"/)).1)
  }

  @Test("who publishes second is told both contents, and the first stays")
  func published() throws {
    let reference = try TestStore(holding: TestStore.tiny)
    let manifest = try reference.manifest(of: "initialize")
    let content = try digest(of: manifest)

    // Halted when the initial weights are computed and not yet published; another process, one
    // without locks, has published other ones meanwhile.
    let store = try TestStore()
    let halted = try store.startHalted(TestStore.tiny + ["-q"], at: "stage:4")
    try reference.rewrite(manifest) { $0.replacing(content, with: Self.other) }
    let path = String(manifest.path.dropFirst(reference.url.path.count + 1))
    let first = try Data(contentsOf: manifest)
    for file in reference.files("blobs") where file.count > 40 {
      let target = store.url.appendingPathComponent("blobs/\(file)")
      if !FileManager.default.fileExists(atPath: target.path) {
        try TestStore.put(
          Data(contentsOf: reference.url.appendingPathComponent("blobs/\(file)")), at: target)
      }
    }
    try TestStore.put(first, at: store.url.appendingPathComponent(path))
    halted.signal(SIGCONT)
    let result = try halted.wait()
    #expect(result.status == 1)
    for word in ["'initialize'", content, Self.other, "[non-determinism]"] {
      #expect(result.error.contains(word), "\(result.error)")
    }
    #expect(try Data(contentsOf: store.url.appendingPathComponent(path)) == first)
    #expect(store.files("tmp").isEmpty && store.files("locks").isEmpty)
    try store.survives()
  }

  @Test("a result that is damaged and comes out otherwise when it is computed again is told")
  func recomputed() throws {
    let store = try TestStore()
    try store.fill(with: TestStore.tiny)
    let before = try StoreState(store.url)
    let manifest = try store.manifest(of: "train/task-01")
    let blob = try store.blob(of: "train/task-01", kind: "checkpoint")
    let content = try digest(of: manifest)
    try store.rewrite(manifest) { $0.replacing(content, with: Self.other) }
    var bytes = try Data(contentsOf: blob)
    bytes[bytes.count / 2] ^= 1
    try TestStore.put(bytes, at: blob)
    let result = try store.run(TestStore.tiny + ["-q"])
    #expect(result.status == 1)
    for word in ["'train/task-01'", content, Self.other, "[non-determinism]"] {
      #expect(result.error.contains(word), "\(result.error)")
    }
    // What is computed now is the right one, and all that came from it is found again.
    try store.succeed(TestStore.tiny)
    try store.survives()
    let after = try StoreState(store.url)
    #expect(before.contents.allSatisfy { after.contents[$0.key] == $0.value })
  }
}
