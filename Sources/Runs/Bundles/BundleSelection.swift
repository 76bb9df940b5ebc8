import Foundation
import Mistakes
import Pipeline
import Results

/// What is to go into a bundle: runs, with the sweeps and pins that concern them.
package struct BundleSelection: Sendable {
  /// The runs, by identifier; unfinished ones as far as they have come.
  package let runs: [RunDescription]
  /// The files of the savepoints of unfinished runs, by the key of the result that each leads to.
  let savepoints: [Fingerprint: Data]
  /// The sweeps that have one of the runs.
  package let sweeps: [String]
  /// The pins that keep a result of the runs.
  package let pins: [Pin]
  /// Runs of named sweeps and experiments that are not complete enough, or not there.
  package let incomplete: [String]

  /// What `names` stand for: runs, beginnings of their identifiers, experiments (all their
  /// runs), sweeps (the runs of each), or `latest`.
  ///
  /// Throws `MistakenRequest`; `storeTooNew`, `undecodable` for sweeps and pins that cannot be read.
  ///
  /// - Parameter takesUnfinished: whether runs count of which only some results are there
  package init(_ names: [String], in store: Store, takesUnfinished: Bool = false) throws {
    let catalog = try RunCatalog(of: store)
    let records = try StoreDocument.names(in: "sweeps", of: store).documents.compactMap {
      try SweepRecord.stored($0, in: store)
    }
    var chosen: [String: RunDescription] = [:]
    var savepoints: [Fingerprint: Data] = [:]
    var incomplete: Set<String> = []
    for name in names {
      let found: [RunDescription]
      if let sweep = Self.sweep(name, among: records, catalog) {
        found = catalog.runs.filter { sweep.runs.contains($0.id) }
        incomplete.formUnion(Set(sweep.runs).subtracting(found.map(\.id)))
      } else {
        found = try Self.runs(
          name, in: catalog, sweeps: records.map(\.id), isComplete: !takesUnfinished)
      }
      var isUsable = false
      for run in found {
        if run.status == .complete {
          chosen[run.id] = run
        } else if takesUnfinished, let taken = try Self.unfinished(run.id, in: store) {
          chosen[run.id] = taken.run
          savepoints.merge(taken.savepoints) { $1 }
        } else {
          incomplete.insert(run.id)
          continue
        }
        isUsable = true
      }
      guard isUsable else { throw Self.nothing(in: name, takesUnfinished: takesUnfinished) }
    }
    runs = chosen.values.sorted { $0.id < $1.id }
    self.incomplete = incomplete.sorted()
    sweeps = records.filter { $0.runs.contains { chosen[$0] != nil } }.map(\.id).sorted()
    let keys = Set(runs.flatMap { $0.steps.map(\.key) })
    // A result that one run has just computed may have been under way when another one was looked at.
    self.savepoints = savepoints.filter { !keys.contains($0.key) }
    pins = try store.pins().filter { pin in
      pin.run.map { chosen[$0] != nil } ?? false || !keys.isDisjoint(with: pin.keys)
    }
  }

  /// A run as far as it has come, and its savepoints; nil where it has no result yet.
  private static func unfinished(
    _ id: String, in store: Store
  ) throws -> (run: RunDescription, savepoints: [Fingerprint: Data])? {
    if let unfinished = try UnfinishedRun(id, in: store) {
      return unfinished.run.steps.isEmpty ? nil : (unfinished.run, unfinished.savepoints)
    }
    // It has ended meanwhile.
    return try RunDescription.stored(id, in: store).map { ($0, [:]) }
  }

  private static func nothing(in name: String, takesUnfinished: Bool) -> MistakenRequest {
    MistakenRequest(
      takesUnfinished
        ? "'\(name)' has no run with a result yet; see 'engram status'"
        : "'\(name)' has no complete run, and only these are bundled; run it to its end first, add "
          + "--with-savepoints to take what there is of it, or see 'engram status'")
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
    _ name: String, in catalog: RunCatalog, sweeps: [String], isComplete: Bool
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
    return [try catalog.resolve(name, isComplete: isComplete)]
  }
}
