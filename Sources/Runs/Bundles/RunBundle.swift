import Bundles
import Foundation
import Pipeline
import Results

/// A bundle of runs that is to be written.
package struct RunBundle {
  /// What goes into it.
  package struct Report: Codable, Hashable, Sendable {
    /// The runs.
    package let runs: [String]
    /// Whether all files of their results are in it.
    package let hasCheckpoints: Bool
    /// The sweeps.
    package let sweeps: [String]
    /// The pins.
    package let pins: [String]
    /// Pins that keep results which are not in it.
    package let pinsLeftOut: [String]
    /// The number of results that are in it whole.
    package let results: Int
    /// The number of files in it.
    package let files: Int
    /// Their bytes.
    package let bytes: Int
  }

  /// What goes into it.
  package let report: Report
  private let description: BundleDescription
  private let entries: [BundleEntry]
  private let store: Store

  /// Looks up all that the selected runs need. Their results are to be kept from collections meanwhile.
  ///
  /// - Parameters:
  ///   - hasCheckpoints: whether all files are taken, or only what the database, reports and notebooks
  ///     need: then no file of HDF5 and no images
  /// - Throws: `unknownName` where a result is not (any longer) there; `damagedBlob`, `inputOutput`
  package init(
    _ selection: BundleSelection, in store: Store, hasCheckpoints: Bool
  ) throws {
    self.store = store
    var parts = Parts(store: store, hasCheckpoints: hasCheckpoints)
    for run in selection.runs { try parts.add(run) }
    let whole = Set(parts.whole.keys)
    let pins = selection.pins.filter { whole.isSuperset(of: $0.keys) }
    for path in pins.map({ StorePath.pin($0.name) }) + selection.sweeps.map({ .sweep($0) }) {
      guard let bytes = try store.bytes(of: path) else { continue }
      parts.entries[path] = BundleEntry(path, bytes)
    }
    entries = Array(parts.entries.values)
    let steps = selection.runs.flatMap(\.steps)
    description = BundleDescription(
      program: Program.release, numericClasses: Set(selection.runs.map(\.numericClass)),
      stages: Dictionary(steps.map { ($0.stage, [$0.version]) }) { $0.union($1) },
      hasCheckpoints: hasCheckpoints,
      runs: selection.runs.map {
        .init(run: $0.id, experiment: $0.experiment, seed: $0.seed, settings: $0.changes)
      }, entries: entries)
    let carried = Set(description.pins)
    report = Report(
      runs: description.runs.map(\.run), hasCheckpoints: hasCheckpoints,
      sweeps: description.sweeps, pins: description.pins,
      pinsLeftOut: selection.pins.map(\.name).filter { !carried.contains($0) },
      results: whole.count, files: description.contents.entries,
      bytes: description.contents.bytes)
  }

  /// Writes the bundle to `sink`. Throws as `BundleWriter.write`.
  package func write(to sink: @escaping (UnsafeRawBufferPointer) throws -> Void) throws {
    try BundleWriter.write(description, entries, from: store, to: sink)
  }

  /// The entries, as they are collected.
  private struct Parts {
    let store: Store
    let hasCheckpoints: Bool
    var entries: [StorePath: BundleEntry] = [:]
    /// The results that are in the bundle with all their files.
    var whole: [Fingerprint: Manifest] = [:]

    mutating func add(_ run: RunDescription) throws {
      var isWhole = true
      for step in run.steps where whole[step.key] == nil {
        guard let manifest = try store.manifest(of: step.key),
          hasCheckpoints || !manifest.outputs.contains(where: \.isLeftOut)
        else {
          isWhole = false
          continue
        }
        let path = StorePath.manifest(step.key)
        whole[step.key] = manifest
        entries[path] = try BundleEntry(path) { [store] in try Self.bytes(of: path, in: store) }
        for output in manifest.outputs {
          entries[.blob(output.sha256)] = BundleEntry(output)
        }
      }
      for document in [StorePath.RunDocument.description, .events] {
        let path = StorePath.run(run.id, document)
        guard let bytes = try store.bytes(of: path) else { continue }
        entries[path] = BundleEntry(path, bytes)
      }
      if !isWhole { try addRecord(of: run) }
    }

    /// What takes the place of results that are not carried whole, and those of their files that are.
    private mutating func addRecord(of run: RunDescription) throws {
      let record = try RunRecord(run, in: store)
      let isKept = record.stages.contains { stage in
        Fingerprint(hex: stage.cacheKey).map { !store.contains($0) } ?? true
      }
      guard !hasCheckpoints || !isKept else {
        throw PipelineError(
          .unknownName, "the store has the run '\(run.id)' without its checkpoints",
          advice: "bundle it with --without-checkpoints, or run it again")
      }
      let path = StorePath.run(run.id, .record)
      entries[path] = try BundleEntry(path) { [store] in
        try StoreJSON.encode(KeptRecord(RunRecord(run, in: store)), isOneLine: true)
      }
      for stage in record.stages {
        guard let key = Fingerprint(hex: stage.cacheKey), whole[key] == nil else { continue }
        for output in stage.files where !output.isLeftOut && store.hasFile(output) {
          entries[.blob(output.sha256)] = BundleEntry(output)
        }
      }
    }

    private static func bytes(of path: StorePath, in store: Store) throws -> Data {
      guard let bytes = try store.bytes(of: path) else {
        throw PipelineError(
          .unknownName, "'\(path.text)' is not in the store any more",
          advice: "run the experiment again")
      }
      return bytes
    }
  }
}

extension Manifest.Output {
  /// Whether a bundle without checkpoints goes without this file: states, and the images of a dataset,
  /// which is fetched again when they are needed.
  var isLeftOut: Bool { [".h5", ".idx", ".records"].contains(where: name.hasSuffix) }
}

extension RunRecord.StageExecution {
  /// The files of the result as manifests list them.
  var files: [Manifest.Output] {
    outputs.compactMap { output in
      Fingerprint(hex: output.sha256).map {
        Manifest.Output(name: output.name, kind: output.kind, sha256: $0, bytes: output.bytes)
      }
    }
  }
}
