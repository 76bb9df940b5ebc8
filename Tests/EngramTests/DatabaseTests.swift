import Foundation
import TestSupport
import Testing

@Suite("One writer at a time", .serialized)
struct DatabaseTests {
  private let store: TestStore
  private var database: String { store.url.appendingPathComponent("results.sqlite").path }
  private static let tiny = [
    "run", "split-mnist", "tasks=1", "steps=5", "target_hidden=10", "chunk_size=2000", "-q",
  ]

  init() throws { store = try TestStore() }

  /// Holds the right to write.
  private func hold() throws -> Holder {
    try Holder(in: store.folder.url) { ["flock", "\(database).lock", "sh", "-c", $0] }
  }

  @Test("eight processes that race on a new store all record their rows; what they share is once")
  func race() throws {
    let commands = try (0..<8).map { try store.start(Self.tiny + ["seed=\($0 / 2)"]) }
    let results = try commands.map { try $0.wait() }
    #expect(results.map(\.status) == .init(repeating: 0, count: 8), "\(results.map(\.error))")
    #expect(
      try store.sqlite("SELECT seed, status FROM run ORDER BY 1")
        == (0..<4).map { "\($0)|complete" })
    #expect(try store.events("computed", node: "dataset") == 1)
    #expect(try store.events("computed", node: "train/task-01") == 4)
    #expect(try store.sqlite("SELECT count(*) FROM score") == ["4"])
    #expect(try store.sqlite("PRAGMA integrity_check") == ["ok"])
    #expect(store.files("").filter { $0 == "results.sqlite.lock" }.isEmpty)
    try store.survives()
  }

  @Test("a database locked past the time-out costs a code of its own, and rebuild adds the rows")
  func locked() throws {
    try store.fill(with: Self.tiny)
    let holder = try Holder(in: store.folder.url) {
      ["sqlite3", database, "BEGIN EXCLUSIVE", ".shell \($0)"]
    }
    let result = try store.run(
      Self.tiny + ["--seeds", "1..2", "--jobs", "2"],
      wrapper: ["env", "ENGRAM_DATABASE_TIMEOUT=0.2"])
    #expect(result.status == 74)
    #expect(result.error.contains("another process holds the results database"))
    #expect(result.error.contains("mend that, then run 'engram results rebuild'"))
    #expect(result.output.contains("stages computed") && result.output.contains("2 seeds, mean"))
    try holder.letGo()
    // That rows are missing is a note.
    try store.survives()
    #expect(try store.succeed(["results", "rebuild"]).hasPrefix("3 runs in "))
    #expect(try store.sqlite("SELECT seed FROM run ORDER BY 1") == ["0", "1", "2"])
    try store.survives()
  }

  @Test("a process that finds another one writing says so, waits, and records")
  func waits() throws {
    try store.fill(with: Self.tiny)
    let holder = try hold()
    let command = try store.start(
      Array(Self.tiny.dropLast()) + ["seed=1"], environment: ["ENGRAM_DATABASE_TIMEOUT": "600"])
    try waitUntil("the run says that it waits") {
      command.errorSoFar.contains("results.sqlite  another process writes") || !command.isRunning
    }
    try holder.letGo()
    let result = try command.wait()
    #expect(result.status == 0, "\(result.error)")
    #expect(
      result.error.contains("results.sqlite  another process writes to the database"),
      "\(result.error)")
    #expect(try store.sqlite("SELECT seed FROM run ORDER BY 1") == ["0", "1"])

    let again = try hold()
    let late = try store.run(
      Self.tiny + ["seed=2"], wrapper: ["env", "ENGRAM_DATABASE_TIMEOUT=0.1"])
    #expect(late.status == 74 && late.error.contains("writing to the results database for 0.1 s"))
    try again.letGo()
    try store.survives()
  }

  @Test(
    "what a killed writer left half done is taken back by a command that only reads",
    arguments: [false, true])
  func killedWriter(isBackedUp: Bool) throws {
    try store.fill(with: Self.tiny)
    let before = try store.succeed(["results", "--format", "csv"])
    // A cache of one page makes SQLite write before the end of the transaction.
    _ = try Command.run([
      "sqlite3", database, "PRAGMA cache_size = 1", "BEGIN", "DELETE FROM stage_execution",
      "DELETE FROM training_metric", "DELETE FROM score", "DELETE FROM run_setting",
      "DELETE FROM run", ".shell kill -9 $PPID",
    ])
    #expect(FileManager.default.fileExists(atPath: "\(database)-journal"))
    try store.survives()
    if isBackedUp {
      let copy = store.folder.url.appendingPathComponent("copy.sqlite").path
      try store.succeed(["results", "backup", copy])
      #expect(try Command.run(["sqlite3", copy, "SELECT count(*) FROM run"]).output == "1\n")
    }
    #expect(try store.succeed(["results", "--format", "csv"]) == before)
    #expect(!FileManager.default.fileExists(atPath: "\(database)-journal"))
    try store.survives()
  }
}
