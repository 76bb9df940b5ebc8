import Foundation
import TestSupport
import Testing

@Suite("Many processes on one store", .serialized)
struct RaceTests {
  private let store: TestStore

  init() throws { store = try TestStore() }

  /// How often each node was computed, as the journals of all runs tell.
  private func computations() throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for name in store.files("runs") where name.hasSuffix("events.jsonl") {
      let text = try String(
        contentsOf: store.url.appendingPathComponent("runs/\(name)"), encoding: .utf8)
      for line in text.split(separator: "\n") where line.contains(#""event":"computed""#) {
        let event = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        counts[event["key"] ?? "", default: 0] += 1
      }
    }
    return counts
  }

  @Test("eight that want the same compute each key once")
  func eight() throws {
    let commands = try (0..<8).map { _ in try store.start(TestStore.tiny) }
    let results = try commands.map { try $0.wait() }
    #expect(results.map(\.status) == [Int32](repeating: 0, count: 8), "\(results.map(\.error))")
    let counts = try computations()
    #expect(counts.count > 3 && counts.values.allSatisfy { $0 == 1 }, "\(counts)")
    #expect(try store.sqlite("SELECT status FROM run") == ["complete"])
    try store.survives()
  }

  @Test("the same with eight seeds: common stages once, every run recorded, no locked database")
  func eightSeeds() throws {
    let commands = try (0..<8).map { try store.start(TestStore.tiny + ["seed=\($0)"]) }
    let results = try commands.map { try $0.wait() }
    #expect(results.map(\.status) == [Int32](repeating: 0, count: 8), "\(results.map(\.error))")
    #expect(!results.contains { $0.error.contains("locked") })
    #expect(try computations().values.allSatisfy { $0 == 1 })
    #expect(
      try store.sqlite("SELECT count(*) FROM run WHERE status = 'complete'") == ["8"])
    try store.survives()
  }

  @Test("who waits for a halted process goes on when that is killed", arguments: [1, 2])
  func haltedHolder(border: Int) throws {
    let holder = try store.start(
      TestStore.tiny, environment: ["ENGRAM_STOP_AT": "stop@stage:\(border)"])
    try store.waitForEvent(#""event":"start","node":"dataset""#, of: holder)
    let waiter = try store.start(TestStore.tiny)
    try store.waitForEvent(#""event":"wait","node":"dataset""#, of: waiter)
    holder.signal(SIGKILL)
    #expect(try holder.wait().wasKilled)
    let result = try waiter.wait()
    #expect(result.status == 0, "\(result.error)")
    #expect(try computations().values.allSatisfy { $0 == 1 })
    try store.survives()
  }
}
