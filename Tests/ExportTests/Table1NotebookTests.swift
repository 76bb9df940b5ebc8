import Export
import Foundation
import Results
import Settings
import Statistics
import Tables
import TestSupport
import Testing

/// The notebook is executed on made-up runs; slow, about ten seconds each.
@Suite("Notebook of Table 1", .serialized)
struct Table1NotebookTests {
  private let folder: TemporaryFolder
  private let results: ResultsStore
  private var store: URL { folder.url.appendingPathComponent("store") }
  private var notebooks: URL { folder.url.appendingPathComponent("notebooks") }

  init() throws {
    folder = try TemporaryFolder()
    let store = folder.url.appendingPathComponent("store")
    try FileManager.default.createDirectory(at: store, withIntermediateDirectories: true)
    results = try ResultsStore(at: store.appendingPathComponent("results.sqlite"))
  }

  /// A made-up run: tasks that lose `loss` of their accuracy with each later one.
  private func record(
    _ cell: Table1Cell, seed: Int, final: Double, loss: Double = 0.005, replay: String? = nil
  ) throws {
    let tasks = cell.benchmark == "split-mnist" ? 5 : 10
    var run = RunRecord(
      id: "table1-seed\(seed)-\(cell)", experiment: "table1", seed: seed, status: .complete,
      startedAt: Date(timeIntervalSince1970: 1000), finishedAt: Date(timeIntervalSince1970: 1060),
      engramVersion: "1",
      parameters: [
        "benchmark": cell.benchmark, "scenario": cell.scenario, "method": cell.method,
        "profile": "full",
      ])
    run.scores = ScoreMatrix(
      (0..<tasks).map { i in
        (0...i).map { j in
          let middle = Double(tasks - 1) / 2
          return min(1, max(0, final + loss * (Double(tasks - 1 - i) + Double(j) - middle)))
        }
      })
    if cell.method == "hnet+ent" || cell.method == "hnet+tir" {
      run.taskInference = ScoreMatrix(
        (0..<tasks).map { Array(repeating: min(1, final + 0.01), count: $0 + 1) })
    }
    run.costs = .init(
      trainableWeights: 465_672 + seed, targetWeights: 478_410,
      storedSamples: cell.method == "er" ? 2000 : 0, memoryBytes: 1_862_688)
    run.stages = [
      .init(
        node: "train", cacheKey: "\(cell) \(seed)", stage: "train-task", version: 1, seconds: 75,
        isHit: false)
    ]
    if let replay {
      let digest = String(repeating: "ab", count: 31) + replay.prefix(2)
      run.stages.append(
        .init(
          node: "replay/task-04", cacheKey: "replay \(cell) \(seed)",
          stage: "train-replay-model", version: 1, seconds: 60, isHit: false,
          outputs: [
            .init(
              name: "replay-model.h5", sha256: digest, bytes: 1, kind: "replay-model",
              path: "\(replay).h5")
          ]))
    }
    try results.record(run)
  }

  /// Executes the notebook of all runs, which shows `table`; returns what it printed and displayed.
  private func execute(_ table: [Table1Cell] = Table1.cells) throws -> String {
    let report = try report(table)
    let template = try #require(NotebookTemplate.named("table1"))
    let notebook = try template.write(
      .table1(report.allRuns, report), store: store, to: notebooks)
    return try execute(notebook)
  }

  /// The report of `table`; two cells' runs are said not to be the published experiment.
  private func report(_ table: [Table1Cell] = Table1.cells) throws -> Table1Report {
    try Table1Report(
      table, runs: results.table1Runs(profile: "full"),
      departures: [
        Table1Cell("split-mnist", "CL1", "si"): [SettingDeparture("steps", "5", published: "2000")],
        Table1Cell("split-mnist", "CL3", "si"): [SettingDeparture("steps", "5", published: "2000")],
      ], profile: "full", in: results, asked: table.contains
    ) { "run \($0)" }
  }

  /// Executes a notebook; returns what it printed and displayed.
  private func execute(_ notebook: URL) throws -> String {
    let execution = try NotebookExecution.run(notebook)
    #expect(execution.status == 0, "\(execution.error)")
    let check = try Command.run([
      NotebookExecution.python, "-c",
      """
      import nbformat, sys
      notebook = nbformat.read(sys.argv[1], 4)
      nbformat.validate(notebook)
      for cell in notebook.cells:
          for output in cell.get("outputs", []):
              print(output.get("text", ""))
              print(output.get("data", {}).get("text/html", ""))
              assert output.get("name") != "stderr", output
      """, notebook.path,
    ])
    #expect(check.status == 0, "\(check.error)\(check.output.suffix(2000))")
    return check.output
  }

  private func figures() throws -> Set<String> {
    let names = try FileManager.default.contentsOfDirectory(atPath: notebooks.path)
    for name in names {
      let size = try Data(contentsOf: notebooks.appendingPathComponent(name)).count
      #expect(size > 5000, "\(name)")
    }
    return Set(names.filter { $0.hasSuffix(".png") })
  }

  /// Writes a replay model of four tasks, those before the last, as the store would have it: a chunked hypernetwork whose
  /// hidden unit t is 1 for task t and the last chunk only, where it makes one line of pixels bright.
  private func writeReplayModel(_ name: String) throws {
    let script = """
      import h5py, json, numpy as np, sys
      decoder, chunk, tasks = [8, 6, 784], 1400, 4
      count = sum(a * b + b for a, b in zip(decoder, decoder[1:]))
      chunks = -(-count // chunk)
      first = count - 784 - (chunks - 1) * chunk
      assert first >= 0
      with h5py.File(sys.argv[1], "w") as file:
          file.attrs["format"] = "engram-replay-model"
          file.attrs["config_json"] = json.dumps({
              "inputs": 784, "latent": 4, "conditions": 4, "image": [28, 28], "decoder": decoder,
              "tasks": tasks,
              "hypernetwork": {"task_embedding": tasks, "chunk_embedding": chunks,
                               "chunk_size": chunk, "chunks": chunks, "hidden": [tasks],
                               "activation": "relu"}})
          group = file.create_group("decoder/hypernetwork")
          group["task_embeddings"] = np.eye(tasks, dtype=np.float32)
          group["chunk_embeddings"] = np.eye(chunks, dtype=np.float32)
          last = np.zeros((tasks, chunks), np.float32)
          last[:, -1] = 1
          group["layers/000/weight"] = np.hstack([np.eye(tasks, dtype=np.float32), last])
          group["layers/000/bias"] = np.full(tasks, -1, np.float32)
          weight = np.zeros((chunk, tasks), np.float32)
          for t in range(tasks):
              pixels = np.full((28, 28), -4, np.float32)
              pixels[5 * t + 2] = 4
              weight[first:first + 784, t] = pixels.ravel()
          group["layers/001/weight"] = weight
          group["layers/001/bias"] = np.zeros(chunk, np.float32)
      """
    let file = store.appendingPathComponent("\(name).h5").path
    let result = try Command.run([NotebookExecution.python, "-c", script, file])
    #expect(result.status == 0, "\(result.error)")
  }

  @Test("all figures of a table that was run; the verdicts are the report's")
  func full() throws {
    let published = try PublishedResults.embedded()
    var state: UInt64 = 7
    func noise() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24) - 0.5
    }
    // Some are not run, among them whole rows.
    let cells = Table1.cells.filter { $0.method != "lwf" }
    for (index, cell) in cells.enumerated() where cell.method != "progressive" {
      guard cell.benchmark == "split-mnist" || index % 3 > 0 else { continue }
      let value = (published[cell]?.accuracy.mean ?? (cell.scenario == "CL3" ? 60 : 97)) / 100
      let final = cell.method == "joint" ? (cell.scenario == "CL1" ? 0.998 : 0.982) : value
      for seed in 0..<(cell.scenario == "CL2" ? 1 : 3) {
        let remembers =
          cell.method == "hnet+r" || (cell.method == "dgr" && cell.benchmark == "split-mnist")
        let replay = remembers && cell.scenario == "CL3" ? "cd" : nil
        try record(
          cell, seed: seed, final: min(1, final + noise() * (1 - final) * 0.2),
          loss: cell.scenario == "CL3" && final < 0.5 ? 0.2 : 0.002, replay: replay)
      }
    }
    try writeReplayModel("cd")
    let output = try execute()
    #expect(
      try figures() == [
        "table1-accuracy.png", "table1-matrices.png", "table1-first-task.png",
        "table1-replay.png", "table1-replay-permuted-mnist-10.png",
      ])
    let report = try report()
    var counts: [String: Int] = [:]
    for row in report.rows { counts[row.verdict.rawValue, default: 0] += 1 }
    #expect(Set(counts.keys).isSuperset(of: ["reproduced", "inconclusive", "not comparable"]))
    let line = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
      .joined(separator: ", ")
    #expect(output.contains(line), "\(line)\n\(output.prefix(3000))")
    // Every row has the report's verdict beside the report's interval.
    for row in report.rows {
      let ends = row.difference.map { String(format: "%+.2f to %+.2f", $0.lower, $0.upper) } ?? "–"
      let cells = [row.cell.method, ends, row.verdict.rawValue].map { ">\($0)</td>" }
      #expect(
        output.split(separator: "<tr>").contains { line in cells.allSatisfy(line.contains) },
        "\(cells)")
    }
    for remark in Set(report.rows.compactMap(\.remark)) {
      #expect(output.contains(": \(remark)\n"), "\(remark)")
    }
    #expect(output.contains("split-mnist CL1 si, split-mnist CL3 si: not comparable: steps=5 "))
    for line in report.references { #expect(output.contains("  \(line)\n"), "\(line)") }
    #expect(
      output.contains(
        "no replay model in the store: split-mnist hnet+tir, permuted-mnist-10 hnet+tir, "
          + "permuted-mnist-10 dgr+distill or dgr"))
    #expect(output.contains("replay models of split-mnist: hnet+r, dgr\n"))
    #expect(output.contains("replay models of permuted-mnist-10: hnet+r\n"))
    #expect(output.contains("cells were not run; 'engram report table1' tells how:"))
    // The samples of task t are dark but for its line.
    let check = """
      import json, sys
      cells = [c for c in json.load(open(sys.argv[1]))["cells"] if c["cell_type"] == "code"]
      for cell in cells[:-1]:
          text = "".join(cell["source"])
          if any(part in text for part in ("def decoders", "STORE = ", "STORE_FOLDER = ", "ACTIVATIONS = {", "import json")):
              exec(text)
      config, models = decoders(STORE / "cd.h5")
      drawn = [samples(config, m, t, 3, np.random.default_rng(1)) for t, m in enumerate(models)]
      print([int(d[0].mean(axis=1).argmax()) for d in drawn], drawn[0].shape)
      """
    let samples = try Command.run(
      [
        NotebookExecution.python, "-c", check,
        notebooks.appendingPathComponent("table1.ipynb").path,
      ],
      environment: ["MPLBACKEND": "agg"], in: notebooks)
    #expect(samples.output.hasSuffix("[2, 7, 12, 17] (3, 28, 28)\n"), "\(samples.error)")
  }

  @Test("a single run of a single cell is enough")
  func single() throws {
    try record(Table1Cell("permuted-mnist-10", "CL2", "si"), seed: 4, final: 0.9533)
    let output = try execute()
    #expect(output.contains("runs: 1, cells: 1, profile: full"))
    #expect(output.contains("1 inconclusive, 79 not run"))
    #expect(output.contains("no method of hypernetworks was run"))
    #expect(output.contains("no replay model in the store: split-mnist hnet+r, "))
    #expect(try figures() == ["table1-accuracy.png", "table1-first-task.png"])
  }

  @Test("cells that were chosen are shown, under the upper bound of all methods")
  func chosen() throws {
    let cells = ["si", "ewc"].map { Table1Cell("permuted-mnist-10", "CL2", $0) }
    try record(cells[0], seed: 0, final: 0.9533)
    try record(Table1Cell("permuted-mnist-10", "CL2", "joint"), seed: 0, final: 0.975)
    try record(Table1Cell("split-mnist", "CL1", "hnet"), seed: 0, final: 0.997)
    let output = try execute(cells)
    #expect(output.contains("runs: 1, cells: 1, profile: full"))
    #expect(output.contains("1 inconclusive, 1 not run"))
    #expect(output.contains("joint training (upper bound) 97.50 %"))
    #expect(!output.contains("split-mnist\n"))
    #expect(try figures() == ["table1-accuracy.png", "table1-first-task.png"])
  }

  @Test("where results have changed since it was written, it says so instead of an old verdict")
  func changed() throws {
    let cell = Table1Cell("permuted-mnist-10", "CL2", "si")
    for seed in 0..<3 { try record(cell, seed: seed, final: 0.9533 + 0.001 * Double(seed)) }
    let report = try report([cell])
    let template = try #require(NotebookTemplate.named("table1"))
    let notebook = try template.write(
      .table1(report.allRuns, report), store: store, to: notebooks)
    try results.remove(run: report.allRuns[0])
    let output = try execute(notebook)
    #expect(output.contains("1 the results have changed"), "\(output)")
    #expect(output.contains("permuted-mnist-10 CL2 si: 'engram export notebook table1' writes the"))
    #expect(!output.contains(report.rows[0].verdict.rawValue))
  }
}
