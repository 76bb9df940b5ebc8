import Foundation
import Results
import Statistics
import TestSupport
import Testing

@Suite("Results database")
struct ResultsStoreTests {
  private let temporary: TemporaryFolder
  var folder: URL { temporary.url }
  var file: URL { folder.appendingPathComponent("results.sqlite") }

  init() throws { temporary = try TemporaryFolder() }

  /// Three tasks; by hand: final 84.67, during 94.67, forgetting 15, backward transfer −15.
  func record(seed: Int = 0, shift: Double = 0, status: RunStatus = .complete) -> RunRecord {
    let key = String(repeating: "a", count: 64 - "\(seed)".count) + "\(seed)"
    var run = RunRecord(
      id: "fig4-seed\(seed)-0123456789ab", experiment: "fig4", seed: seed, status: status,
      startedAt: Date(timeIntervalSince1970: 1_000_000),
      finishedAt: Date(timeIntervalSince1970: 1_000_060), engramVersion: "1",
      parameters: ["beta": "0.01", "steps": "2000"])
    run.scores = ScoreMatrix([
      [0.9], [0.8, 0.95], [0.7 - shift, 0.85 - shift, 0.99 - shift],
    ])
    run.stages = [
      RunRecord.StageExecution(
        node: "train/task-01", cacheKey: key, stage: "train", version: 1, seconds: 2.5,
        isHit: false,
        outputs: [
          RunRecord.StageOutput(
            name: "checkpoint.h5", sha256: key, bytes: 12, kind: "checkpoint", path: "blobs/x")
        ])
    ]
    run.trainingMetrics = [
      RunRecord.TrainingMetric(task: 0, step: 1, name: "loss", value: 0.5),
      RunRecord.TrainingMetric(task: 0, step: 2, name: "loss", value: .nan),
    ]
    run.embeddingAccuracy = (0..<3).map {
      RunRecord.EmbeddingAccuracy(task: $0, x: -1, y: 0.5, accuracy: 0.25)
    }
    run.taskEmbeddings = (0..<3).map {
      RunRecord.TaskEmbedding(task: $0, values: [Double($0), -1])
    }
    return run
  }

  /// What the `sqlite3` shell prints.
  func shell(_ sql: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sqlite3", file.path, sql]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  @Test("regressions have a row for each run, too; by hand: final 3, during 2")
  func regressionViews() throws {
    let store = try ResultsStore(at: file)
    var run = record(seed: 1)
    run.scores = ScoreMatrix([[1], [4, 3], [5, 2, 2]], metric: .meanSquaredError)
    try store.record(run)
    try store.record(record())
    let beginning = "\(run.id)|fig4|1|beta=0.01 steps=2000|3"
    #expect(try shell("select * from final_mean_squared_error") == "\(beginning)|3.0")
    #expect(try shell("select * from during_mean_squared_error") == "\(beginning)|2.0")
    #expect(try shell("select count(*) from final_accuracy") == "1")
  }

  @Test("whoever records makes the program's views; somebody else's stay")
  func refreshedViews() throws {
    try ResultsStore(at: file).record(record())
    let views = "select name, sql from sqlite_schema where type = 'view' order by name"
    let dictionary = "select * from data_dictionary order by table_name, column_name"
    let (before, explained) = (try shell(views), try shell(dictionary))
    // As of an older program of the same schema version.
    _ = try shell(
      """
      drop view final_mean_squared_error; drop view summary; create view summary as select 1 as mean;
      create view old_view as select 1 as run_id; create view mine as select run_id from run;
      delete from data_dictionary where table_name = 'final_mean_squared_error';
      insert into data_dictionary values ('old_view', '', null, 'x')
      """)
    let reader = try ResultsStore(at: file, access: .readOnly)
    for read in [
      { try reader.contents(of: "final_mean_squared_error") },
      { try reader.query("select * from final_mean_squared_error") },
    ] {
      #expect { _ = try read() } throws: {
        "\($0)".contains("without the view 'final_mean_squared_error'; any 'engram run' or ")
      }
    }
    try ResultsStore(at: file).record(record(seed: 1))
    #expect(try shell(views.replacing("order", with: "and name <> 'mine' order")) == before)
    #expect(try shell("select count(*) from mine") == "2")
    #expect(
      try shell(dictionary.replacing("order", with: "where table_name <> 'mine' order"))
        == explained)
    #expect(try shell("pragma integrity_check") == "ok")
  }

  @Test("the views give the metrics of a hand-made matrix, to the sqlite3 shell")
  func views() throws {
    let store = try ResultsStore(at: file)
    #expect(try store.record(record()) == .inserted)
    let run = record().id
    #expect(
      try shell("select * from final_accuracy") == "\(run)|fig4|0|beta=0.01 steps=2000|3|84.67")
    #expect(
      try shell("select * from during_accuracy") == "\(run)|fig4|0|beta=0.01 steps=2000|3|94.67")
    #expect(try shell("select * from forgetting") == "\(run)|fig4|0|beta=0.01 steps=2000|3|15.0")
    #expect(
      try shell("select * from backward_transfer") == "\(run)|fig4|0|beta=0.01 steps=2000|3|-15.0")
    #expect(try shell("select count(*) from accuracy_matrix") == "6")
    #expect(
      try shell("select panel, task, x, y, accuracy_percent from fig4")
        == "a|1|-1.0|0.5|25.0\nb|3|-1.0|0.5|25.0")
    #expect(try shell("select run_id from latest_run where experiment = 'fig4'") == run)
    #expect(try shell("select name, step, value from learning_curve") == "loss|1|0.5\nloss|2|")
    #expect(try shell("pragma foreign_key_check; pragma integrity_check") == "ok")
  }

  @Test("runs of equal settings are averaged over seeds, once each")
  func seeds() throws {
    let store = try ResultsStore(at: file)
    try store.record(record(seed: 0))
    try store.record(record(seed: 1, shift: 0.1))
    #expect(try store.record(record(seed: 1, shift: 0.1)) == .replaced)
    // Means 84.67 and 74.67: mean 79.67, standard error |10| / 2 = 5.
    #expect(
      try shell(
        "select metric, mean, standard_error, seeds from summary limit 1")
        == "final accuracy|79.67|5.0|2")
    #expect(try store.contents(of: "summary").rows.count == 4)
  }

  @Test(
    "a configuration has one name and one text, whatever is looked at and whatever other runs there are"
  )
  func configurations() throws {
    let store = try ResultsStore(at: file)
    func run(_ seed: Int, _ parameters: [String: String], changed: Set<String>) -> RunRecord {
      var run = record(seed: seed)
      let names = parameters.sorted { $0.key < $1.key }.map { "\($0.key)\($0.value)" }.joined()
      run.id += "-\(names)"
      run.parameters = parameters
      run.changedParameters = changed
      run.observedParameters = ["grid", "log_interval", "margin", "scan"]
      return run
    }
    let summary = "select configuration, settings, seeds from summary where metric = 'forgetting'"
    let usual = ["beta": "0.01", "steps": "2000", "hidden": "20,20"]
    for (seed, looks) in [
      ["grid": "0", "log_interval": "50"], ["grid": "51", "log_interval": "7"],
      ["grid": "51", "margin": "1", "scan": "all"],
    ].enumerated() {
      try store.record(
        run(seed, usual.merging(looks) { $1 }, changed: ["hidden", "grid", "log_interval", "scan"]))
    }
    let before = try shell(summary)
    #expect(before.hasPrefix("fig4-") && before.hasSuffix("|hidden=20,20|3"), "\(before)")
    try store.record(run(0, usual.merging(["beta": "1e-05"]) { $1 }, changed: ["hidden", "beta"]))
    var other = run(0, usual, changed: [])
    (other.id, other.experiment) = ("split-mnist-seed0-0123456789ab", "split-mnist")
    try store.record(other)
    let after = try shell(summary).split(separator: "\n").map(String.init)
    #expect(after.contains(before) && after.count == 3, "\(after)")
    #expect(after.contains { $0.hasSuffix("|beta=1e-05 hidden=20,20|1") })
    #expect(after.contains { $0.hasPrefix("split-mnist-") && $0.hasSuffix("||1") })
    // Numbers are numbers.
    #expect(
      try shell(
        """
        select s.settings, c.number, typeof(c.number) from summary s
        join configuration_setting c using (configuration)
        where s.metric = 'forgetting' and c.key = 'beta' and c.number < 0.001
        """) == "beta=1e-05 hidden=20,20|1.0e-05|real")
    #expect(
      try shell(
        """
        select distinct key, value, number, typeof(number), is_changed from configuration_setting
        where experiment = 'split-mnist' order by key
        """) == "beta|0.01|0.01|real|0\nhidden|20,20||null|0\nsteps|2000|2000|integer|0")
  }

  @Test("of what an older program recorded, all is told until it is known what differs")
  func described() throws {
    let store = try ResultsStore(at: file)
    try store.record(record())
    let settings = "select distinct settings from summary"
    #expect(try shell(settings) == "beta=0.01 steps=2000")
    var asked = 0
    for _ in 0..<2 {
      try store.describeSettings { experiment, seed, parameters in
        asked += 1
        #expect(experiment == "fig4" && parameters == ["beta": "0.01", "steps": "2000"])
        return (
          changed: ["beta", "steps"], observed: [], comparison: "\(experiment) \(seed)",
          short: ["steps": "many"]
        )
      }
    }
    #expect(try shell(settings) == "beta=0.01 steps=many")
    #expect(asked == 1)
  }

  @Test("an unfinished run does not replace a complete one, nor count")
  func unfinished() throws {
    let store = try ResultsStore(at: file)
    try store.record(record())
    #expect(try store.record(record(status: .interrupted)) == .kept)
    try store.record(record(seed: 1, status: .interrupted))
    #expect(try store.contents(of: "final_accuracy").rows.count == 1)
    #expect(try store.resolve(run: "latest") == record().id)
    #expect(try store.resolve(run: "fig4-seed1") == record(seed: 1).id)
    #expect(throws: ResultsError.self) { try store.resolve(run: "fig4-seed") }
  }

  @Test("databases of other programs and of newer versions are refused untouched")
  func refusals() throws {
    func refusal(_ sql: String) throws -> ResultsError.Code? {
      _ = try shell(sql)
      let bytes = try Data(contentsOf: file)
      let error = #expect(throws: ResultsError.self) { try ResultsStore(at: file) }
      #expect(try Data(contentsOf: file) == bytes)
      return error?.code
    }
    #expect(try refusal("create table t (x); pragma application_id = 7") == .foreignApplication)
    try FileManager.default.removeItem(at: file)
    _ = try ResultsStore(at: file)
    #expect(try refusal("pragma user_version = 99") == .newerVersion)
  }

  @Test("a query reads and never writes; a reader makes no file")
  func reading() throws {
    let absent = #expect(throws: ResultsError.self) {
      try ResultsStore(at: file, access: .readOnly)
    }
    #expect(absent?.code == .missing && !FileManager.default.fileExists(atPath: file.path))
    let store = try ResultsStore(at: file)
    try store.record(record())
    #expect(try store.query("select seed from run").rows.count == 1)
    for sql in ["delete from run", "drop table run", "pragma user_version = 5"] {
      #expect(throws: ResultsError.self, "\(sql)") { try store.query(sql) }
    }
    #expect(try store.query("select count(*) from run").csv.contains("1"))
    #expect(throws: ResultsError.self) { try store.query("select nothing from nowhere") }
  }
}
