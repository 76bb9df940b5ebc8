import Foundation
import TestSupport
import Testing

@Suite("The other verbs", .serialized)
struct VerbTests {
  private let store: TestStore

  init() throws { store = try TestStore() }

  @Test("results: lists, matrices and queries in every form")
  func results() throws {
    let before = try store.run(["results"])
    #expect(before.status == 64 && before.error.contains("there is no store in"))
    let run = try store.fill(with: TestStore.small)
    #expect(try store.succeed(["results"]).contains(run))
    let matrix = try store.succeed(["results", "fig4", "--format", "csv"])
    #expect(matrix.hasPrefix("trained_task,task_1_percent,task_2_percent\r\n1,"))
    #expect(matrix.split(separator: "\r\n").count == 3)
    let prefix = String(run.prefix(14))
    // Which run it is, is said where the name is another.
    for (name, isSaid) in [("fig4", true), ("latest", true), (prefix, true), (run, false)] {
      let shown = try store.run(["results", name, "--format", "csv"])
      #expect(shown.output == matrix, "\(name)")
      let message = "engram: '\(name)' stands for the run \(run): "
      #expect(isSaid ? shown.error.hasPrefix(message) : shown.error == "", "\(shown.error)")
      for verb in ["checkpoints", "log"] {
        #expect(try store.run([verb, name]).error.hasPrefix(message) == isSaid, "\(verb) \(name)")
      }
    }
    let sql = "SELECT experiment, seed FROM run"
    #expect(
      try store.succeed(["results", "query", sql])
        == "experiment  seed\n----------  ----\nfig4           7\n")
    #expect(
      try store.succeed(["results", "query", sql, "--json"])
        == "[\n  {\"experiment\": \"fig4\", \"seed\": 7}\n]\n")
    #expect(
      try store.succeed(["results", "query", sql, "--format", "jsonl"])
        == "{\"experiment\": \"fig4\", \"seed\": 7}\n")
    #expect(try store.run(["results", "query", "DELETE FROM run"]).status == 64)
    #expect(try store.run(["results", "query", "SELECT nonsense"]).status == 64)
    let unknown = try store.run(["results", "nothing"])
    #expect(unknown.status == 64 && unknown.error.contains("there is no run 'nothing'"))
    #expect(
      try store.sqlite("SELECT count(*), count(DISTINCT panel) FROM fig4") == ["18|2"])
    #expect(
      try store.sqlite("SELECT final_accuracy_percent FROM final_accuracy")
        == store.sqlite("SELECT round(avg(value), 2) FROM score WHERE trained_task = 2")
    )
  }

  @Test("checkpoints: one file per task, which h5dump reads, also by its name in the run's folder")
  func checkpoints() throws {
    let run = try store.fill(with: TestStore.small)
    let lines = try store.succeed(["checkpoints", "--format", "csv"]).split(separator: "\r\n")
    #expect(lines.count == 3 && lines[0] == "node,path,bytes,sha256")
    for (task, line) in lines.dropFirst().enumerated() {
      let fields = line.split(separator: ",").map(String.init)
      #expect(fields[0] == "train/task-0\(task + 1)")
      let link = store.url.appendingPathComponent("runs/\(run)/task-0\(task + 1).h5")
      #expect(try Data(contentsOf: link) == Data(contentsOf: URL(fileURLWithPath: fields[1])))
      let dump = try Command.run(["h5dump", "-a", "/tasks_learned", "-a", "/cache_key", link.path])
      #expect(dump.status == 0 && dump.output.contains("(0): \(task + 1)"))
      let key = try store.sqlite(
        "SELECT cache_key FROM stage_execution WHERE node = '\(fields[0])'")
      #expect(dump.output.contains("(0): \"\(key[0])\""))
    }
  }

  @Test("export: a valid notebook that executes, draws, and regenerates the stored accuracy")
  func notebook() throws {
    let run = try store.fill(with: TestStore.small)
    let folder = store.folder.url.appendingPathComponent("notebooks")
    let text = try store.succeed(["export", "notebook", "fig4", "-o", folder.path])
    let notebook = folder.appendingPathComponent("fig4.ipynb")
    #expect(text == "\(notebook.path)  (run \(run))\n")
    let first = try Data(contentsOf: notebook)
    try store.succeed(["export", "notebook", "fig4", "--run", run, "-o", folder.path])
    #expect(try Data(contentsOf: notebook) == first)
    let execution = try NotebookExecution.run(notebook)
    #expect(execution.status == 0, "\(execution.error)")
    let check = try Command.run([
      NotebookExecution.python, "-c",
      """
      import nbformat, sys
      notebook = nbformat.read(sys.argv[1], 4)
      nbformat.validate(notebook)
      print("".join(o.get("text", "") for c in notebook.cells for o in c.get("outputs", [])))
      """, notebook.path,
    ])
    #expect(check.status == 0, "\(check.error)")
    let stored = try store.sqlite(
      "SELECT printf('%.4f', value) FROM score WHERE trained_task = 2 AND evaluated_task = 1"
    )
    #expect(check.output.contains("stored \(stored[0]) %"))
    #expect(check.output.contains("(b) within 2 points"))
    #expect(check.output.contains("plane within 2 points of task 1"))
    #expect(check.output.contains("other embeddings on task 2"))
    for name in ["fig4.svg", "fig4.png"] {
      let size = try Data(contentsOf: folder.appendingPathComponent(name)).count
      #expect(size > 5000, "\(name)")
    }
    let unknown = try store.run(["export", "notebook", "fig6"])
    #expect(unknown.status == 64 && unknown.error.contains("did you mean 'fig4'"))
  }

  @Test("export: a notebook takes the latest run that has what it draws, and no other")
  func notebookOfScan() throws {
    let scanned = try store.fill(with: TestStore.tiny)
    let other = try store.summaries(TestStore.tiny + ["grid=0"])[0].run
    let folder = store.folder.url.appendingPathComponent("notebooks").path
    let text = try store.succeed(["export", "notebook", "fig4", "--output", folder])
    #expect(text.contains("(run \(scanned))"))
    let refused = try store.run(["export", "notebook", "fig4", "--run", other, "--output", folder])
    #expect(refused.status == 64)
    #expect(refused.error.contains("'embedding_accuracy'"))
  }

  @Test("export: tables as CSV and JSON lines, to a file or to standard output")
  func tables() throws {
    try store.fill(with: TestStore.small)
    let file = store.folder.url.appendingPathComponent("final.csv")
    try store.succeed(["export", "table", "final_accuracy", "-o", file.path])
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text == (try store.succeed(["export", "table", "final_accuracy"])))
    #expect(
      text.hasPrefix("run_id,experiment,seed,settings,tasks,final_accuracy_percent\r\nfig4-seed7-"))
    #expect(
      try store.succeed(["export", "table", "score", "--format", "jsonl"]).split(separator: "\n")
        .count == 3)
    let unknown = try store.run(["export", "table", "nothing"])
    #expect(unknown.status == 64 && unknown.error.contains("there is no table or view 'nothing'"))
  }

  @Test("datasets: listed, verified, put into the store")
  func datasets() throws {
    let store = try TestStore(wholeDatasets: true)
    #expect(try store.succeed(["datasets", "--format", "csv"]).contains("mnist,"))
    let lines = try store.succeed(["datasets", "verify", "mnist"]).split(separator: "\n")
    #expect(lines.count == 4 && lines.allSatisfy { $0.hasPrefix("ok  ") })
    struct Verified: Decodable {
      struct File: Decodable { let name: String, role: String, sha256: String, origin: String }
      let dataset: String, files: [File]
    }
    let verified = try JSONDecoder().decode(
      Verified.self, from: Data(store.succeed(["datasets", "verify", "mnist", "--json"]).utf8))
    #expect(verified.dataset == "mnist")
    #expect(verified.files.map { "ok  \($0.sha256)  \($0.origin)" } == lines.map(String.init))
    let text = try store.succeed(["datasets", "fetch", "mnist"])
    #expect(text.contains("60000 images to train on, 10000 to test on"))
    // A run then finds it.
    let summary = try store.summaries(TestStore.small)[0]
    #expect(summary.foundStages == 1)
    let unknown = try store.run(["datasets", "verify", "mnits"])
    #expect(unknown.status == 64 && unknown.error.contains("did you mean 'mnist'?"))
  }

  @Test("graph: Graphviz, Mermaid and JSON")
  func graph() throws {
    let dot = try store.succeed(["graph", "fig4"])
    #expect(dot.hasPrefix("digraph engram {") && dot.contains("train/task-05"))
    #expect(try store.succeed(["graph", "fig4", "--format", "mermaid"]).hasPrefix("flowchart LR"))
    #expect(try store.run(["graph", "fig4", "--format", "svg"]).status == 64)
    struct Step: Decodable { let node: String, stage: String, version: Int, inputs: [String] }
    let steps = try JSONDecoder().decode(
      [Step].self, from: Data(store.succeed(["graph", "fig4", "tasks=2", "--json"]).utf8))
    #expect(
      steps.map(\.node) == [
        "dataset", "initialize", "train/task-01", "train/task-02", "evaluate", "scan",
      ])
    #expect(steps[2].stage == "train-task" && Set(steps[2].inputs) == ["initialize", "dataset"])
    #expect(!FileManager.default.fileExists(atPath: store.url.path))
  }
}
