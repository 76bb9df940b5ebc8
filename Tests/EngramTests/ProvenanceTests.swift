import Foundation
import TestSupport
import Testing

@Suite("From a number to what computed it", .serialized)
struct ProvenanceTests {
  private let store: TestStore

  init() throws { store = try TestStore() }

  /// A row of `score_provenance`.
  private struct Row: Decodable {
    struct Input: Decodable { let node: String, cache_key: String, content_digest: String }
    let node: String, stage: String, version: Int, path: String, sha256: String
    let cache_key: String, content_digest: String, preimage: String, inputs: String
    let host: String, numeric_class: String, libraries: String, computed_at: String
    let value: Double
  }

  @Test("one query leads from an accuracy to file, key, inputs, program and machine")
  func accuracy() throws {
    try store.fill(with: TestStore.small)
    let json = try store.succeed([
      "results", "query",
      "SELECT * FROM score_provenance WHERE trained_task = 2 AND evaluated_task = 1", "--json",
    ])
    let row = try #require(JSONDecoder().decode([Row].self, from: Data(json.utf8)).first)
    #expect(row.node == "train/task-02" && row.stage == "train-task")
    let file = store.url.appendingPathComponent(row.path)
    #expect(try Command.run(["sha256sum", file.path]).output.hasPrefix(row.sha256))
    let dump = try Command.run([
      "h5dump", "-m", "%.17g", "-d", "/metrics/accuracy", "-s", "1,0", "-c", "1,1", file.path,
    ]).output
    let dumped = dump.firstMatch(of: /\(1,0\): ([0-9.e-]+)/).flatMap { Double($0.1) }
    #expect(dumped.map { 100 * $0 } == row.value, "\(dump)")

    let manifest =
      try JSONSerialization.jsonObject(
        with: Data(
          contentsOf: store.url.appendingPathComponent(
            "actions/\(row.cache_key.prefix(2))/\(row.cache_key).json"))) as? [String: Any]
    #expect(manifest?["contentDigest"] as? String == row.content_digest)
    #expect(manifest?["host"] as? String == row.host)
    #expect(manifest?["startedAt"] as? String == row.computed_at)
    let fields = manifest?["preimage"] as? [[String: String]]
    let preimage = try #require(
      JSONSerialization.jsonObject(with: Data(row.preimage.utf8)) as? [String: Any])
    #expect(Set(preimage.keys) == Set(try #require(fields?.compactMap { $0["path"] })))
    #expect(preimage["configuration.training.steps"] as? Int == 60)
    #expect(preimage["configuration.training.regularizer.strength"] as? Double == 0.01)
    #expect(preimage["numericClass"] as? String == row.numeric_class)
    let inputs = try JSONDecoder().decode([Row.Input].self, from: Data(row.inputs.utf8))
    #expect(inputs.map(\.node) == ["train/task-01", "dataset"])
    #expect(
      inputs.map(\.content_digest)
        == [preimage["inputs[0]"] as? String, preimage["inputs[1]"] as? String])
    #expect(inputs.map(\.cache_key) == manifest?["inputKeys"] as? [String])
    #expect(row.libraries.contains("openblas"))
  }

  @Test("every measurement leads somewhere")
  func measurements() throws {
    try store.fill(with: TestStore.small)
    for (table, task) in [
      ("score", "trained_task"), ("training_metric", "task"), ("embedding_accuracy", "task"),
      ("task_embedding", "task"),
    ] {
      let counts = try store.sqlite(
        """
        SELECT count(*) > 0, count(*) = count(p.sha256), count(*) = count(p.preimage)
        FROM \(table) m LEFT JOIN measurement_provenance p
          ON p.run_id = m.run_id AND p.measurement = \(table == "score" ? "m.metric" : "'\(table)'") AND p.task = m.\(task)
        """)
      #expect(counts == ["1|1|1"], "\(table)")
    }
    #expect(
      try store.sqlite("SELECT DISTINCT trained_task, node FROM score_provenance ORDER BY 1")
        == ["1|train/task-01", "2|train/task-02"])
    #expect(
      try store.sqlite("SELECT DISTINCT node FROM measurement_provenance ORDER BY 1")
        == ["evaluate", "scan", "train/task-01", "train/task-02"])
    #expect(
      try store.sqlite("SELECT node FROM provenance WHERE numeric_class IS NULL GROUP BY node")
        == ["dataset", "evaluate"])
  }

  @Test("what a method's parts have logged leads to the stages that did")
  func parts() throws {
    try store.succeed([
      "run", "table1", "benchmark=split-mnist", "method=hnet+tir", "scenario=CL3", "tasks=2",
      "steps=4", "log_interval=2", "target_hidden=20", "encoder_hidden=20", "inference_hidden=20",
    ])
    let nodes = try store.sqlite(
      """
      SELECT DISTINCT substr(name, 1, instr(name || ' ', ' ') - 1) IN ('replay', 'inference'),
        task, node, count(sha256) = count(*)
      FROM training_metric_provenance GROUP BY 1, task, node ORDER BY node
      """)
    #expect(
      nodes == [
        "1|2|inference/task-02|1", "1|1|replay/task-01|1", "0|1|train/task-01|1",
        "0|2|train/task-02|1",
      ])
    #expect(
      try store.sqlite(
        "SELECT DISTINCT name FROM training_metric_provenance WHERE node = 'replay/task-01' ORDER BY 1"
      )
        == ["replay kl", "replay loss", "replay reconstruction", "replay regularizer"])
    // As many as there are: none twice, none lost.
    #expect(
      try store.sqlite(
        "SELECT (SELECT count(*) FROM training_metric) = (SELECT count(*) FROM training_metric_provenance)"
      )
        == ["1"])
  }

  private func dump() throws -> String {
    try Command.run(["sqlite3", store.url.appendingPathComponent("results.sqlite").path, ".dump"])
      .output
  }

  @Test("a rebuild while a run goes on loses none of its rows")
  func rebuildWhileRunning() throws {
    let halted = try store.startHalted(TestStore.small, at: "train/task-02:30")
    #expect(try store.succeed(["results", "rebuild"]).hasPrefix("1 runs in "))
    #expect(try store.sqlite("SELECT status FROM run") == ["interrupted"])
    halted.signal(SIGCONT)
    #expect(try halted.wait().status == 0)
    #expect(try store.sqlite("SELECT status FROM run") == ["complete"])
    #expect(try store.sqlite("SELECT count(*), count(path) FROM score_provenance") == ["3|3"])
    let before = try dump()
    try store.succeed(["results", "rebuild"])
    #expect(try dump() == before)
    #expect(store.files("").filter { $0.hasPrefix(".results") }.isEmpty)
  }

  @Test("a backup is whole, is checked, and replaces nothing unless it is told to")
  func backup() throws {
    let file = store.folder.url.appendingPathComponent("copy.sqlite")
    let none = try store.run(["results", "backup", file.path])
    #expect(none.status == 64 && none.error.contains("there is no store in"))
    try store.fill(with: TestStore.small)
    #expect(try store.succeed(["results", "backup", file.path]).hasPrefix("\(file.path)  ("))
    let copy = { try Command.run(["sqlite3", file.path, ".dump"]).output }
    #expect(try copy() == dump())
    let header = try Command.run([
      "sqlite3", file.path, "PRAGMA application_id; PRAGMA user_version",
    ])
    #expect(header.output == "1162757970\n6\n")

    try store.succeed(TestStore.small + ["grid=0"])
    let bytes = try Data(contentsOf: file)
    let refused = try store.run(["results", "backup", file.path])
    #expect(refused.status == 64 && refused.error.contains("add --force"), "\(refused.error)")
    #expect(try Data(contentsOf: file) == bytes)
    try store.succeed(["results", "backup", file.path, "--force"])
    #expect(try copy() == dump())

    let own = try store.run([
      "results", "backup", store.url.appendingPathComponent("results.sqlite").path, "--force",
    ])
    #expect(own.status == 64 && own.error.contains("is the database itself"))
    let nowhere = try store.run(["results", "backup", "/nonexistent/folder/copy.sqlite"])
    #expect(nowhere.status == 64, "\(nowhere.error)")
    #expect(nowhere.error.contains("there is no folder '/nonexistent/folder'"), "\(nowhere.error)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: store.folder.url.path).sorted()
        == ["copy.sqlite", "store"])
  }
}
