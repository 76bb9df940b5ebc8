import Bundles
import Evaluation
import Foundation
import Pipeline
import Results
import Runs
import Settings
import Synchronization
import TestSupport
import Testing

/// Bundles: their bytes, and documents in bundles that are sealed as they should be.
struct BundleFuzzing {
  private let folder: TemporaryFolder
  private let store: Store
  private let description: RunDescription

  init() async throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.url.appendingPathComponent("store"))
    var graph = Graph()
    _ = graph.add(StoreFuzzing.Scan(), named: "scan")
    let program = Program(
      version: "1", sourceRevision: "abc", sourceIsDirty: false, libraries: ["x": "1"])
    let steps = try await Executor(store: store, numericClass: "n", program: program).run(graph)
      .records
    var description = try RunDescription(
      Preset.named("fig4").settings, graph: graph, numericClass: "n", program: program)
    (description.status, description.steps) = (.complete, steps)
    description.finishedAt = Date(timeIntervalSince1970: 0)
    self.description = description
    try RunFolder(description.id, in: store).describe(description)
  }

  func run() throws {
    let bundle = try RunBundle(
      BundleSelection(["fig4"], in: store), in: store)
    let written = Mutex(Data())
    try bundle.write(to: { bytes in written.withLock { $0.append(contentsOf: bytes) } })
    let good = [UInt8](written.withLock { $0 })
    let file = folder.url.appendingPathComponent("bundle")
    try Fuzzing("bundle", cases: 1500).run(good, isText: false) { bytes, mutator in
      let isGood = mutator.below(20) == 0
      let isHeader = mutator.below(3) == 0
      // Most of a bundle is content, whose digest tells; headers are what is read first.
      let changed = isHeader ? Array(bytes.prefix(1024)) + good.dropFirst(1024) : bytes
      try Data(isGood ? good : changed).write(to: file)
      try read(file)
    }
    try fuzzDocuments()
  }

  private func read(_ file: URL) throws {
    let handle = try FileHandle(forReadingFrom: file)
    let size = try Int(handle.seekToEnd())
    try handle.seek(toOffset: 0)
    var reader = try BundleReader(handle.fileDescriptor, size: size, program: Program.release)
    try reader.read(into: nil)
    try handle.close()
  }

  /// Changed documents under their right digests: only the staged store can tell.
  private func fuzzDocuments() throws {
    let step = try #require(description.steps.first)
    let manifest = try #require(try store.manifest(of: step.key))
    let documents: [(StorePath, Data)] = [
      (.manifest(step.key), try #require(try store.bytes(of: .manifest(step.key)))),
      (
        .run(description.id, .description),
        try #require(try store.bytes(of: .run(description.id, .description)))
      ),
    ]
    for (name, changed) in [("bundle-manifest", 0), ("bundle-run", 1)] {
      let text = [UInt8](documents[changed].1)
      try Fuzzing(name, cases: 150).run(text, isText: true) { bytes, mutator in
        var parts = documents
        if mutator.below(10) != 0 { parts[changed].1 = Data(bytes) }
        let entries =
          parts.map { BundleEntry($0.0, $0.1) } + manifest.outputs.map { BundleEntry($0) }
        try take(entries)
      }
    }
  }

  private func take(_ entries: [BundleEntry]) throws {
    let head = BundleDescription(
      program: Program.release, numericClasses: ["n"], stages: [:], hasCheckpoints: true,
      hasImages: true,
      runs: [.init(run: description.id, experiment: "fig4", seed: description.seed, settings: [])],
      entries: entries)
    let written = Mutex(Data())
    try BundleWriter.write(head, entries, from: store) { bytes in
      written.withLock { $0.append(contentsOf: bytes) }
    }
    let file = folder.url.appendingPathComponent("sealed")
    try written.withLock { $0 }.write(to: file)
    let place = try TemporaryFolder()
    let end = DispatchSemaphore(value: 0)
    let result = Mutex<Result<BundleReport, any Error>?>(nil)
    Task.detached {
      var outcome: Result<BundleReport, any Error>
      do {
        let handle = try FileHandle(forReadingFrom: file)
        var reader = try BundleReader(
          handle.fileDescriptor, size: nil, program: Program.release)
        let target = try Store(at: place.url.appendingPathComponent("store"))
        outcome = .success(try await BundleIntake(into: target, catalog: nil).take(&reader))
        try handle.close()
      } catch {
        outcome = .failure(error)
      }
      result.withLock { $0 = outcome }
      end.signal()
    }
    end.wait()
    let target = try Store(at: place.url.appendingPathComponent("store"), creating: false)
    #expect(try RunVerification(of: target).findings.isEmpty)
    let report = try #require(result.withLock { $0 }).get()
    #expect(report.runs.map(\.outcome) == [.taken] && report.databaseFailure == nil)
  }
}
