import Foundation
import Pipeline
import Synchronization
import TestSupport

/// A number as an artifact.
struct Number: CodableArtifact, Equatable {
  static let kind = "number"
  var value: Double
}

/// Another type of artifact, whose content is only the sign.
struct Sign: Artifact, Equatable {
  static let kind = "sign"
  var isNegative: Bool
  var remark: String

  init(isNegative: Bool, remark: String) { (self.isNegative, self.remark) = (isNegative, remark) }

  func write(to files: inout ArtifactWriter) throws {
    try files.add(Data((isNegative ? "-" : "+").utf8), named: "sign.txt")
    try files.add(Data(remark.utf8), named: "remark.txt", kind: "remark")
    files.contentDigest = Fingerprint(of: Data((isNegative ? "-" : "+").utf8))
  }

  init(from files: ArtifactReader) throws {
    isNegative = try files.bytes(of: "sign.txt") == Data("-".utf8)
    remark = String(decoding: try files.bytes(of: "remark.txt"), as: UTF8.self)
  }
}

/// Which stages ran, in order; shared by the stages of a test.
final class RunLog: Sendable {
  private let entries = Mutex<[String]>([])
  var all: [String] { entries.withLock { $0 } }
  func note(_ name: String) { entries.withLock { $0.append(name) } }
  func take() -> [String] {
    entries.withLock { entries in
      defer { entries = [] }
      return entries
    }
  }
}

struct Constant: Stage {
  struct Configuration: Codable, Hashable, Sendable { var value: Double }
  static let identifier = "constant"
  static let version = 1
  var configuration: Configuration
  let log: RunLog

  func run(_ input: Void, in context: StageContext) async throws -> Number {
    log.note("constant \(configuration.value)")
    return Number(value: configuration.value)
  }
}

struct Add: Stage {
  struct Configuration: Codable, Hashable, Sendable {}
  static let identifier = "add"
  static let version = 1
  static let isNumeric = true
  var configuration = Configuration()
  let log: RunLog
  var body: @Sendable (StageContext) async throws -> Void = { _ in }

  func run(_ input: (Number, Number), in context: StageContext) async throws -> Number {
    try await body(context)
    log.note("add")
    return Number(value: input.0.value + input.1.value)
  }
}

struct TakeSign: Stage {
  struct Configuration: Codable, Hashable, Sendable { var remark = "" }
  static let identifier = "take-sign"
  static let version = 1
  var configuration = Configuration()
  let log: RunLog

  func run(_ number: Number, in context: StageContext) async throws -> Sign {
    log.note("sign")
    return Sign(isNegative: number.value < 0, remark: "\(number.value)")
  }
}

struct Describe: Stage {
  struct Configuration: Codable, Hashable, Sendable {}
  static let identifier = "describe"
  static let version = 1
  var configuration = Configuration()
  let log: RunLog

  func run(_ input: Sign, in context: StageContext) async throws -> Number {
    log.note("describe")
    return Number(value: input.isNegative ? -1 : 1)
  }
}

/// (a + b) → sign → ±1.
struct Toy {
  var graph = Graph()
  let sum: Node<Number>
  let sign: Node<Sign>
  let end: Node<Number>

  init(
    _ log: RunLog, _ a: Double = 2, _ b: Double = 3,
    body: @escaping @Sendable (StageContext) async throws -> Void = { _ in }
  ) {
    let first = graph.add(Constant(configuration: .init(value: a), log: log), named: "a")
    let second = graph.add(Constant(configuration: .init(value: b), log: log), named: "b")
    sum = graph.add(Add(log: log, body: body), named: "sum", first, second)
    sign = graph.add(TakeSign(log: log), named: "sign", sum)
    end = graph.add(Describe(log: log), named: "end", sign)
  }
}

extension Program {
  static let toy = Program(
    version: "1", sourceRevision: nil, sourceIsDirty: nil, libraries: ["toy": "1"])
}

/// A store in a folder of its own, and what it holds.
struct ToyStore {
  let folder: TemporaryFolder
  var url: URL { folder.url.appendingPathComponent("store") }

  init() throws { folder = try TemporaryFolder() }

  func executor(
    numericClass: String = "n", observer: @escaping @Sendable (ExecutionEvent) -> Void = { _ in }
  ) throws -> Executor {
    Executor(
      store: try Store(at: url), numericClass: numericClass, program: .toy, observer: observer)
  }

  /// All files below a folder of the store, relative to it.
  func files(_ name: String) -> [String] {
    (FileManager.default.enumerator(atPath: url.appendingPathComponent(name).path)?.allObjects
      as? [String] ?? [])
      .filter {
        var isFolder: ObjCBool = false
        let path = url.appendingPathComponent(name).appendingPathComponent($0).path
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
          && !isFolder.boolValue
      }.sorted()
  }

  /// The file of a step's first output.
  func blob(of record: StepRecord) throws -> URL {
    let manifest = try Store(at: url).manifest(of: record.key)
    guard let output = manifest?.outputs.first else { throw CocoaError(.fileNoSuchFile) }
    return url.appendingPathComponent(Store.path(ofBlob: output.sha256))
  }

  /// Changes a read-only file of the store.
  func damage(_ file: URL, _ change: (inout Data) -> Void) throws {
    var bytes = try Data(contentsOf: file)
    change(&bytes)
    try FileManager.default.removeItem(at: file)
    try bytes.write(to: file)
  }
}
