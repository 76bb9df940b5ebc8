import Foundation
import TestSupport
import Testing

/// A run that dies within a task goes on within that task, and ends as it would have.
@Suite("Savepoints")
struct SavepointTests {
  private static let every = ["--savepoint-interval", "4steps"]
  private static let small = TestStore.small + every

  /// A store whose run of `arguments` was killed at its `report`-th step of `node`.
  private func killed(
    _ arguments: [String], at node: String, report: Int = 11
  ) throws -> TestStore {
    let store = try TestStore()
    let ended = try store.run(arguments, environment: ["ENGRAM_STOP_AT": "kill@\(node):\(report)"])
    try #require(ended.wasKilled, "\(ended.error)")
    try #require(store.files("savepoints").count == 1)
    return store
  }

  @Test(
    "whatever the method, a task that was killed in goes on after its savepoint, to the same bytes",
    arguments: TinyMethods.settings.map(\.name))
  func methods(method: String) throws {
    let run = TinyMethods.run(method, steps: 12)
    let whole = try TestStore()
    try whole.succeed(run + ["--savepoint-interval", "never"])
    let nodes = try whole.sqlite(
      "SELECT node FROM stage_execution WHERE node LIKE '%/task-02' AND stage LIKE 'train%'")
    #expect(!nodes.isEmpty)
    for node in nodes {
      let store = try killed(run + Self.every, at: node)
      try store.succeed(run + Self.every)
      #expect(try store.events("resume", node: node) == 1, "\(node)")
      try store.expect(equal: whole, node)
    }
  }

  @Test(
    "variants of the optimizer, the schedule, the regularizer and the network go on, too",
    arguments: [
      ["regularizer=si"], ["regularizer=ewc", "importance_samples=20"],
      ["fisher=yes", "importance_samples=20"], ["lookahead=sgd", "clip_norm=0.5"],
      ["optimizer=rmsprop", "momentum=0.5"], ["optimizer=sgd"], ["hyper_hidden=80"],
      ["schedule=plateau:0.5:0:2", "target_dropout=0.3"], ["chunk_size=0", "hyper_hidden=5"],
      ["regularizer_targets=current", "beta=1"], ["method=si", "target_dropout=0.3"],
      ["method=ewc", "optimizer_state=keep", "importance_samples=20"],
      ["augmentation=flip_crop"], ["method=joint", "augmentation=flip_crop"],
      [
        "method=dgr", "augmentation=flip_crop", "latents=3", "encoder_hidden=12",
        "decoder_hidden=10",
      ],
    ])
  func variants(settings: [String]) throws {
    let isDirect = settings[0].hasPrefix("method=")
    let run =
      [
        "run", "split-mnist", "tasks=2", "steps=12", "batch=16", "target_hidden=20", "-q",
        "log_interval=3",
      ] + settings
      + (isDirect
        ? []
        : ["hyper_hidden=4", "chunk_size=4000"].filter { setting in
          let name = setting.prefix { $0 != "=" }
          return !settings.contains { $0.hasPrefix("\(name)=") }
        })
    let whole = try TestStore()
    try whole.succeed(run)
    let store = try killed(run + Self.every, at: "train/task-02")
    try store.succeed(run)
    #expect(try store.events("resume", node: "train/task-02") == 1)
    try store.expect(equal: whole, "\(settings)")
  }

  @Test(
    "a run that is told to end saves the task first; status tells how far it is",
    arguments: [("term", Int32(143)), ("int", 130)])
  func signal(name: String, code: Int32) throws {
    let whole = try TestStore(holding: TestStore.small)
    let store = try TestStore()
    let ended = try store.run(
      TestStore.small, environment: ["ENGRAM_STOP_AT": "\(name)@train/task-02:30"])
    #expect(ended.status == code, "\(ended.error)")
    #expect(store.files("savepoints").count == 1 && store.files("tmp").isEmpty)
    #expect(try store.succeed(["status"]).contains("train/task-02, saved at 51 % "))
    let status = try JSONDecoder().decode(
      Status.self, from: Data(store.succeed(["status", "--json"]).utf8))
    let saved = try #require(status.runs[0].savepoint)
    #expect(saved.completed == 31 && saved.total == 60 && saved.unit == "steps")
    let output = try store.run(TestStore.small)
    #expect(output.status == 0)
    #expect(output.error.contains("goes on after 31 of 60 steps"), "\(output.error)")
    try store.expect(equal: whole, name)
  }

  @Test(
    "told to end while importances are measured, the trained weights are saved",
    arguments: ["ewc", "online-ewc", "mas", "hnet"])
  func importances(method: String) throws {
    // Enough for two batches: the second one's report is the first that finds the run told to end.
    let run =
      TinyMethods.run(method, steps: 12) + ["importance_samples=400"]
      + (method == "hnet" ? ["fisher=yes"] : [])
    let whole = try TestStore()
    try whole.succeed(run)
    let store = try TestStore()
    let ended = try store.run(
      run, environment: ["ENGRAM_STOP_AT": "term@train/task-02:13"])
    #expect(ended.status == 143, "\(ended.error)")
    #expect(try store.succeed(["status"]).contains("train/task-02, saved at 100 % "))
    let output = try store.run(run.filter { $0 != "-q" })
    #expect(output.error.contains("goes on after 12 of 12 steps"), "\(output.error)")
    try store.expect(equal: whole, method)
  }

  private struct Status: Decodable {
    struct Run: Decodable { let savepoint: Saved? }
    struct Saved: Decodable { let completed: Int, total: Int, unit: String }
    let runs: [Run]
  }

  @Test("a savepoint that cannot be used is told, and the task begins from the start")
  func faults() throws {
    let whole = try TestStore(holding: TestStore.small)
    let left = try killed(Self.small, at: "train/task-02")
    let name = try #require(left.files("savepoints").first)
    let good = try Data(contentsOf: left.url.appendingPathComponent("savepoints/\(name)"))
    for (what, bytes, why) in try Self.damaged(good) {
      let store = try TestStore(copy: left)
      try TestStore.put(bytes, at: store.url.appendingPathComponent("savepoints/\(name)"))
      let verified = try store.run(["verify"])
      // What only a training can tell is whether the parts are its own.
      if what != "other parts" {
        #expect(
          verified.output.contains("note  savepoints/\(name): ") && verified.output.contains(why),
          "\(what): \(verified.output)")
        #expect(try store.succeed(["gc"]).contains("savepoint"), "\(what)")
      }
      #expect(verified.status == 0, "\(what): \(verified.output)")
      let result = try store.run(TestStore.small)
      #expect(result.status == 0, "\(what): \(result.error)")
      #expect(
        result.error.contains("train/task-02  its savepoint ") && result.error.contains(why)
          && result.error.contains("it begins from the start"), "\(what): \(result.error)")
      try store.expect(equal: whole, what)
    }
  }

  /// Bytes that are no savepoint of the task that `good` is one of, and what is said of them.
  private static func damaged(_ good: Data) throws -> [(what: String, bytes: Data, why: String)] {
    let newline = UInt8(ascii: "\n")
    let first = try #require(good.firstIndex(of: newline))
    let second = try #require(good[(first + 1)...].firstIndex(of: newline))
    let head = String(decoding: good[(first + 1)...second], as: UTF8.self)
    func file(_ head: String, _ payload: Data) throws -> Data {
      let folder = try TemporaryFolder()
      let rest = folder.url.appendingPathComponent("rest")
      try (Data(head.utf8) + payload).write(to: rest)
      return try Data("engram-savepoint 1 \(TestStore.sha256(rest))\n".utf8)
        + Data(contentsOf: rest)
    }
    let payload = good[(second + 1)...]
    #expect(try file(head, payload) == good)
    let key = try #require(head.firstMatch(of: /"key":"([0-9a-f]{64})"/)?.1)
    let other = head.replacing(key, with: String(key.reversed()))
    var flipped = good
    flipped[good.count / 2] ^= 16
    var newer = good
    newer[17] = UInt8(ascii: "2")
    return [
      ("truncated", good.prefix(good.count - 7), "is truncated or damaged"),
      ("one bit flipped", flipped, "is truncated or damaged"),
      ("empty", Data(), "is no savepoint"), ("text", Data("hello\n".utf8), "is no savepoint"),
      ("newer", newer, "has format 2, this program knows format 1"),
      ("of another key", try file(other, payload), "is the savepoint of "),
      ("other parts", try file(head, Data()), "does not fit: it lacks '"),
    ]
  }

  private struct Collected: Decodable {
    struct Item: Decodable { let kind: String, name: String, detail: String }
    struct Kept: Decodable { let savepoints: Int }
    let items: [Item]
    let kept: Kept
  }

  private func collect(_ store: TestStore, _ arguments: String...) throws -> Collected {
    try JSONDecoder().decode(
      Collected.self, from: Data(store.succeed(["gc"] + arguments + ["--json"]).utf8))
  }

  @Test("gc keeps the savepoint of a run that is not complete, and frees all others")
  func collection() throws {
    let store = try killed(Self.small, at: "train/task-02")
    let name = try #require(store.files("savepoints").first)
    let place = store.url.appendingPathComponent("savepoints/\(name)")
    let bytes = try Data(contentsOf: place)
    let kept = try collect(store, "--delete")
    #expect(kept.kept.savepoints == 1 && !kept.items.contains { $0.kind == "savepoint" })
    #expect(store.files("savepoints") == [name])

    let forgotten = try TestStore(copy: store)
    let run = try #require(forgotten.files("runs").first)
    let freed = try collect(forgotten, "--forget", run, "--delete")
    #expect(freed.items.first { $0.kind == "savepoint" }?.detail == "of no run")
    #expect(forgotten.files("savepoints").isEmpty)

    // As if the process had been killed between publishing and removing.
    try store.succeed(TestStore.small)
    try TestStore.put(bytes, at: place)
    let stale = try collect(store, "--delete")
    #expect(stale.items.map(\.kind) == ["savepoint"] && stale.items[0].name == name)
    #expect(stale.items[0].detail == "its result is there")
    #expect(store.files("savepoints").isEmpty)
  }

  @Test(
    "who waits for a process that is killed goes on after its savepoint, which no gc takes away")
  func twoProcesses() throws {
    let whole = try TestStore(holding: TestStore.small)
    let store = try TestStore()
    let holder = try store.start(
      Self.small, environment: ["ENGRAM_STOP_AT": "stop@train/task-02:30"])
    #expect(try holder.waitForHalt())
    #expect(try store.succeed(["status"]).contains(", saved at 46 % "))
    let waiter = try store.start(Self.small)
    try store.waitForEvent(#""event":"wait","node":"train/task-02""#, of: waiter)
    let waited = try store.succeed(["status"])
    #expect(waited.contains("  train/task-02") && waited.contains(", saved at 46 % "), "\(waited)")
    for name in store.files("runs") where name.hasSuffix("run.json") || name.hasSuffix("jsonl") {
      try FileManager.default.removeItem(at: store.url.appendingPathComponent("runs/\(name)"))
    }
    #expect(try collect(store, "--delete").kept.savepoints == 1)
    holder.signal(SIGKILL)
    #expect(try holder.wait().wasKilled)
    let result = try waiter.wait()
    #expect(result.status == 0 && result.error.contains("goes on after 28 of 60 steps"))
    try store.expect(equal: whole, "waiter")
  }

  @Test("a savepoint that cannot be written is a warning, and the run goes on")
  func unwritable() throws {
    let whole = try TestStore(holding: TestStore.small)
    let library = try TestStore.library("failing_write", in: whole.folder)
    func run(_ store: TestStore, _ variables: [String: String]) throws -> Command.Result {
      try store.run(
        Self.small,
        environment: variables.merging(
          ["LD_PRELOAD": library.path, "FAULT_BELOW": store.url.path + "/tmp/"]) { $1 })
    }
    let log = whole.folder.url.appendingPathComponent("writes")
    #expect(try run(TestStore(), ["FAULT_LOG": log.path]).status == 0)
    let writes = try String(contentsOf: log, encoding: .utf8).split(separator: "\n")
    let call = try #require(writes.firstIndex { $0.hasSuffix("/savepoint") })
    let store = try TestStore()
    let result = try run(store, ["FAULT_AT": "\(call + 1)", "FAULT_KIND": "error"])
    #expect(result.status == 0)
    #expect(result.error.contains("cannot write its savepoint: cannot write '"), "\(result.error)")
    #expect(store.files("tmp").isEmpty)
    try store.expect(equal: whole, "unwritable")
  }

  @Test("the time of a result is that of all processes that worked on it")
  func time() throws {
    let store = try killed(Self.small, at: "train/task-02", report: 59)
    let name = try #require(store.files("savepoints").first)
    let head = try String(
      decoding: Data(contentsOf: store.url.appendingPathComponent("savepoints/\(name)"))
        .split(separator: UInt8(ascii: "\n"), maxSplits: 2)[1], as: UTF8.self)
    let saved = try #require(head.firstMatch(of: /"seconds":([0-9.e-]+)/)?.1)
    try store.succeed(TestStore.small)
    let whole = try store.sqlite(
      "SELECT seconds FROM stage_execution WHERE node = 'train/task-02'")
    #expect(try #require(Double(saved)) > 0)
    #expect(try #require(whole.first.flatMap(Double.init)) > #require(Double(saved)))
  }

  @Test("intervals that are none are refused")
  func intervals() throws {
    let store = try TestStore()
    for text in ["0s", "5", "-1min", "2h", "1.5s", "steps"] {
      let result = try store.run(TestStore.tiny + ["--savepoint-interval=\(text)"])
      #expect(result.status == 64 && result.error.contains("90s, 3min or 500steps"), "\(text)")
    }
  }

  @Test("workers save as often as they are told")
  func workers() throws {
    let store = try TestStore()
    let arguments = TestStore.small + ["--seeds", "0..1", "--jobs", "1"] + Self.every
    let ended = try store.run(
      arguments.filter { !$0.hasPrefix("seed=") },
      environment: ["ENGRAM_STOP_AT": "kill@train/task-02:30"])
    #expect(ended.status == 1, "\(ended.error)")
    #expect(store.files("savepoints").count == 2)
  }
}
