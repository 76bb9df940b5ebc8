import Foundation
import TestSupport
import Testing

@Suite("Migration of the results database", .serialized)
struct MigrationTests {
  private let store: TestStore
  private var database: URL { store.url.appendingPathComponent("results.sqlite") }

  init() throws { store = try TestStore() }

  /// What the tables of version 1 hold, a line each; also checks that the file is sound.
  private func rows() throws -> Set<String> {
    #expect(try store.sqlite("PRAGMA integrity_check") == ["ok"])
    let tables = [
      "run", "run_parameter", "stage_execution", "artifact", "stage_input", "stage_output",
      "accuracy", "training_metric", "embedding_accuracy", "task_embedding",
    ]
    return Set(
      try store.sqlite(tables.map { "SELECT '\($0)', * FROM \($0)" }.joined(separator: ";")))
  }

  /// Puts a database of version 1 in the place of the store's.
  private func putOldDatabase() throws {
    for suffix in ["", "-journal"] {
      try? FileManager.default.removeItem(atPath: database.path + suffix)
    }
    let sql = TestStore.project.appendingPathComponent("Tests/Fixtures/results-v1.sql")
    let made = try Command.run(["sqlite3", "-bail", database.path, ".read '\(sql.path)'"])
    #expect(made.status == 0, "\(made.error)")
    #expect(try store.sqlite("PRAGMA user_version") == ["1"])
  }

  @Test("a database of version 1 keeps its rows, and they lead to their stages")
  func rowsAreKept() throws {
    try store.succeed(TestStore.small)
    try putOldDatabase()
    let before = try rows()
    let refused = try store.run(["results"])
    #expect(refused.status == 1 && refused.error.contains("any 'engram run'"))
    #expect(try store.sqlite("PRAGMA user_version") == ["1"])
    try store.succeed(TestStore.small)
    #expect(try store.sqlite("PRAGMA user_version") == ["2"])
    #expect(try before.isSubset(of: rows()))
    #expect(try store.sqlite("SELECT count(*) FROM run") == ["2"])
    let old = "run NOT LIKE '%seed7-%'"
    #expect(
      try store.sqlite(
        "SELECT count(*), count(path) FROM accuracy_provenance WHERE \(old)") == ["3|3"])
    // What only manifests know comes by a rebuild, where the store has them.
    #expect(
      try store.sqlite("SELECT count(preimage) FROM accuracy_provenance WHERE \(old)") == ["0"])
    #expect(
      try store.sqlite(
        "SELECT count(preimage) FROM accuracy_provenance WHERE run LIKE '%seed7-%'") == ["3"])
    try store.survives()
  }

  @Test("a migration that fails leaves the old database as it was")
  func failure() throws {
    try store.succeed(TestStore.small)
    try putOldDatabase()
    // The last thing that the migration makes is there already.
    _ = try store.sqlite("CREATE VIEW accuracy_provenance AS SELECT 1")
    let dump = try Command.run(["sqlite3", database.path, ".dump"]).output
    let result = try store.run(TestStore.small)
    #expect(result.status == 74, "\(result.error)")
    #expect(try Command.run(["sqlite3", database.path, ".dump"]).output == dump)
    #expect(try store.sqlite("PRAGMA user_version") == ["1"])
    try store.survives()
  }

  #if os(Linux)
    @Test("killed at any write of a migration: the old schema or the new one, and every row")
    func killed() throws {
      try store.succeed(TestStore.small)
      try putOldDatabase()
      let before = try rows()
      let schema = { try store.sqlite("SELECT name, sql FROM sqlite_schema ORDER BY name") }
      let old = try schema()
      let library = try TestStore.library("kill_at_write", in: store.folder).path
      let count = store.folder.url.appendingPathComponent("count")
      func migrate(killedAt call: Int) throws -> Command.Result {
        try store.run(
          TestStore.small + ["-q"],
          wrapper: [
            "env", "LD_PRELOAD=\(library)", "KILL_FILE=results.sqlite", "KILL_AT=\(call)",
            "KILL_COUNT=\(count.path)",
          ])
      }
      #expect(try migrate(killedAt: 0).status == 0)
      let new = try schema()
      let calls = try #require(Int(String(contentsOf: count, encoding: .utf8)))
      try #require(calls > 10)
      var versions: [String] = []
      for call in stride(from: 1, through: calls, by: max(1, calls / 8)) {
        try putOldDatabase()
        #expect(try migrate(killedAt: call).wasKilled)
        try store.survives()
        #expect(try before.isSubset(of: rows()), "killed at call \(call) of \(calls)")
        let version = try store.sqlite("PRAGMA user_version")
        #expect(
          try schema() == (version == ["1"] ? old : new), "killed at call \(call) of \(calls)")
        versions += version
        // Whatever was left, the next run goes on from it.
        try store.succeed(TestStore.small)
        #expect(try store.sqlite("PRAGMA user_version") == ["2"])
        #expect(try before.isSubset(of: rows()))
        try store.survives()
      }
      #expect(Set(versions) == ["1", "2"], "\(versions)")
    }
  #endif
}
