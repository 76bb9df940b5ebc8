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

  /// Waits until the process is halted or has ended, or waits for another one, be it for a result or for
  /// the right to write to the database.
  private func settle(_ command: Command, waitsBefore: Int) throws {
    try waitUntil("a process is halted, has ended, or waits: \(command.errorSoFar)") {
      if command.isHalted || !command.isRunning { return true }
      return try store.events("wait") > waitsBefore
        || command.errorSoFar.contains("another process writes to the database")
    }
  }

  @Test(
    "of two one computes it anew, wherever they are halted, and no good file is put aside",
    arguments: ["rename:4", "lock:9"], ["unlock:9", "unlock:10", "unlock:11"])
  func halted(first: String, second: String) throws {
    try store.fill(with: TestStore.tiny)
    let before = try store.published()
    try damage()
    let commands = try [first, second].map { place in
      let waits = try store.events("wait")
      let command = try store.start(
        TestStore.tiny, environment: ["ENGRAM_STOP_AT": "stop@\(place)"])
      try settle(command, waitsBefore: waits)
      return command
    }
    let waits = try store.events("wait")
    commands[0].signal(SIGCONT)
    try settle(commands[0], waitsBefore: waits)
    // From here on, whoever comes to where it halts goes on at once.
    try waitUntil("both have ended") {
      for command in commands where command.isHalted { command.signal(SIGCONT) }
      return !commands.contains { $0.isRunning }
    }
    let results = try commands.map { try $0.wait() }
    #expect(results.map(\.status) == [0, 0], "\(results.map(\.error))")
    #expect(store.files("quarantine").count == 2)
    #expect(try store.published() == before)
    #expect(try store.run(["verify", "-q"]).status == 0)
  }

  @Test("of five one computes it anew, round after round")
  func race() throws {
    try store.fill(with: TestStore.tiny)
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
    try store.fill(with: TestStore.tiny)
    let key = try store.sqlite("SELECT cache_key FROM stage_execution WHERE node = 'dataset'")[0]
    let command = try store.startHalted(TestStore.tiny, at: "lock:9")
    try FileManager.default.moveItem(
      at: store.url.appendingPathComponent("actions/\(key.prefix(2))/\(key).json"),
      to: store.url.appendingPathComponent("quarantine/\(key)"))
    command.signal(SIGCONT)
    let result = try command.wait()
    #expect(result.status == 0, "\(result.error)")
  }
}
