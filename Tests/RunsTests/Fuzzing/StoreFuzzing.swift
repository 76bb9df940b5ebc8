import Datasets
import Evaluation
import Experiments
import Foundation
import Pipeline
import Results
import Runs
import Settings
import TestSupport
import Testing

/// The JSON files of a store: manifests, and descriptions of runs with what the database gets of them.
struct StoreFuzzing {
  /// A scan without a learner.
  struct Scan: Stage {
    struct Configuration: Codable, Hashable, Sendable { var points = 2 }
    static let identifier = ScanEmbeddings.identifier
    static let version = 1
    var configuration = Configuration()

    func run(_ input: Void, in context: StageContext) async throws -> EmbeddingScan {
      EmbeddingScan(xs: [0, 1], ys: [0, 1], tasks: [0], accuracy: [[0, 0.25, 0.5, 1]])
    }
  }

  private let folder: TemporaryFolder
  private let store: Store
  private let manifest: Manifest
  private let description: RunDescription

  init() async throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.url.appendingPathComponent("store"))
    var graph = Graph()
    _ = graph.add(Scan(), named: "scan")
    let program = Program(
      version: "1", sourceRevision: "abc", sourceIsDirty: false, libraries: ["x": "1"])
    let step = try #require(
      try await Executor(store: store, numericClass: "n", program: program).run(graph).records.first
    )
    manifest = try #require(try store.manifest(of: step.key))
    var description = try RunDescription(
      Preset.named("fig4").settings, graph: graph, numericClass: "n", program: program)
    description.status = .complete
    description.steps = [step]
    description.finishedAt = Date(timeIntervalSince1970: 0)
    self.description = description
  }

  func run() throws {
    let key = manifest.key
    let place = store.root.appendingPathComponent("actions/\(key.hex.prefix(2))/\(key.hex).json")
    // Its check of itself would refuse nearly all before anything is read of them.
    let json = Self.settled(withoutCheck(try Data(contentsOf: place)))
    try Fuzzing("store-manifest", cases: 1000).run(json, isText: true) { bytes, _ in
      try replace(place, bytes)
      // One that is put aside is as good as none.
      let found = try store.manifest(of: key)
      try replace(place, json)
      guard let found else { throw CocoaError(.fileReadCorruptFile) }
      #expect(found.key == key && found.preimage == manifest.preimage)
      #expect(found.outputs.allSatisfy { !$0.name.contains("/") && $0.bytes >= 0 })
    }
    try fuzzRuns()
    try fuzzArtifact(place, json)
  }

  /// The text without what is another each time: a case is to be the same whenever it is repeated.
  private static func settled(_ json: Data) -> [UInt8] {
    let text = String(decoding: json, as: UTF8.self)
      .replacing(/"host" : "[^"]*"/) { _ in "\"host\" : \"h\"" }
      .replacing(/"seconds" : [-+.0-9e]+/) { _ in "\"seconds\" : 0.5" }
      .replacing(/"\d{4}-\d\d-\d\dT[^"]*"/) { _ in "\"2020-01-02T03:04:05.678Z\"" }
    return Array(text.utf8)
  }

  private func fuzzRuns() throws {
    let runs = try RunFolder(description.id, in: store)
    try runs.describe(description)
    let place = runs.url.appendingPathComponent("run.json")
    let json = Self.settled(try Data(contentsOf: place))
    let database = folder.url.appendingPathComponent("results.sqlite")
    try Fuzzing("run", cases: 1000).run(json, isText: true) { bytes, mutator in
      try replace(place, bytes)
      guard let run = try RunDescription.stored(description.id, in: store) else {
        throw CocoaError(.fileNoSuchFile)
      }
      let record = try RunRecord(run, in: store)
      #expect(record.id == description.id && !record.configuration.isEmpty)
      // Now and then all the way: a transaction costs a flush.
      if mutator.below(100) == 0 { try ResultsStore.rebuild(at: database) { try $0(record) } }
    }
    try replace(place, json)
  }

  /// A file of an artifact that is not what its type needs, under its right digest.
  private func fuzzArtifact(_ place: URL, _ manifestJSON: [UInt8]) throws {
    let output = try #require(manifest.outputs.first)
    let blob = [UInt8](
      try Data(contentsOf: store.root.appendingPathComponent(Store.path(ofBlob: output.sha256))))
    let text = String(decoding: manifestJSON, as: UTF8.self)
    try Fuzzing("artifact", cases: 1000).run(blob, isText: true) { bytes, _ in
      let digest = Fingerprint(of: Data(bytes))
      let target = store.root.appendingPathComponent(Store.path(ofBlob: digest))
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try replace(target, bytes)
      let changed = text.replacing(output.sha256.hex, with: digest.hex)
        .replacing("\"bytes\" : \(output.bytes)", with: "\"bytes\" : \(bytes.count)")
      try replace(place, Array(changed.utf8))
      let record = try RunRecord(description, in: store)
      #expect(record.embeddingAccuracy.allSatisfy { (0...1).contains($0.accuracy) })
    }
  }

  private func replace(_ url: URL, _ bytes: [UInt8]) throws {
    if (try? Data(bytes).write(to: url)) != nil { return }
    // What the store wrote is read-only.
    try FileManager.default.removeItem(at: url)
    try Data(bytes).write(to: url)
  }
}
