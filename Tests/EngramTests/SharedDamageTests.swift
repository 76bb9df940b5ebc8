import Foundation
import TestSupport
import Testing

@Suite("Many processes that meet the same damaged file", .serialized)
struct SharedDamageTests {
  private let store: TestStore

  init() throws { store = try TestStore() }

  /// Flips a bit of the first task's checkpoint.
  private func damage() throws {
    let path = try store.sqlite(
      "SELECT path FROM provenance WHERE node = 'train/task-01' AND kind = 'checkpoint'")
    let blob = store.url.appendingPathComponent(try #require(path.first))
    var bytes = try Data(contentsOf: blob)
    bytes[bytes.count / 2] ^= 4
    try FileManager.default.removeItem(at: blob)
    try bytes.write(to: blob)
  }

  /// Waits until a signal halts the process or it ends, and at most so long.
  private func settle(_ command: Command, seconds: Int) {
    for _ in 0..<100 * seconds where command.isRunning {
      let status = try? String(
        contentsOfFile: "/proc/\(command.identifier)/stat", encoding: .utf8)
      if status?.split(separator: ")").last?.hasPrefix(" T") == true { return }
      usleep(10_000)
    }
  }

  @Test(
    "of two one computes it anew, wherever they are halted, and no good file is put aside",
    arguments: ["rename:4", "lock:9"], ["unlock:9", "unlock:10", "unlock:11"])
  func halted(first: String, second: String) throws {
    try store.succeed(TestStore.tiny)
    let before = try store.published()
    try damage()
    let commands = try [first, second].map { place in
      let command = try store.start(
        TestStore.tiny, environment: ["ENGRAM_STOP_AT": "stop@\(place)"])
      settle(command, seconds: place == first ? 10 : 4)
      return command
    }
    for command in commands {
      command.signal(SIGCONT)
      usleep(50_000)
      settle(command, seconds: 3)
    }
    // One may have waited for the other.
    for command in commands { command.signal(SIGCONT) }
    let results = try commands.map { try $0.wait() }
    #expect(results.map(\.status) == [0, 0], "\(results.map(\.error))")
    #expect(store.files("quarantine").count == 2)
    #expect(try store.published() == before)
    #expect(try store.run(["verify", "-q"]).status == 0)
  }

  @Test("of five one computes it anew, round after round")
  func race() throws {
    try store.succeed(TestStore.tiny)
    let before = try store.published()
    for round in 1...4 {
      try damage()
      let commands = try (0..<5).map { _ in try store.start(TestStore.tiny) }
      let results = try commands.map { try $0.wait() }
      #expect(results.allSatisfy { $0.status == 0 }, "\(results.map(\.error))")
      #expect(store.files("quarantine").count == 2 * round)
      #expect(try store.events("computed", node: "train/task-01") == 1 + round)
      #expect(try store.run(["verify", "-q"]).status == 0)
    }
    #expect(try store.published() == before)
  }

  @Test("a result that another process has put aside does not fail a run that did not read it")
  func unread() throws {
    try store.succeed(TestStore.tiny)
    let key = try store.sqlite("SELECT cache_key FROM stage_execution WHERE node = 'dataset'")[0]
    let command = try store.start(
      TestStore.tiny, environment: ["ENGRAM_STOP_AT": "stop@lock:9"])
    settle(command, seconds: 10)
    try FileManager.default.moveItem(
      at: store.url.appendingPathComponent("actions/\(key.prefix(2))/\(key).json"),
      to: store.url.appendingPathComponent("quarantine/\(key)"))
    command.signal(SIGCONT)
    let result = try command.wait()
    #expect(result.status == 0, "\(result.error)")
  }
}
