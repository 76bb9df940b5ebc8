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
    /// Those of them that are not complete.
    package let unfinished: [String]
    /// The number of savepoints that these go on from.
    package let savepoints: Int
    /// Whether the states of their results are in it.
    package let hasCheckpoints: Bool
    /// Whether the images of their datasets are in it.
    package let hasImages: Bool
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
  /// - Parameter omission: the files that are left out
  /// - Throws: `unknownName` where a result is not (any longer) there; `damagedBlob`, `inputOutput`
  package init(
    _ selection: BundleSelection, in store: Store, without omission: BundleOmission = .nothing
  ) throws {
    self.store = store
    var parts = Parts(store: store, omission: omission)
    for run in selection.runs { try parts.add(run) }
    for (key, bytes) in selection.savepoints {
      let path = StorePath.savepoint(key)
      parts.entries[path] = BundleEntry(path, bytes)
    }
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
      hasCheckpoints: omission != .checkpoints, hasImages: omission == .nothing,
      runs: selection.runs.map {
        .init(
          run: $0.id, experiment: $0.experiment, seed: $0.seed, settings: $0.changes,
          isUnfinished: $0.status != .complete)
      }, entries: entries)
    let carried = Set(description.pins)
    report = Report(
      runs: description.runs.map(\.run),
      unfinished: description.unfinished.sorted(),
      savepoints: selection.savepoints.count, hasCheckpoints: omission != .checkpoints,
      hasImages: omission == .nothing,
      sweeps: description.sweeps, pins: description.pins,
      pinsLeftOut: selection.pins.map(\.name).filter { !carried.contains($0) },
      results: whole.count, files: description.contents.entries,
      bytes: description.contents.bytes)
  }

  /// Writes the bundle to `sink`. Throws as `BundleWriter.write`.
  package func write(to sink: @escaping (UnsafeRawBufferPointer) throws -> Void) throws {
    try BundleWriter.write(description, entries, from: store, to: sink)
  }
}
