import Foundation
import TestSupport
import Testing

@Suite("engram gc, pin, unpin", .serialized)
struct CollectTests {
  private let store: TestStore
  /// Shares dataset, initial weights and first task with `TestStore.small`.
  private let other = TestStore.small + ["beta=0.5"]

  init() throws { store = try TestStore() }

  private struct Report: Decodable {
    struct Item: Decodable { let kind: String, name: String, detail: String, bytes: Int }
    struct Kept: Decodable { let runs: Int, results: Int, files: Int, pins: Int, leases: Int }
    let isDeleted: Bool
    let items: [Item]
    let kept: Kept
    let freedBytes: Int
  }

  private func collect(_ arguments: String...) throws -> Report {
    try JSONDecoder().decode(
      Report.self, from: Data(store.succeed(["gc"] + arguments + ["--json"]).utf8))
  }

  @Test("runs keep all they have; forgetting one frees what no other has, first dry, then really")
  func forget() throws {
    let first = try store.fill(with: TestStore.small)
    let second = try store.summaries(other)[0].run
    let nothing = try collect("--delete")
    #expect(nothing.items.isEmpty && nothing.kept.runs == 2 && nothing.freedBytes == 0)

    let before = store.files("")
    let dry = try collect("--forget", first)
    #expect(!dry.isDeleted && store.files("") == before)
    #expect(dry.items.map(\.kind) == ["run", "result", "result", "result"])
    #expect(
      dry.items.dropFirst().map(\.detail).sorted()
        == ["evaluate-tasks 4", "scan-embeddings 2", "train-task 2"])
    let text = try store.succeed(["gc", "--forget", first, "--dry-run"])
    #expect(text.contains("\nrun     \(first)"))
    #expect(text.contains("\(dry.freedBytes) bytes could be removed; --delete removes them"))
    let real = try collect("--forget", first, "--delete")
    #expect(real.isDeleted && real.freedBytes == dry.freedBytes && real.kept.results == 6)
    #expect(try store.sqlite("SELECT run_id FROM run") == [second])
    #expect(store.files("runs").filter { !$0.contains("/") } == [second])
    #expect(try store.run(["verify", "-q"]).status == 0)
    // The shared results are still there, the others come back equal.
    let again = try store.summaries(TestStore.small)[0]
    #expect(again.run == first && again.foundStages == 3 && again.computedStages == 3)
    #expect(store.files("blobs").count == before.count { $0.hasPrefix("blobs/") })
  }

  @Test(
    "a manifest in another form, as another program may write it, keeps and frees the same files")
  func form() throws {
    let first = try store.fill(with: TestStore.tiny)
    let (whole, all) = (try collect(), try collect("--forget", first))
    for name in store.files("actions") where name.hasSuffix(".json") {
      let file = store.url.appendingPathComponent("actions/\(name)")
      let object = try JSONSerialization.jsonObject(with: withoutCheck(Data(contentsOf: file)))
      try TestStore.put(JSONSerialization.data(withJSONObject: object), at: file)
    }
    let (again, allAgain) = (try collect(), try collect("--forget", first))
    #expect(again.items.isEmpty && again.kept.files == whole.kept.files)
    #expect(allAgain.kept.files == 0 && allAgain.items.count == all.items.count)
    #expect(allAgain.items.map(\.detail).sorted() == all.items.map(\.detail).sorted())
  }

  @Test("what a run that is at work uses survives, even if its folder is lost")
  func during() throws {
    let command = try store.startHalted(TestStore.small, at: "train/task-02:30")
    let run = try #require(store.files("runs").first)
    let refused = try store.run(["gc", "--forget", run, "--delete"])
    #expect(refused.status == 1 && refused.error.contains("is at work (process "))
    for name in store.files("runs/\(run)") {
      try FileManager.default.removeItem(
        at: store.url.appendingPathComponent("runs/\(run)/\(name)"))
    }
    let blobs = store.files("blobs")
    let report = try collect("--delete")
    #expect(report.items.isEmpty && report.kept.leases == 1 && report.kept.results == 3)
    #expect(store.files("blobs") == blobs)
    command.signal(SIGCONT)
    let result = try command.wait()
    #expect(result.status == 0 && !result.error.contains("quarantined"), "\(result.error)")
    #expect(try collect("--delete").items.isEmpty)
    #expect(try store.run(["verify", "-q"]).status == 0)
  }

  @Test("what a killed run computed is kept until that run is forgotten")
  func killed() throws {
    let killed = try store.run(
      TestStore.small, environment: ["ENGRAM_STOP_AT": "kill@train/task-02:30"])
    #expect(killed.wasKilled)
    #expect(try store.succeed(["verify", "-q"]).hasSuffix("\nsound\n"))
    #expect(try collect("--delete").kept.results == 3)
    #expect(try collect("--forget-unfinished", "--older-than", "1").items.isEmpty)
    let report = try collect("--forget-unfinished", "--delete")
    #expect(report.items.count { $0.kind == "result" } == 3 && report.kept.results == 0)
    #expect(store.files("blobs").allSatisfy { !$0.contains("sha256/") || $0.count < 12 })
    #expect(
      try store.succeed(["status"]).hasSuffix(
        "no runs yet; start one by 'engram run <experiment>'\n"))
  }

  @Test("pins keep runs, nodes and results by key until they are removed")
  func pins() throws {
    let run = try store.fill(with: TestStore.small)
    #expect(
      try store.succeed(["pin", "fig4", "--format", "csv"]).contains("\r\n\(run),\(run),,6,"))
    let refused = try store.run(["gc", "--forget", run, "--delete"])
    #expect(refused.status == 1 && refused.error.contains("is kept by the pin '\(run)'"))
    #expect(try store.succeed(["unpin", run]) == "unpinned \(run)\n")
    try store.succeed(["pin", "fig4", "train/task-02", "--name", "thesis"])
    let key = try store.sqlite(
      "SELECT cache_key FROM stage_execution WHERE node = 'train/task-01'")[0]
    try store.succeed(["pin", String(key.prefix(12))])
    let list = try store.succeed(["pin", "--list", "--format", "csv"]).split(separator: "\r\n")
    #expect(list.count == 3 && list[1].hasPrefix("\(key.prefix(12)),,,1,"))
    #expect(list[2].hasPrefix("thesis,,train/task-02,1,"))
    let report = try collect("--forget", run, "--delete")
    #expect(report.kept.results == 2 && report.kept.pins == 2)
    #expect(try store.run(["verify", "-q"]).status == 0)
    let again = try store.summaries(TestStore.small)[0]
    #expect(again.foundStages == 2 && again.computedStages == 4)
  }

  @Test("a run that waits for a collection says so")
  func waiting() throws {
    try store.fill(with: TestStore.tiny)
    let lock = store.url.appendingPathComponent("collection.lock").path
    let holder = try Holder(in: store.folder.url) { ["flock", lock, "sh", "-c", $0] }
    let command = try store.start(TestStore.tiny)
    try waitUntil("the run says that it waits") {
      command.errorSoFar.contains("collection.lock  another process removes unused results")
        || !command.isRunning
    }
    try holder.letGo()
    let result = try command.wait()
    #expect(result.status == 0)
    #expect(
      result.error.contains("collection.lock  another process removes unused results"),
      "\(result.error)")
  }

  @Test("wherever runs and collections are killed, what is left is sound")
  func killedAnywhere() throws {
    try store.succeed(["datasets", "fetch", "mnist", "-q"])
    // At borders of stages, where no lock keeps the collection out, which has what the run before left
    // to free.
    for (round, places) in [(4, 1), (5, 4), (6, 7), (7, 10), (8, 13), (9, 16)].enumerated() {
      let run = try store.startHalted(
        TestStore.tiny + ["seed=\(round)", "-q"], at: "stage:\(places.0)")
      let collection = try store.run(
        ["gc", "--forget-unfinished", "--delete"],
        environment: ["ENGRAM_STOP_AT": "kill@\(places.1)"])
      #expect(round == 0 || collection.wasKilled, "round \(round): \(collection.error)")
      run.signal(SIGKILL)
      _ = try run.wait()
      let result = try store.run(["verify", "-q"])
      #expect(result.status == 0, "round \(round): \(result.output)\(result.error)")
    }
    try store.succeed(["gc", "--forget-unfinished", "--delete"])
    #expect(try store.run(["verify", "-q"]).status == 0)
    #expect(store.files("locks").isEmpty && store.files("leases").isEmpty)
  }

  @Test("a dataset that was fetched by name stays until it is unpinned")
  func dataset() throws {
    try store.succeed(["datasets", "fetch", "mnist", "-q"])
    #expect(try collect("--delete").kept.results == 1)
    try store.succeed(["datasets", "fetch", "mnist", "-q"])
    try store.succeed(["unpin", "dataset-mnist"])
    let report = try collect("--delete")
    #expect(report.kept.results == 0 && report.freedBytes > 1_900_000)
  }

  @Test("wrong arguments give one clear error and code 64; nothing is removed")
  func usage() throws {
    let missing = try store.run(["gc", "--delete"])
    #expect(missing.status == 64 && missing.error.contains("there is no store in"))
    #expect(!FileManager.default.fileExists(atPath: store.url.path))
    let run = try store.summaries(TestStore.small + ["grid=0"])[0].run
    let before = store.files("")
    for (arguments, message) in [
      (["gc", "--delete", "--dry-run"], "--delete and --dry-run contradict each other"),
      (["gc", "--older-than", "3"], "--older-than has no effect without --forget-unfinished"),
      (["gc", "--keep-leftovers", "-1"], "--keep-leftovers"),
      (["gc", "--keep-leftovers", "nan"], "--keep-leftovers nan; allowed: a number of days"),
      (["gc", "--forget", "fig44", "--delete"], "there is no run 'fig44'; did you mean 'fig4'?"),
      (["gc", "--forget", "fig4", run + "x"], "there is no run"),
      (["pin", "fig4", "train/task-3"], "did you mean 'train/task-01' or 'train/task-02'?"),
      (["pin", "fig4", "--name", "../x"], "'../x' cannot be a pin's name"),
      (["pin", "nothing"], "there is no run 'nothing'"),
      (["pin", "--list", "fig4"], "--list takes no run"),
      (["unpin", "thesis"], "there is no pin 'thesis'"),
    ] {
      let result = try store.run(arguments)
      #expect(result.status == 64 && result.error.contains(message), "\(arguments) \(result.error)")
    }
    #expect(store.files("") == before)
  }
}
