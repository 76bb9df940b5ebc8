import Foundation
import TestSupport
import Testing

/// Results that travel from store to store.
@Suite("engram bundle, engram unbundle", .serialized)
struct BundleTests {
  private static let report = ["report", "table1", "profile=quick", "benchmark=split-mnist"]

  @Test(
    "another store has the same rows, the same report and the same next bundle",
    arguments: [true, false])
  func roundTrip(hasCheckpoints: Bool) throws {
    let store = try TestStore(holding: TestStore.cells, TestStore.tiny)
    try store.succeed(["pin", "fig4", "--name", "figure"])
    let options = hasCheckpoints ? [] : ["--without-checkpoints"]
    let bundle = try store.bundle("table1", "fig4", options: options)
    let other = try TestStore()
    let taken = try other.unbundle(bundle)
    #expect(taken.runs.map(\.outcome) == ["taken", "taken", "taken"])
    #expect(taken.runs.map(\.rerun) == ["finds", "finds", "finds"])
    #expect(taken.results.present == 0 && taken.results.different == 0)
    #expect(try other.rows() == store.rows())
    #expect(try other.succeed(Self.report) == store.succeed(Self.report))
    try other.survives()
    // A new database is made of the same.
    try other.succeed(["results", "rebuild"])
    #expect(try other.rows() == store.rows())
    let next = try other.bundle("table1", "fig4", options: options)
    #expect(try Data(contentsOf: next) == Data(contentsOf: bundle))

    let h5 = try Command.run(["tar", "tf", bundle.path]).output
    let states = try store.sqlite("SELECT DISTINCT sha256 FROM artifact WHERE name LIKE '%.h5'")
    #expect(!states.isEmpty && states.allSatisfy { h5.contains($0) == hasCheckpoints })
    let files = try #require(
      FileManager.default.attributesOfItem(atPath: bundle.path)[.size] as? Int)
    #expect(hasCheckpoints || files < 2_000_000)

    // What is there stays, and is the same.
    let before = try other.fileDigests()
    let again = try other.unbundle(bundle)
    #expect(again.runs.map(\.outcome) == ["present", "present", "present"])
    #expect(again.results.taken == 0 && again.results.present == taken.results.taken)
    #expect(try other.fileDigests() == before)
    // A collection removes nothing of it.
    try other.succeed(["gc", "--delete"])
    #expect(try other.fileDigests() == before)
    #expect(taken.pins.map(\.name) == (hasCheckpoints ? ["figure"] : []))
    let rerun = try other.summaries(TestStore.tiny)[0]
    #expect(hasCheckpoints ? rerun.computedStages == 0 : rerun.computedStages > 0)
    #expect(try other.rows() == store.rows() || !hasCheckpoints)
    try other.survives()
  }

  @Test("a run that came without checkpoints gets them from a bundle that has them")
  func completed() throws {
    let store = try TestStore(holding: TestStore.tiny)
    let full = try store.bundle("fig4")
    let light = try store.bundle("latest", to: "light.engram", options: ["--without-checkpoints"])
    let other = try TestStore()
    try other.unbundle(light)
    let run = try other.sqlite("SELECT run_id FROM run")[0]
    #expect(other.files("runs/\(run)").contains("record.json"))
    let incomplete = try other.run(["bundle", "fig4", "-o", "x"])
    #expect(incomplete.status == 1 && incomplete.error.contains("--without-checkpoints"))
    #expect(try other.unbundle(full).runs.map(\.outcome) == ["present"])
    #expect(!other.files("runs/\(run)").contains("record.json"))
    #expect(try StoreState(other.url).contents == StoreState(store.url).contents)
    #expect(try other.rows() == store.rows())
    #expect(try Data(contentsOf: other.bundle("fig4")) == Data(contentsOf: full))
    #expect(try other.summaries(TestStore.tiny)[0].computedStages == 0)
    try other.survives()
  }

  @Test("the notebook of a run without checkpoints draws the figure, and says what it leaves out")
  func notebook() throws {
    let store = try TestStore(holding: TestStore.tiny)
    let other = try TestStore()
    try other.unbundle(try store.bundle("fig4", options: ["--without-checkpoints"]))
    let folder = other.folder.url.appendingPathComponent("notebooks")
    try other.succeed(["export", "notebook", "fig4", "-o", folder.path])
    let notebook = folder.appendingPathComponent("fig4.ipynb")
    let execution = try NotebookExecution.run(notebook)
    #expect(execution.status == 0, "\(execution.error)")
    let text = try String(contentsOf: notebook, encoding: .utf8)
    #expect(text.contains("not compared: the checkpoint was left out of the bundle"))
    #expect(text.contains("classes 0 and 1"))
    #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent("fig4.svg").path))
    let checkpoints = try other.run(["checkpoints", "fig4", "--format", "csv"])
    #expect(checkpoints.status == 0 && checkpoints.output.split(separator: "\n").count == 1)
    #expect(checkpoints.error.contains("without checkpoints"))
  }

  @Test("a sweep is bundled with its runs, and its record travels")
  func sweep() throws {
    let store = try TestStore()
    try store.succeed(["sweep"] + TestStore.tiny.dropFirst() + ["beta=0.1,1", "--jobs", "1"])
    let id = String(try #require(store.files("sweeps").first).dropLast(5))
    let bundle = try store.bundle(String(id.dropLast(2)))
    let other = try TestStore()
    let taken = try other.unbundle(bundle)
    #expect(taken.runs.count == 2 && taken.sweeps.map(\.name) == [id])
    #expect(taken.sweeps.map(\.outcome) == ["taken"])
    let record = "sweeps/\(id).json"
    #expect(
      try Data(contentsOf: other.url.appendingPathComponent(record))
        == Data(contentsOf: store.url.appendingPathComponent(record)))
    #expect(try other.unbundle(bundle).sweeps.map(\.outcome) == ["present"])
    #expect(try other.rows() == store.rows())
    try other.survives()
  }

  @Test("through a pipe, and shown without a store")
  func streams() throws {
    let store = try TestStore(holding: TestStore.tiny)
    let bundle = try store.bundle("fig4")
    let other = try TestStore()
    let script = "\"$0\" bundle fig4 --store \"$1\" -o - | \"$0\" unbundle - --store \"$2\" -q"
    let piped = try Command.run([
      "sh", "-ec", script, TestStore.program, store.url.path, other.url.path,
    ])
    #expect(piped.status == 0, "\(piped.error)")
    #expect(try other.rows() == store.rows())
    let empty = try TestStore()
    let shown = try empty.succeed(["unbundle", "--dry-run", bundle.path])
    #expect(shown.contains("made by engram 0.1.0, format 1, with checkpoints\n"))
    #expect(shown.contains("every digest is right\n"))
    #expect(!FileManager.default.fileExists(atPath: empty.url.path))
    let json = try empty.succeed(["unbundle", "--dry-run", "--json", bundle.path])
    struct Description: Decodable { let format: String, version: Int, stages: [String: [Int]] }
    let told = try JSONDecoder().decode(Description.self, from: Data(json.utf8))
    #expect(told.format == "engram-bundle" && told.version == 1)
    #expect(told.stages["train-task"] == [2])
    let closed = try Command.run([
      "sh", "-c", "\"$0\" bundle fig4 --store \"$1\" -o - >&-", TestStore.program, store.url.path,
    ])
    #expect(closed.status == 74 && closed.error.contains("it is closed"))
  }

  @Test("an unknown name or file is one message with code 64, and nothing is made")
  func mistakes() throws {
    let store = try TestStore(holding: TestStore.tiny)
    for (arguments, message) in [
      (["bundle", "fig5", "-o", "x"], "there is no run, experiment or sweep 'fig5'; did you mean"),
      (["bundle", "fig4", "-o", store.folder.url.path], "it is a folder"),
      (["bundle", "fig4"], "an argument is missing: --output <file>"),
      (["bundle", "fig4", "-o", "-", "--json"], "both take standard output"),
      (["unbundle", "nothing.engram"], "there is no file 'nothing.engram'"),
      (["unbundle", store.folder.url.path], "is no file"),
    ] {
      let result = try store.run(arguments)
      #expect(result.status == 64 && result.error.contains(message), "\(result.error)")
    }
    let empty = try TestStore()
    #expect(try empty.run(["unbundle", "nothing.engram"]).status == 64)
    #expect(!FileManager.default.fileExists(atPath: empty.url.path))
  }

  @Test("only complete runs are bundled")
  func unfinished() throws {
    let store = try TestStore()
    let command = try store.startHalted(TestStore.tiny, at: "train/task-02:1")
    let run = try #require(store.files("runs").first)
    let named = try store.run(["bundle", run, "-o", "x"])
    #expect(named.status == 64 && named.error.contains("has no complete run"), "\(named.error)")
    command.signal(SIGKILL)
  }
}
