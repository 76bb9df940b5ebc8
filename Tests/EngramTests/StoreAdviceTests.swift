import Foundation
import TestSupport
import Testing

@Suite("What is said of a store, and to whom it goes", .serialized)
struct StoreAdviceTests {
  private let store: TestStore
  private let manager = FileManager.default

  init() throws { store = try TestStore() }

  private func place(_ path: String) -> URL { store.url.appendingPathComponent(path) }

  /// Holds the `flock` of a file of the store.
  private func hold(_ path: String) throws -> Holder {
    try Holder(in: store.folder.url) { ["flock", place(path).path, "sh", "-c", $0] }
  }

  @Test("commands to go on name the store and the datasets that the environment does not")
  func options() throws {
    let other = store.folder.url.appendingPathComponent("other store").path
    let datasets = TestStore.project.appendingPathComponent("datasets").path
    #expect(try store.run(TestStore.tiny + ["learning_rate=1e30", "--store", other]).status == 1)
    let shown = try store.succeed(["status", "--store", other, "--datasets", datasets])
    let options = " --store '\(other)' --datasets \(datasets)\n"
    #expect(
      shown.contains("\nto resume\n  engram run fig4 ") && shown.contains(options), "\(shown)")
    let json = try store.succeed(["status", "--store", other, "--json"])
    #expect(json.contains(" --store '\(other)'\""), "\(json)")

    try store.succeed(TestStore.tiny)
    let key = try store.sqlite("SELECT cache_key FROM stage_execution WHERE node = 'evaluate'")[0]
    try manager.removeItem(at: place("actions/\(key.prefix(2))/\(key).json"))
    let usual = try store.run(["verify", "-q", "--store", store.url.path])
    #expect(usual.status == 1 && !usual.output.contains("--store"), "\(usual.output)")
    try manager.moveItem(at: store.url, to: store.folder.url.appendingPathComponent("moved"))
    let moved = store.folder.url.appendingPathComponent("moved").path
    let advice = try store.run(["verify", "-q", "--store", moved]).output
    #expect(advice.contains(" grid=2 --store \(moved)\n"), "\(advice)")
  }

  @Test("what a run's description says commands no terminal")
  func hostileDescription() throws {
    #expect(try store.run(TestStore.tiny + ["learning_rate=1e30"]).status == 1)
    let run = try #require(store.files("runs").first { $0.hasSuffix("/run.json") })
    let file = place("runs/\(run)")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.contains("1e+30"))
    try TestStore.put(Data(text.replacing("1e+30", with: "1\\u001b[2J").utf8), at: file)
    let shown = try store.succeed(["status"])
    #expect(shown.contains("\nto resume\n  engram run fig4 "), "\(shown)")
    #expect(shown.count { $0 == "\u{FFFD}" } == 2 && !shown.contains("\u{1B}"), "\(shown)")
  }

  @Test("a store that is not there is no empty one")
  func missing() throws {
    for arguments in [
      ["results", "rebuild"], ["why", "latest", "scan"], ["why", "fig4-x", "scan"],
    ] {
      let result = try store.run(arguments)
      #expect(result.status == 64 && result.error.contains("there is no store in"), "\(result)")
    }
    #expect(!manager.fileExists(atPath: store.url.path))
  }

  @Test("a rebuild that leaves a run out says which, makes the database, and ends with code 1")
  func rebuild() throws {
    struct Report: Decodable {
      struct LeftOut: Decodable { let run: String, reason: String }
      let database: String, runs: [String], leftOut: [LeftOut]
    }
    let first = try store.fill(with: TestStore.tiny)
    let second = try store.summaries(TestStore.tiny + ["beta=0.5"])[0].run
    func rebuild(_ status: Int32) throws -> Report {
      let result = try store.run(["results", "rebuild", "--json"])
      #expect(result.status == status, "\(result.error)")
      return try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    }
    let whole = try rebuild(0)
    #expect(whole.leftOut.isEmpty && Set(whole.runs) == [first, second])
    #expect(whole.database == place("results.sqlite").path)
    try Data("{".utf8).write(to: place("runs/\(first)/run.json"))
    let rest = try rebuild(1)
    #expect(rest.runs == [second] && rest.leftOut.map(\.run) == [first])
    #expect(rest.leftOut[0].reason.contains("does not describe a run"))
    #expect(try store.sqlite("SELECT run_id FROM run") == [second])
    let text = try store.run(["results", "rebuild"])
    #expect(text.status == 1 && text.output.hasSuffix(", 1 left out\n"))
    #expect(text.error.contains("left out '\(first)': "))
  }

  @Test("a run that is pinned between gc's look and its lock keeps its rows")
  func pinnedMeanwhile() throws {
    let run = try store.fill(with: TestStore.tiny)
    // Halted before it takes the first lock, when it has looked what it is to forget.
    let collection = try store.startHalted(["gc", "--forget", run, "--delete"], at: "lock:1")
    try store.succeed(["pin", run])
    collection.signal(SIGCONT)
    let result = try collection.wait()
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error.contains("the run '\(run)' is kept"), "\(result.error)")
    #expect(try store.sqlite("SELECT run_id FROM run") == [run])
    #expect(try store.succeed(["verify", "-q"]).hasSuffix("\nsound\n"))
    try store.succeed(["unpin", run])
    try store.succeed(["gc", "--forget", run, "--delete"])
    #expect(try store.sqlite("SELECT run_id FROM run") == [])
  }

  @Test("a sweep's record is read under its lock, verified, and its leftovers are freed")
  func sweeps() throws {
    let arguments =
      ["sweep"] + TestStore.tiny.dropFirst().map { $0 } + ["beta=0,0.1", "-q", "--json"]
    struct Report: Decodable { let sweep: String }
    let sweep = try JSONDecoder().decode(
      Report.self, from: Data(store.succeed(arguments).utf8)
    ).sweep
    #expect(try store.succeed(["verify", "-q"]).hasSuffix("\nsound\n"))
    let record = place("sweeps/\(sweep).json")
    let good = try Data(contentsOf: record)
    let leftover = place("sweeps/.\(sweep)-\(UUID().uuidString)")
    try good.write(to: leftover)
    #expect(try Command.run(["touch", "-d", "2 hours ago", leftover.path]).status == 0)

    for (text, message) in [
      ("{", "is not what it should be"),
      (String(decoding: good, as: UTF8.self).replacing(sweep, with: "x"), "of the sweep 'x'"),
      ("{\"schema\": 9}", "is described in format 9"),
    ] {
      try Data(text.utf8).write(to: record)
      let verified = try store.run(["verify", "-q"])
      #expect(verified.status == 1, "\(text)")
      #expect(verified.output.contains("fault  sweeps/\(sweep).json: "), "\(verified.output)")
      #expect(verified.output.contains(message), "\(verified.output)")
    }
    // Who finds it locked does not look into it.
    let holder = try hold("locks/sweeps-\(sweep)")
    let locked = try store.run(arguments)
    #expect(locked.status == 1 && locked.error.contains("another process is at work on"))
    try holder.letGo()
    let damaged = try store.run(arguments)
    #expect(damaged.status == 1 && damaged.error.contains("is described in format 9"))
    try manager.removeItem(at: record)
    try store.succeed(arguments)
    #expect(try store.succeed(["verify", "-q"]).hasSuffix("\nsound\n"))

    let folder = place("sweeps")
    let away = store.folder.url.appendingPathComponent("away")
    try manager.moveItem(at: folder, to: away)
    try manager.createSymbolicLink(at: folder, withDestinationURL: away)
    let linked = try store.run(["status"])
    #expect(linked.status == 1 && linked.error.contains("is no folder, but a link"))
    try manager.removeItem(at: folder)
    try manager.moveItem(at: away, to: folder)
  }

  @Test("verify waits for a writer before it takes a copy of an unfinished database")
  func beside() throws {
    try store.fill(with: TestStore.tiny)
    let writer = try Command.run([
      "python3", "-c",
      """
      import os, sqlite3, sys
      database = sqlite3.connect(sys.argv[1], isolation_level=None)
      database.execute("PRAGMA cache_size = 1")
      database.execute("BEGIN IMMEDIATE")
      database.execute("UPDATE stage_execution SET cache_key = 'lost'")
      database.execute("CREATE TABLE filler AS SELECT randomblob(500) FROM training_metric, score")
      os.kill(os.getpid(), 9)
      """, place("results.sqlite").path,
    ])
    #expect(writer.wasKilled && manager.fileExists(atPath: place("results.sqlite-journal").path))
    let holder = try hold("results.sqlite.lock")
    let result = try store.run(["verify", "-q"], environment: ["ENGRAM_DATABASE_TIMEOUT": "1"])
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("note  results.sqlite: another process has been writing"))
    try holder.letGo()
    #expect(try store.succeed(["verify", "-q"]).hasSuffix("processes at work\nsound\n"))
  }

  @Test("--sample counts a result that is another one once, and the advice says what to do")
  func sample() throws {
    try store.fill(with: TestStore.tiny)
    let key = try store.sqlite("SELECT cache_key FROM stage_execution WHERE node = 'evaluate'")[0]
    let manifest = place("actions/\(key.prefix(2))/\(key).json")
    let text = String(decoding: withoutCheck(try Data(contentsOf: manifest)), as: UTF8.self)
    let lie = text.replacing(
      /"contentDigest" : "[0-9a-f]{64}"/,
      with: "\"contentDigest\" : \"\(String(repeating: "0", count: 64))\"")
    try #require(lie != text)
    try manager.removeItem(at: manifest)
    try Data(lie.utf8).write(to: manifest)
    for seed in ["1", "2", "3"] {
      let result = try store.run(
        ["verify", "-q", "--deep", "--sample", "5", "--sample-seed", seed])
      #expect(result.status == 1)
      #expect(result.output.contains("5 results computed again"), "\(result.output)")
      #expect(result.output.contains("and raise its version when that is mended; "))
    }
  }
}
