import Foundation
import Pipeline
import Synchronization
import TestSupport
import Testing

@Suite("Collecting what nothing needs")
struct CollectorTests {
  private let store: ToyStore
  private let log = RunLog()

  init() throws { store = try ToyStore() }

  private struct Run: Codable { let steps: [StepRecord] }

  /// Computes a toy pipeline as the run `id`.
  private func run(_ id: String, _ a: Double, _ b: Double) async throws -> [StepRecord] {
    let records = try await store.executor().run(Toy(log, a, b).graph).records
    try RunFolder(id, in: Store(at: store.url)).describe(Run(steps: records))
    return records
  }

  private func collector(
    forgetting runs: Set<String> = [], leftoverAge: TimeInterval = 7 * 86400
  ) throws -> Collector {
    var options = Collector.Options()
    (options.forgotten, options.leftoverAge) = (runs, leftoverAge)
    return Collector(try Store(at: store.url), options)
  }

  @Test("runs keep their results; what only a forgotten run has goes, and nothing else")
  func forgetting() async throws {
    // 2 + 3 and 1 + 4 share the sum's bytes and everything after it.
    let first = try await run("first", 2, 3)
    let second = try await run("second", 1, 4)
    #expect(try collector().look().items == [])
    let before = store.files("")
    let look = try collector(forgetting: ["first"]).look()
    #expect(store.files("") == before && !look.isDeleted)
    #expect(look.items.map(\.kind) == [.run, .result, .result, .result])
    #expect(Set(look.items.map(\.name)) == Set(["first"] + first.prefix(3).map(\.key.hex)))
    let report = try collector(forgetting: ["first"]).collect()
    #expect(report.isDeleted && report.items == look.items && report.freedBytes > 0)
    #expect(report.kept.runs == 1 && report.kept.results == 5)
    #expect(try RunFolder.all(in: Store(at: store.url)) == ["second"])
    #expect(try StoreVerification(of: Store(at: store.url)).findings == [])
    let opened = try Store(at: store.url)
    #expect(second.allSatisfy { opened.contains($0.key) })
    // 2 + 3 once more: only what was freed is computed, to the same results.
    _ = log.take()
    let again = try await run("first", 2, 3)
    #expect(log.take() == ["constant 2.0", "constant 3.0", "add"])
    #expect(again.map(\.key) == first.map(\.key))
  }

  @Test("the events of a run that could not describe its results keep them; so do its links")
  func events() async throws {
    let records = try await run("killed", 2, 3)
    let opened = try Store(at: store.url)
    let folder = try RunFolder("killed", in: opened)
    try folder.describe(Run(steps: []))
    try folder.log(["event": "computed", "key": records[2].key.hex])
    let manifest = try #require(try opened.manifest(of: records[3].key))
    try folder.link("sign.txt", to: manifest.outputs[0].sha256)
    #expect(try collector().collect().kept.results == 1)
    #expect(try opened.manifest(of: records[2].key) != nil && !opened.contains(records[3].key))
    #expect(
      try Data(contentsOf: folder.url.appendingPathComponent("sign.txt")) == Data("+".utf8))
  }

  @Test("a pin keeps the results that it lists, and its run from being forgotten")
  func pins() async throws {
    let records = try await run("pinned", 2, 3)
    let opened = try Store(at: store.url)
    try opened.add(Pin(name: "sum", keys: [records[2].key]))
    try opened.add(Pin(name: "all", keys: records.map(\.key), run: "pinned"))
    let refused = try collector(forgetting: ["pinned"]).collect()
    #expect(refused.refused == ["pinned"] && refused.items == [])
    #expect(try opened.removePin(named: "all"))
    let report = try collector(forgetting: ["pinned"]).collect()
    #expect(report.kept.results == 1 && report.kept.pins == 1 && report.items.count == 5)
    #expect(try opened.manifest(of: records[2].key) != nil)
    #expect(throws: PipelineError.self) {
      try opened.add(Pin(name: "gone", keys: [records[0].key]))
    }
    #expect(throws: PipelineError.self) { try opened.add(Pin(name: "../x", keys: [])) }
    #expect(throws: PipelineError.self) { try opened.add(Pin(name: "sum", keys: [])) }
    #expect(try opened.pins().map(\.name) == ["sum"])
  }

  @Test("what cannot be read could need everything: nothing is removed")
  func unreadable() async throws {
    _ = try await store.executor().run(Toy(log).graph)
    let before = store.files("actions") + store.files("blobs")
    let opened = try Store(at: store.url)
    _ = try RunFolder("damaged", in: opened)
    let pins = store.url.appendingPathComponent("pins")
    for (file, text) in [
      (store.url.appendingPathComponent("runs/damaged/run.json"), "{\"steps\": 3}"),
      (pins.appendingPathComponent("p.json"), "[]"),
      (pins.appendingPathComponent("p.json"), "{\"schema\": 9}"),
    ] {
      try Data(text.utf8).write(to: file)
      #expect(throws: PipelineError.self) { try collector().collect() }
      try FileManager.default.removeItem(at: file)
    }
    let name = try #require(store.files("actions").first)
    let manifest = store.url.appendingPathComponent("actions/\(name)")
    let good = try Data(contentsOf: manifest)
    try store.damage(manifest) { $0 = Data("{\"schema\": 9}".utf8) }
    let error = #expect(throws: PipelineError.self) { try collector().collect() }
    #expect(error?.code == .storeTooNew)
    try store.damage(manifest) { $0 = good }
    #expect(store.files("actions") + store.files("blobs") == before)
    #expect(try collector().collect().items.count == 5)
  }

  @Test("a collection that fails on the way leaves a sound store, and the next one ends the work")
  func stopped() async throws {
    let records = try await run("first", 2, 3)
    let blob = try store.blob(of: records[4])
    let bytes = try Data(contentsOf: blob)
    // A folder cannot be unlinked, so the collection stops among the files.
    try FileManager.default.removeItem(at: blob)
    try FileManager.default.createDirectory(at: blob, withIntermediateDirectories: false)
    #expect(throws: PipelineError.self) { try collector(forgetting: ["first"]).collect() }
    try FileManager.default.removeItem(at: blob)
    try bytes.write(to: blob)
    #expect(store.files("actions") == [] && !store.files("blobs").isEmpty)
    #expect(try StoreVerification(of: Store(at: store.url)).findings == [])
    let rest = try collector().collect()
    #expect(rest.items.allSatisfy { $0.kind == .file } && store.files("blobs") == [])
  }

  @Test("damaged files that were put aside go after a time, locks of dead processes at once")
  func leftovers() throws {
    _ = try Store(at: store.url)
    for name in ["quarantine/x-1", "locks/\(Fingerprint(of: Data()))", "tmp/downloads/a.part"] {
      let file = store.url.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data([1, 2, 3]).write(to: file)
    }
    let young = try collector().collect()
    #expect(young.items.map(\.kind) == [.leftover])
    #expect(store.files("locks") == [] && store.files("quarantine") == ["x-1"])
    let old = try collector(leftoverAge: 0).collect()
    #expect(old.items.map(\.kind) == [.quarantined, .leftover] && old.freedBytes == 6)
    #expect(store.files("quarantine") == [] && store.files("tmp") == [])
  }

  @Test("while a collection goes on, no lease is made, nothing is looked up, nothing published")
  func turns() async throws {
    _ = try await run("first", 2, 3)
    let opened = try Store(at: store.url)
    let lock = open(store.url.appendingPathComponent("collection.lock").path, O_RDWR | O_CREAT)
    defer { close(lock) }
    let waits = Mutex(0)
    let note: @Sendable () -> Void = { waits.withLock { $0 += 1 } }
    let executor = try store.executor { if case .waiting = $0 { note() } }
    // Whoever waits for a collection says so after a second.
    func waitForWaits(_ count: Int) async throws {
      try await waitUntil("\(count) have waited") { waits.withLock { $0 } == count }
    }
    func held() throws -> [Int] { try opened.liveLeases().map(\.keys.count) }

    #expect(flock(lock, LOCK_EX) == 0)
    let first = Task { try await opened.lease(for: "first", waiting: note) }
    try await waitForWaits(1)
    #expect(try held() == [])
    #expect(flock(lock, LOCK_UN) == 0)
    let lease = try await first.value

    #expect(flock(lock, LOCK_EX) == 0)
    let found = Toy(log).graph
    let second = Task { try await executor.run(found, under: lease).records.map(\.isHit) }
    try await waitForWaits(2)
    #expect(try held() == [0])
    #expect(flock(lock, LOCK_UN) == 0)
    #expect(try await second.value == [true, true, true, true, true])
    #expect(try held() == [5])

    let computed = Toy(log, 2, 9) { _ in #expect(flock(lock, LOCK_EX) == 0) }.graph
    let third = Task { try await executor.run(computed, under: lease).records.count }
    try await waitUntil("the sum is computed") { log.all.last == "add" }
    try await waitForWaits(3)
    // The constant 9 is published, the sum is not.
    #expect(try held() == [6])
    #expect(store.files("actions").count == 6)
    #expect(flock(lock, LOCK_UN) == 0)
    #expect(try await third.value == 5)
    withExtendedLifetime(lease) {}
  }
}
