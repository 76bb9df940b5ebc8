import Foundation
import TestSupport
import Testing

@Suite("Migration of the results database", .serialized)
struct MigrationTests {
  private let store: TestStore
  private var database: URL { store.url.appendingPathComponent("results.sqlite") }

  init() throws { store = try TestStore() }

  /// What the tables of version 1 hold, a line each, as version 6 says it; also checks that the file is sound.
  ///
  /// Version 6 renames tables, counts from 1, and has accuracies in percent, all scores in one table.
  private func rows() throws -> Set<String> {
    #expect(try store.sqlite("PRAGMA integrity_check") == ["ok"])
    let isNew = try store.sqlite("PRAGMA user_version") == ["6"]
    let (one, hundred) = isNew ? ("", "") : (" + 1", "100 * ")
    let queries = [
      "'run', run_id, experiment, seed, status, started_at, finished_at, engram_version FROM run",
      "'setting', run_id, key, value FROM \(isNew ? "run_setting" : "run_parameter")",
      "'stage', run_id, position\(one), node, cache_key, stage, version, seconds, hit FROM stage_execution",
      "'artifact', sha256, kind, path, bytes, name FROM artifact",
      "'input', cache_key, position\(one), input_cache_key FROM stage_input",
      "'output', cache_key, name, sha256 FROM stage_output",
      isNew
        ? "'score', run_id, trained_task, evaluated_task, value FROM score WHERE metric = 'accuracy'"
        : "'score', run_id, trained_task + 1, evaluated_task + 1, 100 * accuracy FROM accuracy",
      isNew
        ? "'log', run_id, task, step, name, value FROM training_metric"
        : "'log', run_id, task + 1, step, replace(name, 'accuracy', 'minibatch accuracy'), "
          + "CASE WHEN name LIKE '%accuracy' THEN 100 * value ELSE value END FROM training_metric",
      "'plane', run_id, task\(one), x, y, \(hundred)accuracy\(isNew ? "_percent" : "") "
        + "FROM embedding_accuracy",
      "'embedding', run_id, task\(one), dimension\(one), value FROM task_embedding",
    ]
    return Set(try store.sqlite(queries.map { "SELECT \($0)" }.joined(separator: ";")))
  }

  /// Puts a database of an older version in the place of the store's.
  private func putOldDatabase(version: Int = 1) throws {
    for suffix in ["", "-journal"] {
      try? FileManager.default.removeItem(atPath: database.path + suffix)
    }
    let sql = TestStore.project.appendingPathComponent("Tests/Fixtures/results-v\(version).sql")
    let made = try Command.run(["sqlite3", "-bail", database.path, ".read '\(sql.path)'"])
    #expect(made.status == 0, "\(made.error)")
    #expect(try store.sqlite("PRAGMA user_version") == ["\(version)"])
  }

  @Test("a database of version 1 keeps its rows, and they lead to their stages")
  func rowsAreKept() throws {
    try store.fill(with: TestStore.small)
    try putOldDatabase()
    let before = try rows()
    let refused = try store.run(["results"])
    #expect(refused.status == 1 && refused.error.contains("any 'engram run'"))
    #expect(try store.sqlite("PRAGMA user_version") == ["1"])
    try store.succeed(TestStore.small)
    #expect(try store.sqlite("PRAGMA user_version") == ["6"])
    #expect(try before.isSubset(of: rows()))
    #expect(try store.sqlite("SELECT count(*) FROM run") == ["2"])
    let old = "run_id NOT LIKE '%seed7-%'"
    #expect(
      try store.sqlite(
        "SELECT count(*), count(path) FROM score_provenance WHERE \(old)") == ["3|3"])
    // What only manifests know comes by a rebuild, where the store has them.
    #expect(
      try store.sqlite("SELECT count(preimage) FROM score_provenance WHERE \(old)") == ["0"])
    #expect(
      try store.sqlite(
        "SELECT count(preimage) FROM score_provenance WHERE run_id LIKE '%seed7-%'") == ["3"])
    try store.survives()
  }

  @Test("a database of version 2 keeps its rows; the views show them, and costs of new runs")
  func versionTwo() throws {
    try store.fill(with: TestStore.small)
    try putOldDatabase(version: 2)
    let before = try rows()
    let traced = try store.sqlite(
      """
      SELECT run, trained_task + 1, evaluated_task + 1, 100 * accuracy, path, sha256, numeric_class
      FROM accuracy_provenance WHERE run NOT LIKE '%seed7-%'
      """)
    #expect(traced.count == 3)
    try store.succeed(TestStore.small)
    #expect(try store.sqlite("PRAGMA user_version") == ["6"])
    #expect(try before.isSubset(of: rows()))
    #expect(
      try store.sqlite(
        """
        SELECT run_id, trained_task, evaluated_task, value, path, sha256, numeric_class
        FROM score_provenance WHERE run_id NOT LIKE '%seed7-%'
        """) == traced)
    #expect(try store.sqlite("SELECT count(*) FROM published_accuracy") == ["59"])
    #expect(
      try store.sqlite(
        "SELECT final_accuracy_percent FROM final_accuracy WHERE run_id LIKE 'fig4-seed6-%'")
        == ["97.19"])
    // A run of version 2 has no costs until it is recorded again; its stages tell its time.
    let costs = "SELECT trainable_weights, target_weights, memory_bytes FROM run_costs"
    #expect(
      try store.sqlite("\(costs) WHERE seed = 6 AND seconds BETWEEN 0.1 AND 1") == ["||"])
    // Θ_h: 98·10 + 10, 10·10 + 10, 11·5000 and 7 chunk embeddings of 96; two embeddings of 2.
    #expect(try store.sqlite("\(costs) WHERE seed = 7") == ["56776|31810|227104"])
    try store.survives()
  }

  @Test(
    "a database of version 3 keeps its rows; what was held out is no part of the table any more")
  func versionThree() throws {
    try store.fill(with: TestStore.small)
    try putOldDatabase(version: 3)
    let before = try rows()
    let table = "SELECT settings, mean_percent FROM table1"
    #expect(try store.sqlite(table) == ["|32.16", "validation=500|33.22"])
    // Published values are those of the program that writes: EWC had online EWC's.
    func published(_ columns: String) throws -> [String] {
      try store.sqlite(
        """
        SELECT \(columns), url FROM published_accuracy
        WHERE benchmark = 'permuted-mnist-10' AND scenario = 'CL3' AND method = 'ewc'
        """)
    }
    #expect(
      try published("mean, standard_error") == ["33.88|0.49|https://arxiv.org/abs/1904.07734"])
    try store.succeed(TestStore.small)
    #expect(
      try published("mean_percent, standard_error_percent") == [
        "25.04|0.5|https://arxiv.org/abs/1809.10635"
      ])
    #expect(try store.sqlite("PRAGMA user_version") == ["6"])
    #expect(try before.isSubset(of: rows()))
    let left = try store.sqlite(table)
    #expect(left.count == 1 && left[0].hasSuffix("|32.16") && !left[0].contains("validation"))
    try store.survives()
  }

  @Test(
    "a database of version 4 keeps its rows; seeds that differ in what is looked at are together")
  func versionFour() throws {
    try store.succeed(TestStore.small)
    try putOldDatabase(version: 4)
    let before = try rows()
    #expect(
      try store.sqlite("SELECT settings, seeds FROM summary WHERE metric = 'final accuracy'")
        == ["grid=0 log_interval=2|1", "grid=2 log_interval=50|1", "|1"])
    try store.succeed(TestStore.small)
    #expect(try store.sqlite("PRAGMA user_version") == ["6"])
    #expect(try before.isSubset(of: rows()))
    let settings = "batch=32 chunk_size=2000 steps=3 target_hidden=20 tasks=2"
    #expect(
      try store.sqlite("SELECT settings, seeds FROM summary WHERE metric = 'final accuracy'")
        == [
          "\(settings)|2", "chunk_size=5000 steps=60 target_hidden=40 tasks=2|1",
          "benchmark=split-mnist method=fine-tuning profile=quick scenario=CL1 steps=3 "
            + "target_hidden=10 tasks=2|1",
        ])
    #expect(try store.sqlite("SELECT settings FROM table1") == ["steps=3 target_hidden=10 tasks=2"])
    // Rows that were migrated say the same as rows that are made anew.
    let views = "SELECT * FROM summary; SELECT * FROM configuration_setting"
    let migrated = try store.sqlite("\(views) WHERE experiment = 'fig4' AND key = 'batch'")
    #expect(migrated.count { $0.hasSuffix("|batch|32|32|1") } == 1)
    try store.succeed([
      "run", "fig4", "tasks=2", "steps=3", "batch=32", "grid=0", "target_hidden=20",
      "chunk_size=2000", "seed=9",
    ])
    #expect(
      try store.sqlite(
        "SELECT seeds FROM summary WHERE metric = 'final accuracy' AND settings = '\(settings)'")
        == ["2", "1"], "numeric classes are kept apart")
    try store.survives()
  }

  @Test(
    "a database of version 5 keeps its rows; a regression's errors are summed up, and transfer is told"
  )
  func versionFive() throws {
    try store.fill(with: TestStore.small)
    try putOldDatabase(version: 5)
    let before = try rows()
    let errors = "trained_task, evaluated_task, "
    let old = try store.sqlite("SELECT trained_task + 1, evaluated_task + 1, loss FROM test_loss")
    let inferred = try store.sqlite("SELECT count(*) FROM task_inference")
    let transfer = try store.sqlite(
      "SELECT round(100 * forward_transfer, 6) FROM run_metric WHERE forward_transfer <> 0")
    #expect(old.count == 6 && inferred == ["3"] && transfer.count == 1)
    try store.succeed(TestStore.small)
    #expect(try store.sqlite("PRAGMA user_version") == ["6"])
    #expect(try before.isSubset(of: rows()))
    #expect(
      try store.sqlite("SELECT \(errors)value FROM score WHERE metric = 'mean squared error'")
        == old)
    #expect(
      try store.sqlite("SELECT count(*) FROM score WHERE metric = 'task inference'") == inferred)
    // It was told of a run in CL3, and contained the cost of not being told the task.
    #expect(try store.sqlite("SELECT value FROM forward_gain WHERE value <> 0") == [])
    // Rows that were migrated say the same as rows that are made anew.
    #expect(
      try store.sqlite(
        """
        SELECT s.mean = (SELECT avg(mean_squared_error) FROM final_error), s.unit FROM summary s
        WHERE metric = 'final mean squared error'
        """) == ["1|squared unit of the targets"])
    #expect(try store.sqlite("SELECT count(*) FROM run WHERE comparison IS NULL") == ["0"])
    #expect(try store.sqlite("SELECT name FROM sqlite_schema WHERE name LIKE 'old%'") == [])
    try store.survives()
  }

  @Test("a migration that fails leaves the old database as it was")
  func failure() throws {
    try store.fill(with: TestStore.small)
    try putOldDatabase()
    // A table that the first migration makes is there already.
    _ = try store.sqlite("CREATE TABLE stage_result (x)")
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
      try store.fill(with: TestStore.small)
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
        let found = try schema()
        #expect(
          ["2", "3", "4", "5"].contains(version[0]) || found == (version == ["1"] ? old : new),
          "killed at call \(call) of \(calls)")
        versions += version
        // Whatever was left, the next run goes on from it.
        try store.succeed(TestStore.small)
        #expect(try store.sqlite("PRAGMA user_version") == ["6"])
        #expect(try before.isSubset(of: rows()))
        try store.survives()
      }
      #expect(Set(versions).isSuperset(of: ["1", "6"]), "\(versions)")
    }
  #endif
}
