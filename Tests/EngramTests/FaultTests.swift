import Foundation
import TestSupport
import Testing

@Suite("What must survive", .serialized)
struct FaultTests {
  private let store: TestStore
  init() throws { store = try TestStore() }

  @Test(
    "a run that is stopped in a task goes on after the one before, to the same bytes",
    arguments: [SIGKILL, SIGINT, SIGTERM])
  func stopped(signal: Int32) throws {
    // Works on at its thirtieth step until somebody ends it.
    let command = try store.start(
      TestStore.small, environment: ["ENGRAM_STOP_AT": "wait@train/task-02:30"])
    try store.waitForEvent(#""event":"start","node":"train/task-02""#, of: command)
    command.signal(signal)
    let result = try command.wait()
    if signal == SIGKILL {
      #expect(result.wasKilled)
    } else {
      #expect(result.status == (signal == SIGINT ? 130 : 143), "\(result.error)")
      #expect(result.error.contains("the same command resumes"))
      #expect(try store.sqlite("SELECT status FROM run") == ["interrupted"])
      #expect(try store.sqlite("SELECT count(*) FROM score") == ["1"])
      #expect(store.files("tmp").isEmpty && store.files("locks").isEmpty)
    }
    try store.survives()
    let rest = try store.summaries(TestStore.small)[0]
    #expect(rest.foundStages == 3 && rest.computedStages == 3)
    #expect(try store.sqlite("SELECT status FROM run") == ["complete"])
    let whole = try TestStore(holding: TestStore.small)
    #expect(try store.published() == whole.published())
    try store.survives()
  }

  @Test("two processes that want the same share the work")
  func twoProcesses() throws {
    let arguments = TestStore.small + ["steps=400", "--json"]
    let commands = try (0..<2).map { _ in try store.start(arguments) }
    let results = try commands.map { try $0.wait() }
    #expect(results.map(\.status) == [0, 0], "\(results.map(\.error))")
    let computed = try results.map {
      try JSONDecoder().decode([TestStore.Summary].self, from: Data($0.output.utf8))[0]
        .computedStages
    }
    #expect(computed.reduce(0, +) == TestStore.stages)
    #expect(try store.sqlite("SELECT status FROM run") == ["complete"])
  }

  @Test("a waiting process computes when the holder is killed")
  func holderKilled() throws {
    let holder = try store.startHalted(TestStore.small, at: "train/task-01:30")
    let waiter = try store.start(TestStore.small)
    try store.waitForEvent(#""event":"wait","node":"train/task-01""#, of: waiter)
    holder.signal(SIGKILL)
    _ = try holder.wait()
    let result = try waiter.wait()
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error.contains("train/task-01  another process computes this"))
    try store.survives()
  }

  @Test("a flipped bit in a checkpoint is found, put aside and computed anew")
  func flippedBit() throws {
    try store.fill(with: TestStore.small)
    let before = try store.published()
    let path = try store.sqlite(
      "SELECT path FROM provenance WHERE node = 'train/task-01' AND kind = 'checkpoint'")
    let blob = store.url.appendingPathComponent(try #require(path.first))
    var bytes = try Data(contentsOf: blob)
    bytes[bytes.count / 2] ^= 4
    try FileManager.default.removeItem(at: blob)
    try bytes.write(to: blob)
    let result = try store.run(TestStore.small)
    #expect(result.status == 0)
    #expect(result.error.contains("it is quarantined and computed again"))
    #expect(try store.published() == before)
    try store.survives()
    #expect(store.files("quarantine").count == 2)
    #expect(try Data(contentsOf: blob) != bytes)
  }

  @Test("a database that cannot be written costs no result; rebuild makes the same rows")
  func database() throws {
    try store.fill(with: TestStore.small)
    let dump = {
      try Command.run(["sqlite3", store.url.appendingPathComponent("results.sqlite").path, ".dump"])
        .output
    }
    let before = try dump()
    let database = store.url.appendingPathComponent("results.sqlite")
    try FileManager.default.removeItem(at: database)
    #expect(try store.succeed(["results", "rebuild"]).hasPrefix("1 runs in "))
    #expect(try dump() == before)

    try Data("no database".utf8).write(to: database)
    let result = try store.run(TestStore.small + ["grid=4"])
    #expect(result.status == 74)
    #expect(result.error.contains("run 'engram results rebuild'"))
    #expect(result.output.contains("stages computed"))
    #expect(try Data(contentsOf: database) == Data("no database".utf8))
    #expect(try store.succeed(["results", "rebuild"]).hasPrefix("2 runs in "))
    #expect(try store.sqlite("SELECT count(*) FROM embedding_accuracy") == ["\(2 * (9 + 16))"])
    try store.survives()
  }

  @Test("a store that cannot be written gives what it has and refuses the rest at once")
  func readOnly() throws {
    try store.succeed(TestStore.small)
    try store.withoutWriting {
      let hit = try store.runAsReader(TestStore.small)
      #expect(hit.status == 0, "\(hit.error)")
      #expect(hit.output.contains("0 stages computed, \(TestStore.stages) found"))
      let miss = try store.runAsReader(TestStore.small + ["steps=61"])
      #expect(miss.status == 1)
      #expect(miss.error.contains("the result of 'train/task-01' is missing and the store"))
      #expect(try store.runAsReader(["results"]).status == 0)
    }
    try store.survives()
  }

  @Test("a full disk is an error that names the path; old results stay, the next run completes")
  func fullDisk() throws {
    try store.fill(with: TestStore.small)
    let files = store.files("blobs")
    // A limit of 100 blocks of 512 bytes on every file: too little for a checkpoint.
    let arguments = TestStore.merged(TestStore.small + ["seed=8", "-q"])
    let command = ([TestStore.program] + arguments).joined(separator: " ")
    let result = try Command.run(
      ["sh", "-c", "ulimit -f 100; exec \(command)"], environment: ["ENGRAM_STORE": store.url.path],
      in: URL(fileURLWithPath: #filePath).deletingLastPathComponent())
    #expect(result.status == 1 && !result.wasKilled)
    #expect(result.error.contains("cannot write '\(store.url.path)/tmp/"), "\(result.error)")
    #expect(result.error.contains("make room on that disk"))
    #expect(store.files("tmp").isEmpty)
    try store.survives()
    #expect(Set(files).isSubset(of: store.files("blobs")))
    #expect(try store.summaries(TestStore.small + ["seed=8"])[0].foundStages == 1)
  }

  @Test("a store of a newer program is refused with both versions")
  func newerStore() throws {
    try FileManager.default.createDirectory(at: store.url, withIntermediateDirectories: true)
    try Data("engram-store 9\n".utf8).write(to: store.url.appendingPathComponent("VERSION"))
    let result = try store.run(TestStore.small)
    #expect(result.status == 1)
    #expect(result.error.contains("has format 9, this program knows formats up to 1"))
    #expect(store.files("") == ["VERSION"])
  }
}
