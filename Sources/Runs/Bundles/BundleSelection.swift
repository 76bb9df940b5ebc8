import Foundation
import Mistakes
import Pipeline
import Results

/// What is to go into a bundle: complete runs, with the sweeps and pins that concern them.
package struct BundleSelection: Sendable {
  /// The runs, by identifier.
  package let runs: [RunDescription]
  /// The sweeps that have one of the runs.
  package let sweeps: [String]
  /// The pins that keep a result of the runs.
  package let pins: [Pin]
  /// Runs of named sweeps and experiments that are not complete, or not there.
  package let incomplete: [String]

  /// What `names` stand for: runs, beginnings of their identifiers, experiments (all their complete
  /// runs), sweeps (the runs of each), or `latest`.
  ///
  /// Throws `MistakenRequest`; `storeTooNew`, `undecodable` for sweeps and pins that cannot be read.
  package init(_ names: [String], in store: Store) throws {
    let catalog = try RunCatalog(of: store)
    let records = try StoreDocument.names(in: "sweeps", of: store).documents.compactMap {
      try SweepRecord.stored($0, in: store)
    }
    var chosen: [String: RunDescription] = [:]
    var incomplete: Set<String> = []
    for name in names {
      let found: [RunDescription]
      if let sweep = Self.sweep(name, among: records, catalog) {
        found = catalog.runs.filter { sweep.runs.contains($0.id) }
        incomplete.formUnion(Set(sweep.runs).subtracting(found.map(\.id)))
      } else {
        found = try Self.runs(name, in: catalog, sweeps: records.map(\.id))
      }
      incomplete.formUnion(found.filter { $0.status != .complete }.map(\.id))
      let complete = found.filter { $0.status == .complete }
      guard !complete.isEmpty else {
        throw MistakenRequest(
          "'\(name)' has no complete run, and only these are bundled; run it to its end first, or "
            + "see 'engram status'")
      }
      for run in complete { chosen[run.id] = run }
    }
    runs = chosen.values.sorted { $0.id < $1.id }
    self.incomplete = incomplete.sorted()
    sweeps = records.filter { $0.runs.contains { chosen[$0] != nil } }.map(\.id).sorted()
    let keys = Set(runs.flatMap { $0.steps.map(\.key) })
    pins = try store.pins().filter { pin in
      pin.run.map { chosen[$0] != nil } ?? false || !keys.isDisjoint(with: pin.keys)
    }
  }

  /// The sweep that `name` is, or begins where no run's identifier does.
  private static func sweep(
    _ name: String, among records: [SweepRecord], _ catalog: RunCatalog
  ) -> SweepRecord? {
    if let record = records.first(where: { $0.id == name }) { return record }
    let isRun =
      name == "latest"
      || catalog.runs.contains { $0.experiment == name || $0.id.hasPrefix(name) }
    let begun = records.filter { $0.id.hasPrefix(name) }
    return !isRun && !name.isEmpty && begun.count == 1 ? begun[0] : nil
  }

  private static func runs(
    _ name: String, in catalog: RunCatalog, sweeps: [String]
  ) throws -> [RunDescription] {
    if name != "latest", !catalog.runs.contains(where: { $0.id == name }) {
      let ofExperiment = catalog.runs.filter { $0.experiment == name }
      if !ofExperiment.isEmpty { return ofExperiment }
      let known = catalog.runs.map(\.id) + catalog.unreadable.map(\.id)
      if name.isEmpty || !known.contains(where: { $0.hasPrefix(name) }) {
        throw MistakenRequest(
          unknown: "run, experiment or sweep", name,
          known: Set(catalog.runs.map(\.experiment)).sorted() + known + sweeps,
          listedBy: "engram status")
      }
    }
    return [try catalog.resolve(name, isComplete: true)]
  }
}
