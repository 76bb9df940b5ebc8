import Foundation
import Pipeline
import Synchronization
import TestSupport
import Testing

@Suite("The store")
struct StoreTests {
  private let store: ToyStore
  private let log = RunLog()

  init() throws { store = try ToyStore() }

  private func code(_ body: () async throws -> Void) async -> PipelineError.Code? {
    do {
      try await body()
      return nil
    } catch { return (error as? PipelineError)?.code }
  }

  @Test("it is marked as a cache, its files are read-only and lie where their digest says")
  func layout() async throws {
    let execution = try await store.executor().run(Toy(log).graph)
    #expect(
      try String(contentsOf: store.url.appendingPathComponent("VERSION"), encoding: .utf8)
        == "engram-store 1\n")
    #expect(
      try String(contentsOf: store.url.appendingPathComponent("CACHEDIR.TAG"), encoding: .utf8)
        .hasPrefix("Signature: 8a477f597d28d172789f06886806bc55"))
    for name in store.files("blobs/sha256") {
      let url = store.url.appendingPathComponent("blobs/sha256/\(name)")
      #expect(Fingerprint(of: try Data(contentsOf: url)).hex == url.lastPathComponent)
      #expect(name == "\(url.lastPathComponent.prefix(2))/\(url.lastPathComponent)")
      let mode = try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions]
      #expect(mode as? Int == 0o444)
    }
    #expect(store.files("tmp").isEmpty && store.files("locks").isEmpty)
    let manifest = try #require(try Store(at: store.url).manifest(of: execution.records[3].key))
    #expect(manifest.stage == "take-sign" && manifest.kind == "sign")
    #expect(manifest.outputs.map(\.kind) == ["sign", "remark"])
    #expect(manifest.inputKeys == [execution.records[2].key])
    #expect(manifest.preimage.key == manifest.key && manifest.program == .toy)
  }

  @Test("a flipped bit is found on reading, put aside, and the stage runs again")
  func flippedBit() async throws {
    let toy = Toy(log)
    let first = try await store.executor().run(toy.graph)
    let blob = try store.blob(of: first.records[2])
    let good = try Data(contentsOf: blob)
    try store.damage(blob) { $0[3] ^= 1 }
    _ = log.take()
    let reasons = Mutex<[String]>([])
    let again = try await store.executor {
      if case .recomputing(let node, let reason) = $0 {
        reasons.withLock { $0.append("\(node): \(reason)") }
      }
    }.run(toy.graph)
    #expect(log.take() == [])
    #expect(try await again.output(of: toy.sum) == Number(value: 5))
    #expect(log.take() == ["add"])
    #expect(reasons.withLock { $0 }.count == 1)
    #expect(reasons.withLock { $0 }.first?.hasPrefix("sum: the stored file 'number.json'") == true)
    #expect(try Data(contentsOf: blob) == good)
    #expect(store.files("quarantine").count == 2)
    #expect(try store.executor().plan(toy.graph).allSatisfy { $0.action == .hit })
  }

  @Test("a damaged input is computed again when a stage that runs needs it")
  func damagedInput() async throws {
    let first = try await store.executor().run(Toy(log).graph)
    try store.damage(try store.blob(of: first.records[0])) { $0[0] ^= 8 }
    _ = log.take()
    let toy = Toy(log, 2, 7)
    let execution = try await store.executor().run(toy.graph)
    #expect(log.take().prefix(3) == ["constant 7.0", "constant 2.0", "add"])
    #expect(try await execution.output(of: toy.sum) == Number(value: 9))
  }

  @Test("a truncated or missing file makes its result a miss", arguments: [true, false])
  func truncated(isMissing: Bool) async throws {
    let first = try await store.executor().run(Toy(log).graph)
    let blob = try store.blob(of: first.records[2])
    if isMissing {
      try FileManager.default.removeItem(at: blob)
    } else {
      try store.damage(blob) { $0.removeLast() }
    }
    _ = log.take()
    let again = try await store.executor().run(Toy(log).graph)
    #expect(log.take() == ["add"])
    #expect(again.records.map(\.key) == first.records.map(\.key))
  }

  @Test(
    "a manifest that cannot be read or is another's makes its result a miss",
    arguments: ["", "{}", "[1", "other"])
  func damagedManifest(text: String) async throws {
    let first = try await store.executor().run(Toy(log).graph)
    func place(_ key: Fingerprint) -> URL {
      store.url.appendingPathComponent("actions/\(key.hex.prefix(2))/\(key.hex).json")
    }
    let other = try Data(contentsOf: place(first.records[1].key))
    try store.damage(place(first.records[2].key)) { $0 = text == "other" ? other : Data(text.utf8) }
    _ = log.take()
    _ = try await store.executor().run(Toy(log).graph)
    #expect(log.take() == ["add"])
    #expect(store.files("quarantine").count == 1)
  }

  @Test("a manifest that lies about a size is put aside, not the file that others have, too")
  func lyingManifest() async throws {
    let first = try await store.executor().run(Toy(log).graph)
    let key = first.records[2].key
    let blob = try store.blob(of: first.records[2])
    let size = try Data(contentsOf: blob).count
    try store.damage(
      store.url.appendingPathComponent("actions/\(key.hex.prefix(2))/\(key.hex).json")
    ) {
      let text = String(decoding: $0, as: UTF8.self)
      $0 = Data(text.replacing("\"bytes\" : \(size)", with: "\"bytes\" : \(size + 1)").utf8)
    }
    _ = log.take()
    _ = try await store.executor().run(Toy(log).graph)
    #expect(log.take() == ["add"])
    #expect(store.files("quarantine").count == 1)
    #expect(try Data(contentsOf: blob).count == size)
  }

  @Test("a store that is a link is one; a folder, result or run inside it that is a link is not")
  func links() async throws {
    let first = try await store.executor().run(Toy(log).graph)
    let manager = FileManager.default
    func link(_ url: URL) throws -> URL {
      let elsewhere = store.folder.url.appendingPathComponent("elsewhere-\(url.lastPathComponent)")
      try manager.moveItem(at: url, to: elsewhere)
      try manager.createSymbolicLink(at: url, withDestinationURL: elsewhere)
      return elsewhere
    }
    let blob = try store.blob(of: first.records[2])
    let elsewhere = try link(blob)
    let opened = try Store(at: store.url)
    #expect(try opened.manifest(of: first.records[2].key) == nil)
    #expect(manager.fileExists(atPath: elsewhere.path))
    // A folder of two digits is looked at when something is put into it.
    _ = try link(blob.deletingLastPathComponent())
    #expect(await code { _ = try await store.executor().run(Toy(log).graph) } == .unsafePath)
    _ = try link(store.url.appendingPathComponent("locks"))
    let error = #expect(throws: PipelineError.self) { try Store(at: store.url) }
    #expect(error?.code == .unsafePath && error?.message.contains("/locks'") == true)
  }

  @Test("two different results for one key are an error that names both; the first stays")
  func nonDeterminism() async throws {
    let calls = Mutex(0)
    struct Unsteady: Stage {
      struct Configuration: Codable, Hashable, Sendable {}
      static let identifier = "unsteady"
      static let version = 1
      var configuration = Configuration()
      let next: @Sendable () -> Double
      func run(_ input: Void, in context: StageContext) async throws -> Number {
        Number(value: next())
      }
    }
    var graph = Graph()
    let unsteady = Unsteady {
      calls.withLock {
        $0 += 1
        return Double($0)
      }
    }
    let node = graph.add(unsteady, named: "unsteady")
    let first = try await store.executor().run(graph)
    #expect(try await first.output(of: node) == Number(value: 1))
    try store.damage(try store.blob(of: first.records[0])) { $0[0] ^= 1 }
    let again = try await store.executor().run(graph)
    let error = await #expect(throws: PipelineError.self) { try await again.output(of: node) }
    #expect(error?.code == .nonDeterminism)
    #expect(error?.message.contains("before it gave") == true)
  }

  @Test("a store or a manifest of a newer program is refused untouched")
  func newer() async throws {
    let first = try await store.executor().run(Toy(log).graph)
    let key = first.records[2].key
    let manifest = store.url.appendingPathComponent("actions/\(key.hex.prefix(2))/\(key.hex).json")
    try store.damage(manifest) {
      $0 = Data(
        String(decoding: $0, as: UTF8.self).replacing("\"schema\" : 1", with: "\"schema\" : 9").utf8
      )
    }
    let newer = try Data(contentsOf: manifest)
    #expect(await code { _ = try await store.executor().run(Toy(log).graph) } == .storeTooNew)
    #expect(try Data(contentsOf: manifest) == newer)

    try store.damage(store.url.appendingPathComponent("VERSION")) {
      $0 = Data("engram-store 2\n".utf8)
    }
    let before = store.files("")
    let error = #expect(throws: PipelineError.self) { try Store(at: store.url) }
    #expect(error?.code == .storeTooNew && error?.message.contains("format 2") == true)
    #expect(store.files("") == before)
  }

  @Test("a folder that holds other things is no store and stays as it is")
  func foreignFolder() throws {
    try FileManager.default.createDirectory(at: store.url, withIntermediateDirectories: true)
    try Data().write(to: store.url.appendingPathComponent("thesis.tex"))
    let error = #expect(throws: PipelineError.self) { try Store(at: store.url) }
    #expect(error?.code == .notAStore && error?.message.contains("thesis.tex") == true)
    let file = #expect(throws: PipelineError.self) {
      try Store(at: store.url.appendingPathComponent("thesis.tex"))
    }
    #expect(file?.code == .notAStore && file?.message.contains("is a file, not a folder") == true)
    #expect(store.files("") == ["thesis.tex"])
    try Data("something\n".utf8).write(to: store.url.appendingPathComponent("VERSION"))
    #expect(throws: PipelineError.self) { try Store(at: store.url) }
  }

  @Test("what dead processes left in tmp is removed, what is young or held stays")
  func reaping() throws {
    _ = try Store(at: store.url)
    let names = ["old": UUID().uuidString, "young": UUID().uuidString, "held": UUID().uuidString]
    func url(_ name: String) -> URL {
      store.url.appendingPathComponent("tmp/\(names[name] ?? "")", isDirectory: true)
    }
    for name in names.keys {
      try FileManager.default.createDirectory(at: url(name), withIntermediateDirectories: true)
      try Data([1]).write(to: url(name).appendingPathComponent("part"))
    }
    for name in ["old", "held"] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -120)], ofItemAtPath: url(name).path)
    }
    let held = open(url("held").path, O_RDONLY)
    defer { close(held) }
    #expect(flock(held, LOCK_EX) == 0)
    _ = try Store(at: store.url)
    let left = try FileManager.default.contentsOfDirectory(
      atPath: store.url.appendingPathComponent("tmp").path)
    #expect(Set(left) == Set([names["young"], names["held"]].compactMap(\.self)))
  }

  @Test("names that would leave the store are refused")
  func hostileNames() throws {
    let opened = try Store(at: store.url)
    for name in ["", "..", ".hidden", "a/b", "/etc", "ü", String(repeating: "a", count: 200)] {
      #expect(throws: PipelineError.self) { try RunFolder(name, in: opened) }
    }
    let run = try RunFolder("run-1", in: opened)
    let digest = Fingerprint(of: Data())
    #expect(throws: PipelineError.self) { try run.link("../x", to: digest) }
    try run.link("x.h5", to: digest)
    let link = run.url.appendingPathComponent("x.h5").path
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: link)
        == "../../" + Store.path(ofBlob: digest))
  }

  @Test("a run's description is replaced as a whole, its events grow")
  func runFolder() throws {
    let opened = try Store(at: store.url)
    let run = try RunFolder("run-1", in: opened)
    #expect(try run.description(as: [String: Int].self) == nil)
    try run.describe(["a": 1])
    try run.describe(["b": 2])
    #expect(try run.description(as: [String: Int].self) == ["b": 2])
    #expect(throws: PipelineError.self) { try run.description(as: [Int].self) }
    try run.log(["event": "begin"])
    try run.log(["event": "end"])
    let lines = try String(
      contentsOf: run.url.appendingPathComponent("events.jsonl"), encoding: .utf8)
    #expect(lines == "{\"event\":\"begin\"}\n{\"event\":\"end\"}\n")
    #expect(try RunFolder.all(in: opened) == ["run-1"])
  }

  @Test("a stored time reads back as the same text, whatever the fraction of a second")
  func times() throws {
    let run = try RunFolder("run-1", in: Store(at: store.url))
    for step in 0..<100 {
      let time = Date(timeIntervalSinceReferenceDate: 817_000_000 + Double(step) * 0.00137)
      try run.describe([time])
      let stored = try #require(try run.description(as: [Date].self)?.first)
      #expect(stored.storeText == time.storeText)
      #expect(abs(stored.timeIntervalSince(time)) < 0.000_51)
    }
  }
}
