import Foundation
import TestSupport
import Testing

/// Runs that travel before they have come to their end, and go on in another store.
@Suite("engram bundle --with-savepoints", .serialized)
struct UnfinishedBundleTests {
  private static let every = ["--savepoint-interval", "4steps"]
  private static let small = TestStore.small + every

  /// A store whose run of `arguments` was killed in its second task.
  private func killed(_ arguments: [String] = small, at report: Int = 11) throws -> TestStore {
    let store = try TestStore()
    let ended = try store.run(
      arguments, environment: ["ENGRAM_STOP_AT": "kill@train/task-02:\(report)"])
    try #require(ended.wasKilled, "\(ended.error)")
    try #require(store.files("savepoints").count == 1)
    return store
  }

  private func bundle(_ store: TestStore, _ options: String..., to file: String = "b.engram") throws
    -> URL
  {
    try store.bundle("latest", to: file, options: ["--with-savepoints"] + options)
  }

  @Test(
    "killed, moved to an empty store and run there, it ends with the bytes of an undisturbed run",
    arguments: ["hnet", "ewc"], [true, false])
  func moved(method: String, hasImages: Bool) throws {
    let run = TinyMethods.run(method, steps: 12)
    let whole = try TestStore()
    try whole.succeed(run)
    let store = try killed(run + Self.every)
    let options = hasImages ? [] : ["--without-images"]
    let file = try store.bundle("table1", options: ["--with-savepoints"] + options)
    let other = try TestStore()
    let taken = try other.unbundle(file)
    #expect(taken.runs.map(\.outcome) == ["taken"] && taken.savepoints.map(\.outcome) == ["taken"])
    #expect(taken.runs.map(\.rerun) == ["finds"])
    #expect(other.files("savepoints") == store.files("savepoints"))
    #expect(try other.sqlite("SELECT status FROM run") == ["interrupted"])
    #expect(try other.succeed(["status"]).contains("train/task-02, saved at "))
    try other.survives()
    // A new database says the same, and the next bundle is the same.
    let rows = try other.rows()
    try other.succeed(["results", "rebuild"])
    #expect(try other.rows() == rows)
    let next = try other.bundle("table1", options: ["--with-savepoints"] + options)
    #expect(try Data(contentsOf: next) == Data(contentsOf: file))
    try other.succeed(["gc", "--delete"])
    #expect(other.files("savepoints") == store.files("savepoints"))

    let before = try StoreState(other.url)
    let output = try other.run(run.filter { $0 != "-q" } + Self.every)
    #expect(output.status == 0 && output.error.contains("goes on after "), "\(output.error)")
    #expect(try other.events("resume", node: "train/task-02") == 1)
    #expect(before.replaced(in: try StoreState(other.url)).isEmpty)
    #expect(try other.sqlite("SELECT status FROM run") == ["complete"])
    try other.expect(equal: whole, method)
  }

  @Test("a run at work is taken with the savepoint of that moment, and goes on by itself")
  func atWork() throws {
    let whole = try TestStore(holding: TestStore.small)
    let store = try TestStore()
    let holder = try store.start(
      Self.small, environment: ["ENGRAM_STOP_AT": "stop@train/task-02:30"])
    #expect(try holder.waitForHalt())
    let file = try bundle(store)
    let shown = try store.succeed(["unbundle", "--dry-run", file.path])
    #expect(
      shown.contains("format 2, with checkpoints\n") && shown.contains("savepoints       1\n"))
    holder.signal(SIGCONT)
    #expect(try holder.wait().status == 0)
    let other = try TestStore()
    let text = try other.succeed(["unbundle", file.path, "-q"])
    #expect(text.contains("taken  savepoint ") && text.contains("not complete: fig4-seed7-"))
    #expect(try other.run(Self.small).error.contains("goes on after 28 of 60 steps"))
    try other.expect(equal: whole)
    // The store that has the results needs nothing of it.
    let back = try store.unbundle(file)
    #expect(
      back.runs.map(\.outcome) == ["present"] && back.savepoints.map(\.outcome) == ["present"])
    try store.expect(equal: whole)
  }

  @Test("of two savepoints the one that is further stays; a process at work keeps its own")
  func further() throws {
    let whole = try TestStore(holding: TestStore.small)
    let (early, late) = (try killed(at: 11), try killed(at: 31))
    let name = try #require(early.files("savepoints").first)
    func savepoint(_ store: TestStore) throws -> Data {
      try Data(contentsOf: store.url.appendingPathComponent("savepoints/\(name)"))
    }
    let (first, second) = (try bundle(early), try bundle(late))
    let further = try savepoint(late)
    #expect(try late.unbundle(first).savepoints.map(\.outcome) == ["present"])
    #expect(try savepoint(late) == further)
    #expect(try early.unbundle(second).savepoints.map(\.outcome) == ["taken"])
    #expect(try savepoint(early) == further)
    // One that cannot be used is worth nothing.
    try TestStore.put(
      Data("x".utf8), at: late.url.appendingPathComponent("savepoints/\(name)"))
    #expect(try late.unbundle(first).savepoints.map(\.outcome) == ["taken"])
    try late.succeed(TestStore.small)
    try late.expect(equal: whole)

    let other = try TestStore()
    let command = try other.startHalted(TestStore.small, at: "train/task-02:5")
    let beside = try other.unbundle(second)
    #expect(beside.runs.map(\.outcome) == ["at-work"] && beside.savepoints.isEmpty)
    command.signal(SIGCONT)
    #expect(try command.wait().status == 0)
    try other.expect(equal: whole)
  }

  @Test("a run that was begun in the other store, too, is gone on with from the savepoint")
  func begunBefore() throws {
    let whole = try TestStore(holding: TestStore.small)
    let (source, other) = (try killed(), try TestStore())
    let ended = try other.run(
      TestStore.small, environment: ["ENGRAM_STOP_AT": "kill@train/task-01:5"])
    #expect(ended.wasKilled && other.files("savepoints").isEmpty)
    #expect(try other.unbundle(bundle(source)).runs.map(\.outcome) == ["taken"])
    try other.succeed(["gc", "--delete"])
    #expect(other.files("savepoints").count == 1)
    #expect(try other.succeed(["status"]).contains("train/task-02, saved at 13 % "))
    #expect(try other.run(Self.small).error.contains("goes on after 8 of 60 steps"))
    try other.expect(equal: whole)
  }

  static let hostile: [(name: String, code: String)] = [
    ("savepoint-version", "damaged"), ("savepoint-unlisted", "damaged"),
    ("savepoint-running", "damaged"), ("savepoint-complete", "damaged"),
    ("savepoint-cut", "damaged"), ("savepoint-flipped", "damaged"),
    ("savepoint-newer", "damaged"), ("savepoint-renamed", "damaged"),
    ("savepoint-name", "unsafe-entry"), ("savepoint-stray", "unsafe-entry"),
    ("savepoint-done", "unsafe-entry"), ("changed-byte", "wrong-digest"), ("half", "truncated"),
    ("newer-format", "newer-bundle"), ("stray-blob", "unsafe-entry"),
  ]

  @Test("a savepoint that is damaged, foreign or of no run means that nothing is taken")
  func refused() throws {
    let source = try killed()
    let good = try bundle(source)
    let other = try TestStore(holding: TestStore.tiny)
    let before = try other.fileDigests()
    for (name, code) in Self.hostile {
      let file = try source.hostile(name, from: good)
      let result = try other.run(["unbundle", file.path, "-q"])
      #expect(
        result.status == 1 && result.error.hasSuffix("nothing of it is taken [\(code)]\n"),
        "\(name): \(result.status) \(result.error)")
      #expect(try other.fileDigests() == before, "\(name)")
      #expect(other.files("tmp").isEmpty, "\(name)")
    }
    try other.survives()
    try other.unbundle(source.hostile("good", from: good))
    try other.survives()
  }

  @Test(
    "numbers that no training has let the task begin anew",
    arguments: [
      "none", "nan", "step", "negative", "position", "order", "given", "log", "twice", "power",
    ])
  func numbers(name: String) throws {
    let run = Self.small + ["log_interval=2"]
    let whole = try TestStore(holding: run)
    let source = try killed(run)
    let other = try TestStore()
    let file = try source.hostile("numbers-\(name)", from: bundle(source))
    #expect(try other.unbundle(file).savepoints.map(\.outcome) == ["taken"])
    let result = try other.run(run)
    #expect(result.status == 0 && !result.wasKilled, "\(result.error)")
    #expect(
      result.error.contains("train/task-02  its savepoint does not fit: ")
        && result.error.contains("it begins from the start"), "\(result.error)")
    try other.expect(equal: whole, name)
  }

  @Test("killed before any call, the store is sound, and taking it again finishes")
  func intakeKilled() throws {
    let source = try killed()
    let file = try bundle(source)
    let reference = try TestStore()
    try reference.unbundle(file)
    let (wanted, rows) = (try StoreState(reference.url), try reference.rows())
    var (call, kills) = (1, 0)
    while true {
      let store = try TestStore()
      let ended = try store.run(
        ["unbundle", file.path, "-q"], environment: ["ENGRAM_STOP_AT": "kill@\(call)"])
      if !ended.wasKilled { break }
      kills += 1
      if FileManager.default.fileExists(atPath: store.url.appendingPathComponent("VERSION").path) {
        #expect(try store.problems(in: StoreState(store.url)).isEmpty, "call \(call)")
      }
      try store.unbundle(file)
      #expect(try StoreState(store.url).contents == wanted.contents, "call \(call)")
      #expect(try store.rows() == rows, "call \(call)")
      #expect(store.files("savepoints") == reference.files("savepoints"), "call \(call)")
      call += 9
    }
    #expect(kills > 8)
  }

  @Test("what cannot be meant, or has nothing yet, is one message")
  func mistakes() throws {
    let store = try TestStore()
    let command = try store.startHalted(TestStore.tiny, at: "stage:1")
    let early = try store.run(["bundle", "latest", "-o", "x", "--with-savepoints"])
    #expect(early.status == 64 && early.error.contains("has no run with a result yet"))
    let both = try store.run(
      ["bundle", "latest", "-o", "x", "--with-savepoints", "--without-checkpoints"])
    #expect(both.status == 64 && both.error.contains("a run goes on from its states"))
    command.signal(SIGKILL)
    // Complete runs alone are an ordinary bundle, which older releases take.
    let complete = try TestStore(holding: TestStore.tiny)
    #expect(
      try Data(contentsOf: complete.bundle("fig4", options: ["--with-savepoints"]))
        == Data(contentsOf: complete.bundle("fig4", to: "plain")))
  }
}
