import Foundation
import TestSupport
import Testing

@Suite("engram verify, status, log", .serialized)
struct StoreVerbTests {
  private let store: TestStore

  init() throws { store = try TestStore() }

  private struct Verification: Decodable {
    struct Finding: Decodable { let severity: String, place: String, message: String }
    struct Deep: Decodable { let seed: UInt64, computed: [Checked], skipped: Int }
    struct Checked: Decodable { let recomputation: Recomputation }
    struct Recomputation: Decodable { let node: String, stored: String, computed: String }
    let isSound: Bool
    let findings: [Finding]
    let deep: Deep?
  }

  private func verify(
    _ arguments: String..., isSound: Bool = true, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Verification {
    let result = try store.run(["verify", "--json", "-q"] + arguments)
    #expect(
      result.status == (isSound ? 0 : 1), "\(result.output)\(result.error)",
      sourceLocation: sourceLocation)
    let report = try JSONDecoder().decode(Verification.self, from: Data(result.output.utf8))
    #expect(report.isSound == isSound, sourceLocation: sourceLocation)
    return report
  }

  private struct Status: Decodable {
    struct Run: Decodable {
      let run: String, state: String, folder: String, stagesDone: Int, stages: Int?
      let node: String?, process: Process?, resume: String?
    }
    struct Process: Decodable { let pid: Int32, command: [String] }
    struct Work: Decodable { let label: String? }
    let runs: [Run]
    let otherWork: [Work]
  }

  private func status() throws -> Status {
    try JSONDecoder().decode(
      Status.self, from: Data(store.succeed(["status", "--format", "json"]).utf8))
  }

  private func place(_ path: String) -> URL { store.url.appendingPathComponent(path) }

  @Test("a store after runs is sound; every kind of damage is one line and code 1")
  func damage() throws {
    let run = try store.fill(with: TestStore.small)
    let before = store.files("")
    let text = try store.succeed(["verify", "-q"])
    #expect(text.hasPrefix("6 results in 13 files, ") && text.hasSuffix("\nsound\n"))
    #expect(text.contains("; 1 runs, 0 pins, 0 processes at work\n"))
    #expect(store.files("") == before)
    let files = FileManager.default

    // A run that the database lacks is pointed out and no fault; rebuild mends it.
    let database = place("results.sqlite")
    let good = try Data(contentsOf: database)
    try files.removeItem(at: database)
    let lacking = try verify()
    #expect(lacking.findings.map(\.severity) == ["note"])
    #expect(lacking.findings[0].message == "lacks complete runs (1): \(run)")
    try good.write(to: database)
    let away = store.folder.url.appendingPathComponent("away")
    try files.moveItem(at: place("runs/\(run)"), to: away)
    let orphan = try verify()
    #expect(
      orphan.findings.map(\.message) == [
        "has runs that the store has no folders of (1): \(run)"
      ])
    try files.moveItem(at: away, to: place("runs/\(run)"))
    for (change, message) in [
      ("UPDATE stage_execution SET cache_key = 'x'", "are those of other results"),
      ("DELETE FROM artifact", "refers to a row of artifact that is not there"),
      ("PRAGMA user_version = 9", "has schema version 9"),
      ("PRAGMA application_id = 9", "belongs to another program"),
    ] {
      try good.write(to: database)
      _ = try store.sqlite(change)
      let found = try verify(isSound: false).findings
      #expect(found.contains { $0.message.contains(message) }, "\(found)")
    }
    try Data("no database at all".utf8).write(to: database)
    #expect(try verify(isSound: false).findings[0].place == "results.sqlite")
    try good.write(to: database)

    let checkpoint = try store.sqlite(
      "SELECT path, cache_key FROM provenance WHERE node = 'train/task-02' AND kind = 'checkpoint'")
    let words = checkpoint[0].split(separator: "|").map(String.init)
    let blob = place(words[0])
    var bytes = try Data(contentsOf: blob)
    bytes[bytes.count / 2] ^= 4
    try files.removeItem(at: blob)
    try bytes.write(to: blob)
    let flipped = try verify(isSound: false).findings
    #expect(flipped.count == 1 && flipped[0].place == words[0])
    #expect(flipped[0].message.hasPrefix("'checkpoint.h5' of train-task has the SHA-256 "))
    try files.removeItem(at: place("actions/\(words[1].prefix(2))/\(words[1]).json"))
    let gone = try store.run(["verify", "-q"])
    #expect(gone.status == 1 && gone.output.hasSuffix("\nnot sound\n"))
    let line = "fault  runs/\(run)/run.json: the result of 'train/task-02' ("
    #expect(gone.output.contains(line) && gone.output.contains("run it again: engram run fig4 "))
    // What the advice says mends it.
    try store.succeed(TestStore.small)
    #expect(try verify().findings.isEmpty)
    try Data("{".utf8).write(to: place("runs/\(run)/run.json"))
    #expect(try verify(isSound: false).findings[0].place == "runs/\(run)/run.json")
  }

  @Test("a database whose writer was killed is verified as its journal restores it, and left alone")
  func hotJournal() throws {
    try store.fill(with: TestStore.small)
    let database = place("results.sqlite")
    // More changed pages than the cache holds, so that some are in the file when the writer dies.
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
      """, database.path,
    ])
    #expect(writer.wasKilled)
    let journal = place("results.sqlite-journal")
    #expect(FileManager.default.fileExists(atPath: journal.path))
    let before = try Data(contentsOf: database)
    #expect(try verify().findings.isEmpty)
    #expect(try Data(contentsOf: database) == before)
    #expect(FileManager.default.fileExists(atPath: journal.path))
  }

  @Test("--repair puts aside what a run would not read, and the next run computes that alone")
  func repair() throws {
    try store.fill(with: TestStore.tiny)
    let before = try StoreState(store.url)
    let dataset = try #require(before.results.first { $0.value.stage == "fetch-dataset" })
    let file = try #require(dataset.value.files.first)
    let blob = place("blobs/sha256/\(file.prefix(2))/\(file)")
    var bytes = try Data(contentsOf: blob)
    bytes[bytes.count / 3] ^= 16
    try FileManager.default.removeItem(at: blob)
    try bytes.write(to: blob)
    #expect(try store.summaries(TestStore.tiny)[0].computedStages == 0)
    #expect(try store.run(["verify"]).status == 1)
    let repaired = try store.run(["verify", "--repair"])
    #expect(repaired.status == 1)
    #expect(repaired.output.contains("1 damaged results quarantined"), "\(repaired.output)")
    #expect(try store.summaries(TestStore.tiny)[0].computedStages == 1)
    #expect(try store.succeed(["verify", "--repair"]).contains("0 damaged results quarantined"))
    #expect(try StoreState(store.url).contents == before.contents)
  }

  @Test("--deep computes results once more and finds one that is not what the stage gives")
  func deep() throws {
    try store.fill(with: TestStore.small)
    let report = try verify("--deep", "--sample", "100", "--sample-seed", "5")
    let nodes = try #require(report.deep).computed.map(\.recomputation.node)
    #expect(nodes.sorted() == ["evaluate", "initialize", "scan", "train/task-01", "train/task-02"])
    let two = try verify("--deep", "--sample", "2", "--sample-seed", "5")
    #expect(two.deep?.computed.map(\.recomputation.node) == Array(nodes.prefix(2)))
    let text = try store.succeed(["verify", "--deep", "--sample", "1", "--sample-seed", "5"])
    #expect(text.contains("1 results computed again, --sample-seed 5"))

    let key = try store.sqlite("SELECT cache_key FROM stage_execution WHERE node = 'evaluate'")[0]
    let manifest = place("actions/\(key.prefix(2))/\(key).json")
    let stored = try #require(
      report.deep?.computed.first { $0.recomputation.node == "evaluate" }?.recomputation.stored)
    let lie = String(repeating: "0", count: 64)
    let changed = String(decoding: withoutCheck(try Data(contentsOf: manifest)), as: UTF8.self)
      .replacing("\"contentDigest\" : \"\(stored)\"", with: "\"contentDigest\" : \"\(lie)\"")
    try FileManager.default.removeItem(at: manifest)
    try Data(changed.utf8).write(to: manifest)
    #expect(try verify().findings.isEmpty)
    let wrong = try verify("--deep", "--sample", "100", "--sample-seed", "5", isSound: false)
    #expect(
      wrong.findings.map(\.message) == [
        "'evaluate' gave the content \(stored), stored is \(lie)"
      ])
  }

  @Test("a run is running, then died where it was; the command that is shown goes on")
  func running() throws {
    let command = try store.startHalted(TestStore.small, at: "train/task-02:30")
    let before = try status().runs[0]
    #expect(before.state == "running" && before.node == "train/task-02")
    #expect(before.stagesDone == 3 && before.stages == 6 && before.resume == nil)
    #expect(before.process?.command.dropFirst().prefix(2) == ["run", "fig4"])
    #expect(before.folder == place("runs/\(before.run)").path)
    #expect(try store.run(["verify", "-q"]).status == 0)
    let text = try store.succeed(["status"])
    #expect(text.contains("  running  3 of 6  train/task-02"), "\(text)")
    let follower = try store.start(["log", "--follow", "--format", "jsonl"])
    command.signal(SIGKILL)
    _ = try command.wait()
    let followed = try follower.wait()
    #expect(followed.status == 0 && followed.output.split(separator: "\n").count >= 8)
    let after = try status().runs[0]
    #expect(after.state == "died" && after.node == "train/task-02" && after.process == nil)
    #expect(after.stagesDone == 3 && after.run == before.run)
    let resume = try #require(after.resume)
    #expect(try store.succeed(["status"]).contains("\nto resume\n  \(resume)\n"))
    #expect(resume.hasPrefix("engram run fig4 ") && resume.contains(" steps=60 "))
    try store.succeed(Array(resume.split(separator: " ").dropFirst().map(String.init)) + ["-q"])
    let complete = try status()
    #expect(complete.runs.map(\.run) == [before.run] && complete.runs[0].state == "complete")
    #expect(complete.runs[0].stagesDone == 6 && complete.runs[0].node == nil)
    #expect(complete.otherWork.isEmpty)
  }

  @Test("failed and interrupted runs come first")
  func states() throws {
    let interrupted = try store.run(
      TestStore.small, environment: ["ENGRAM_STOP_AT": "int@train/task-01:30"])
    #expect(interrupted.status == 130)
    #expect(try store.run(TestStore.small + ["learning_rate=1e30"]).status == 1)
    try store.succeed(TestStore.small + ["grid=0"])
    let runs = try status().runs
    try #require(runs.map(\.state) == ["failed", "interrupted", "complete"])
    #expect(runs.map(\.node) == ["train/task-01", "train/task-01", nil])
  }

  @Test("log: every event in every form; a half line and what follows it cost nothing else")
  func log() throws {
    let run = try store.summaries(TestStore.small + ["grid=0"])[0].run
    struct Event: Decodable { let event: String, node: String?, stage: String?, key: String? }
    func events() throws -> [Event] {
      try JSONDecoder().decode(
        [Event].self, from: Data(store.succeed(["log", run, "--json"]).utf8))
    }
    let first = try events()
    #expect(first.map(\.event).first == "begin" && first.map(\.event).last == "end")
    #expect(first.count { $0.event == "computed" && $0.key?.count == 64 } == 5)
    let lines = try store.succeed(["log"]).split(separator: "\n")
    #expect(lines[0].hasPrefix("time ") && lines.count == first.count + 2)
    #expect(
      lines.contains {
        $0.contains("start     train/task-02  result ") && $0.hasSuffix(", stage train-task")
      })
    let file = place("runs/\(run)/events.jsonl")
    let half = try Data(contentsOf: file) + Data("{\"event\":\"sta".utf8)
    try half.write(to: file)
    let damaged = try store.run(["log", "fig4", "--json"])
    #expect(damaged.status == 0)
    #expect(damaged.error.contains("1 unfinished lines are left out"))
    #expect(try events().count == first.count)
    #expect(try store.run(["verify", "-q"]).status == 0)
    // A link could lead anywhere.
    try FileManager.default.removeItem(at: file)
    try FileManager.default.createSymbolicLink(
      atPath: file.path, withDestinationPath: "/etc/passwd")
    let link = try store.run(["log", run])
    #expect(link.status == 1 && link.error.contains("is a link or no regular file"))
    let unknown = try store.run(["log", "fig5"])
    #expect(unknown.status == 64 && unknown.error.contains("did you mean 'fig4'?"))
  }

  @Test("a store that cannot be written is verified, shown, and searched for what could be freed")
  func readOnly() throws {
    try store.succeed(TestStore.small)
    try store.withoutWriting {
      for arguments in [["verify", "--deep"], ["status"], ["log"], ["gc"], ["pin"]] {
        let result = try store.runAsReader(arguments)
        #expect(result.status == 0, "\(arguments): \(result.error)")
      }
      for arguments in [["gc", "--delete"], ["pin", "fig4"]] {
        let result = try store.runAsReader(arguments)
        #expect(
          result.status == 1 && result.error.contains("cannot be written"), "\(arguments)")
      }
    }
  }
}
