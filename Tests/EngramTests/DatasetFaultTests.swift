import Foundation
import TestSupport
import Testing

/// The command with damaged or wrong copies of a dataset.
@Suite("Damaged datasets", .serialized)
struct DatasetFaultTests {
  private let store: TestStore
  private let datasets: URL
  private let manifest: URL
  private let port: ClosedPort
  private static let labels = "t10k-labels-idx1-ubyte.gz"
  private static let images = "t10k-images-idx3-ubyte.gz"
  private static let digest = "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"

  init() throws {
    store = try TestStore()
    datasets = store.folder.url.appendingPathComponent("datasets")
    manifest = datasets.appendingPathComponent("mnist/manifest.json")
    try FileManager.default.copyItem(
      at: TestStore.project.appendingPathComponent("datasets"), to: datasets)
    port = try ClosedPort()
    try setMirrors(["http://127.0.0.1:\(port.number)/"])
  }

  /// Changes the dataset's manifest.
  private func edit(_ body: (inout [String: Any]) -> Void) throws {
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: manifest))
    var fields = try #require(object as? [String: Any])
    body(&fields)
    try JSONSerialization.data(withJSONObject: fields).write(to: manifest)
  }

  private func setMirrors(_ addresses: [String]) throws {
    try edit { $0["sources"] = addresses.map { ["mirror": $0] } }
  }

  private func run() throws -> Command.Result {
    try store.run(TestStore.tiny + ["--datasets", datasets.path, "-q"])
  }

  private func file(_ name: String) -> URL { datasets.appendingPathComponent("mnist/\(name)") }

  private func change(_ body: (inout Data) -> Void) throws {
    var bytes = try Data(contentsOf: file(Self.labels))
    body(&bytes)
    try bytes.write(to: file(Self.labels))
  }

  /// Writes the inflated `name`, changed by `filter` (a shell command), as a gzip file to `target`.
  private func deflate(_ name: String, through filter: String, to target: URL) throws {
    let script = "gzip -dc \"$0\" | \(filter) | gzip -n > \"$1.new\" && mv \"$1.new\" \"$1\""
    let result = try Command.run(["sh", "-c", script, file(name).path, target.path])
    try #require(result.status == 0, "\(result.error)")
  }

  private func expectNothingStored() throws {
    #expect(store.files("blobs").allSatisfy { $0.count < 40 })
    #expect(store.files("actions").allSatisfy { !$0.hasSuffix(".json") })
    #expect(store.files("tmp").allSatisfy { $0.hasPrefix("downloads") })
    try store.survives()
  }

  struct Damage: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let body: @Sendable (inout Data) -> Void
    /// What is said after the file's name, as a regular expression.
    let told: String
  }

  private static let damages = [
    Damage(
      testDescription: "truncated", body: { $0 = $0.prefix($0.count / 2) },
      told: #"expected 10008 bytes of contents, found \d+ .* at byte 2258\) \[truncated\]"#),
    Damage(
      testDescription: "a bit flipped", body: { $0[$0.count / 2] ^= 8 },
      told: #"expected 0x[0-9a-f]{8}, found 0x[0-9a-f]{8} .* CRC-32 at byte \d+\) \[wrong-crc\]"#),
    Damage(
      testDescription: "a wrong CRC", body: { $0[$0.count - 8] ^= 1 },
      told: #"expected 0x[0-9a-f]{8}, found 0x[0-9a-f]{8} .* CRC-32 at byte \d+\) \[wrong-crc\]"#),
    Damage(
      testDescription: "trailing bytes", body: { $0 += Data([1, 2, 3]) },
      told: #"expected the end of the file, found 3 more bytes .* at byte \d+\) \[trailing-bytes\]"#
    ),
  ]

  @Test(
    "the error names file, byte, expectation and finding; nothing is stored; the right file mends it",
    arguments: damages)
  func damaged(damage: Damage) throws {
    let good = try Data(contentsOf: file(Self.labels))
    try change(damage.body)
    let result = try run()
    #expect(result.status == 1, "\(result.error)")
    let told = try Regex("(?s)/mnist/\(Self.labels): [^\n]*?\(damage.told)")
    #expect(result.error.contains(told), "\(result.error)")
    #expect(
      result.error.contains(
        "http://127.0.0.1:\(port.number)/\(Self.labels): expected 10008 bytes with SHA-256"))
    try expectNothingStored()
    try good.write(to: file(Self.labels))
    #expect(try run().status == 0)
    try store.survives()
  }

  @Test("a file that is nowhere is told with its digest and every place")
  func absent() throws {
    try FileManager.default.removeItem(at: file(Self.labels))
    let result = try run()
    #expect(result.status == 1)
    for word in [
      "\(file(Self.labels).path): expected 10008 bytes with SHA-256 \(Self.digest), found no file",
      "http://127.0.0.1:\(port.number)/\(Self.labels)",
    ] { #expect(result.error.contains(word), "\(result.error)") }
    try expectNothingStored()
  }

  struct WrongArray: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let role: String
    let file: String
    /// The bytes from the beginning on.
    let header: String
    let told: String
  }

  private static let wrongArrays = [
    WrongArray(
      testDescription: "another format", role: "test-labels", file: labels,
      header: #"\x1e\x00\x08\x01"#,
      told: "byte 0: that is no IDX file: expected the bytes 00 00, found 1e 00"),
    WrongArray(
      testDescription: "another element type", role: "test-labels", file: labels,
      header: #"\x00\x00\x09\x01"#,
      told: "byte 2: the elements have the wrong type: expected 08, unsigned bytes, found 09"),
    WrongArray(
      testDescription: "another number of dimensions", role: "test-labels", file: labels,
      header: #"\x00\x00\x08\x02"#,
      told: "byte 3: the number of dimensions is wrong: expected 1, found 2"),
    WrongArray(
      testDescription: "images of another shape", role: "test-images", file: images,
      header: #"\x00\x00\x08\x03\x00\x00\x27\x10\x00\x00\x00\x0e\x00\x00\x00\x38"#,
      told: "byte 8: dimension 2 of 3 is wrong: expected 28, found 14"),
  ]

  @Test(
    "a file that has the declared digest and is no such array is refused with the place",
    arguments: wrongArrays)
  func wrong(array: WrongArray) throws {
    let header = array.header.split(separator: "\\").count
    try deflate(
      array.file,
      through: "python3 -c \"import sys; b = sys.stdin.buffer.read(); "
        + "sys.stdout.buffer.write(b'\(array.header)' + b[\(header):])\"", to: file(array.file))
    let plain = store.folder.url.appendingPathComponent("plain")
    _ = try Command.run(["sh", "-c", "gzip -dc \"$0\" > \"$1\"", file(array.file).path, plain.path])
    let (digest, size) = (try TestStore.sha256(plain), try Data(contentsOf: plain).count)
    try edit { fields in
      let files = (fields["files"] as? [[String: Any]] ?? []).map { file in
        guard file["role"] as? String == array.role else { return file }
        let changed: [String: Any] = [
          "uncompressed": ["bytes": size, "sha256": digest] as [String: Any],
          "archives": [[String: Any]](),
        ]
        return file.merging(changed) { $1 }
      }
      fields["files"] = files
    }
    let result = try run()
    #expect(result.status == 1)
    #expect(
      result.error.contains("\(file(array.file).path), \(array.told)"), "\(result.error)")
    try expectNothingStored()
  }

  /// A web server on this machine, as Python has one.
  private struct Server {
    let command: Command
    let port: String
    private let log: URL

    init(_ folder: URL) throws {
      log = folder.appendingPathExtension("log")
      command = try Command([
        "sh", "-c", "exec python3 -u -m http.server 0 --bind 127.0.0.1 -d \"$0\" >\"$1\" 2>&1",
        folder.path, log.path,
      ])
      var found: String?
      let (command, log) = (command, log)
      try waitUntil("the server tells its port") {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        found = text.firstMatch(of: /port (\d+)/).map { String($0.1) }
        return found != nil || !command.isRunning
      }
      port = try #require(found)
    }

    /// How often a path was asked for.
    func requests(_ path: String) throws -> Int {
      try String(contentsOf: log, encoding: .utf8).split(separator: "\n").count {
        $0.contains("\"GET \(path) ")
      }
    }

    func end() {
      command.signal(SIGKILL)
      _ = try? command.wait()
    }
  }

  @Test("a mirror's wrong file is asked for once and told with both digests; then the next mirror")
  func mirrors() throws {
    let good = try Data(contentsOf: file(Self.labels))
    let served = store.folder.url.appendingPathComponent("served")
    for name in ["wrong", "good"] {
      try FileManager.default.createDirectory(
        at: served.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    // As many labels, all sevens being ones.
    let wrong = served.appendingPathComponent("wrong/\(Self.labels)")
    try deflate(Self.labels, through: "tr '\\007' '\\001'", to: wrong)
    try good.write(to: served.appendingPathComponent("good/\(Self.labels)"))
    let plain = store.folder.url.appendingPathComponent("plain")
    _ = try Command.run(["sh", "-c", "gzip -dc \"$0\" > \"$1\"", wrong.path, plain.path])
    let found = try TestStore.sha256(plain)
    let server = try Server(served)
    defer { server.end() }
    let address = "http://127.0.0.1:\(server.port)/wrong/"
    try setMirrors([address])

    // The copy at hand is damaged: one download in its place, and no second.
    try change { $0 = $0.prefix(100) }
    let result = try run()
    #expect(result.status == 1)
    for word in [
      "/mnist/\(Self.labels): expected 10008 bytes of contents", "[truncated]",
      "\(address)\(Self.labels): expected", Self.digest, found, "[wrong-digest]",
      "[no-usable-source]",
    ] { #expect(result.error.contains(word), "\(word) in \(result.error)") }
    #expect(try server.requests("/wrong/\(Self.labels)") == 1)
    try expectNothingStored()

    try setMirrors([address, "http://127.0.0.1:\(server.port)/good/"])
    let mended = try run()
    #expect(mended.status == 0, "\(mended.error)")
    #expect(try server.requests("/wrong/\(Self.labels)") == 2)
    #expect(try server.requests("/good/\(Self.labels)") == 1)
    try store.survives()
    let reference = try TestStore(wholeDatasets: true)
    try reference.succeed(TestStore.tiny)
    #expect(try StoreState(store.url).contents == StoreState(reference.url).contents)
  }
}
