import Foundation
import Results
import Tables
import Testing

@Suite("Views of Table 1 and of transfer")
struct Table1ViewTests {
  private let records: Table1Records
  private let replay = Table1Cell("split-mnist", "CL3", "hnet+r")
  private let scratch = Table1Cell("split-mnist", "CL1", "scratch")

  init() throws { records = try Table1Records() }

  @Test("forward transfer is held against the run from scratch that has the same settings")
  func forwardTransfer() throws {
    let replay = Table1Cell("split-mnist", "CL1", "hnet+r")
    // By hand: (0.95 − 0.90) and (0.99 − 0.97), mean 0.035.
    let run = Table1Records.run(replay, matrix: [[0.9], [0.8, 0.95], [0.7, 0.85, 0.99]])
    try records.record([
      run, Table1Records.run(scratch, matrix: [[0.99], [0.9, 0.9], [0.5, 0.5, 0.97]]),
    ])
    let transfer = { try records.rows("SELECT forward_transfer_percent FROM forward_transfer") }
    #expect(try transfer().sorted() == ["0.0", "3.5"])
    #expect(
      try records.rows(
        "SELECT mean FROM summary WHERE metric = 'forward transfer' AND mean > 0")
        == ["3.5"])
    #expect(
      abs((try records.store.metrics(ofRuns: [run.id])[run.id]?[.forwardTransfer] ?? 0) - 0.035)
        < 1e-12)

    // Elsewhere a method also has to find out which task it is.
    let untold = Table1Records.run(self.replay, matrix: [[0.9], [0.8, 0.95], [0.7, 0.85, 0.99]])
    try records.record([untold])
    #expect(
      try records.rows("SELECT value FROM forward_gain WHERE run_id = '\(untold.id)'") == [])

    // Whatever else differs, it is not held against another setting's.
    for (key, value) in [
      ("steps", "1"), ("batch", "64"), ("dataset", "other"), ("groups", "0,1"), ("tasks", "4"),
      ("learning_rate", "1"), ("target_hidden", "9"), ("validation", "5000"),
      ("optimizer", "sgd"), ("schedule", "cosine"), ("weight_decay", "1"), ("padding", "2"),
      ("heads", "3"), ("target_activation", "elu"),
    ] {
      let other = try Table1Records()
      try other.record([
        run,
        Table1Records.run(scratch, matrix: [[1], [1, 1], [1, 1, 1]], settings: [key: value]),
      ])
      #expect(
        try other.rows("SELECT value FROM forward_gain WHERE run_id = '\(run.id)'") == [], "\(key)")
    }
    let quick = try Table1Records()
    try quick.record([
      run, Table1Records.run(scratch, matrix: [[1], [1, 1], [1, 1, 1]], profile: "quick"),
      Table1Records.run(scratch, seed: 1, matrix: [[1], [1, 1], [1, 1, 1]]),
      Table1Records.run(
        Table1Cell("split-mnist", "CL2", "scratch"), matrix: [[1], [1, 1], [1, 1, 1]]),
    ])
    #expect(
      try quick.rows("SELECT value FROM forward_gain WHERE run_id = '\(run.id)'") == [])
    // A setting that does not matter to learning from scratch may differ.
    try records.record([
      Table1Records.run(
        replay, seed: 0, matrix: [[0.9], [0.8, 0.8], [0.7, 0.85, 0.97]], settings: ["beta": "9"])
    ])
    #expect(try transfer().sorted() == ["-5.0", "0.0", "3.5"])
  }

  @Test("costs, task inference, and the time of all stages")
  func costs() throws {
    let costs = RunRecord.Costs(
      trainableWeights: 100, targetWeights: 200, storedSamples: 3, memoryBytes: 4000)
    var run = Table1Records.run(
      replay, matrix: [[0.9], [0.8, 0.95], [0.7, 0.85, 0.99]], inference: [0.5, 0.75, 1],
      seconds: [1.5, 2], costs: costs)
    run.sources = [.init(.costs, task: 2, node: "train/task-1", output: "checkpoint.h5")]
    try records.record([run, Table1Records.flat(scratch, 90)])
    #expect(
      try records.rows(
        "SELECT seconds, trainable_weights, target_weights, stored_samples, memory_bytes FROM run_costs"
          + " ORDER BY seconds DESC") == ["3.5|100|200|3|4000", "||||"])
    #expect(
      try records.rows(
        "SELECT task_inference_accuracy_percent FROM task_inference_accuracy ORDER BY 1")
        == ["75.0"])
    #expect(
      try records.rows("SELECT node FROM measurement_provenance WHERE measurement = 'run_cost'")
        == ["train/task-1"])
    try ResultsStore.rebuild(at: records.file) { try $0(run) }
    let rebuilt = try ResultsStore(at: records.file)
    #expect(try rebuilt.query("SELECT memory_bytes FROM run_cost").rows == [[.integer(4000)]])
    try rebuilt.remove(run: run.id)
    #expect(try rebuilt.query("SELECT count(*) FROM run_cost").rows == [[.integer(0)]])
    // A record is Codable, also one of before there were costs.
    let data = try JSONEncoder().encode(run)
    #expect(try JSONDecoder().decode(RunRecord.self, from: data) == run)
  }

  @Test("table1: a row for each configuration beside the published value")
  func table1() throws {
    let costs = RunRecord.Costs(
      trainableWeights: 100, targetWeights: 200, storedSamples: 3, memoryBytes: 4000)
    let matrix = [[0.9], [0.9, 0.9], [0.8, 0.9, 1.0]]
    try records.record([
      Table1Records.run(
        replay, seed: 0, matrix: matrix, inference: [1, 1, 0.7], seconds: [1, 2], costs: costs),
      // Mean 0.9 and 0.94: 92 ± 2; forgetting 0.05 and −0.01.
      Table1Records.run(
        replay, seed: 1, matrix: [[0.9], [0.9, 0.9], [0.92, 0.9, 1.0]], inference: [1, 1, 1],
        seconds: [4, 5], costs: costs),
      Table1Records.run(
        replay, seed: 1, matrix: [[0.5123], [0.5123, 0.5123], [0.5123, 0.5123, 0.5123]],
        settings: ["beta": "1"]),
      Table1Records.flat(Table1Cell("split-mnist", "CL3", "mas"), 20),
    ])
    #expect(
      try records.store.query("SELECT * FROM table1").csv.split(separator: "\r\n").map(String.init)
        == [
          "benchmark,scenario,method,profile,settings,mean_percent,standard_error_percent,seeds,"
            + "task_inference_percent,forgetting_percent,seconds,stored_samples,trainable_weights,"
            + "published_percent,published_standard_error_percent,numeric_class",
          "split-mnist,CL3,hnet+r,full,\"\",92.0,2.0,2,95.0,2.0,6.0,3,100,95.3,0.13,",
          "split-mnist,CL3,hnet+r,full,beta=1,51.23,,1,,0.0,,,,95.3,0.13,",
          "split-mnist,CL3,mas,full,\"\",20.0,,1,,0.0,,,,,,",
        ])
  }

  @Test("published values are those of the program that writes")
  func published() throws {
    #expect(try records.rows("SELECT count(*), min(seeds) FROM published_accuracy") == ["59|20"])
    let select = """
      SELECT mean_percent, standard_error_percent, published_column, url FROM published_accuracy
      WHERE benchmark = 'split-mnist' AND scenario = 'CL3' AND method = 'hnet+r'
      """
    let before = try records.rows(select)
    #expect(before == ["95.3|0.13|HNET+R|https://arxiv.org/abs/1906.00695"])
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    shell.arguments = [
      "sqlite3", records.file.path,
      "UPDATE published_accuracy SET mean_percent = 1 WHERE method = 'hnet+r';"
        + "DELETE FROM published_accuracy WHERE method = 'si'",
    ]
    try shell.run()
    shell.waitUntilExit()
    #expect(try records.rows(select) != before)
    try records.record([Table1Records.flat(scratch, 90)])
    #expect(try records.rows(select) == before)
    #expect(try records.rows("SELECT count(*) FROM published_accuracy") == ["59"])
    let note = "SELECT note FROM published_accuracy WHERE method = 'hnet+r' AND scenario = 'CL1'"
    #expect(try records.rows(note).sorted() == ["", "published with replay_hyper_hidden=10,10"])
  }
}
