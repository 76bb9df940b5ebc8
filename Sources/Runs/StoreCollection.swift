import Foundation
import Mistakes
import Pipeline
import Results

/// Frees what a store no longer needs, and runs that are to be forgotten.
package struct StoreCollection: Sendable {
  /// Runs to forget, each an identifier or the beginning of one.
  package var runs: [String] = []
  /// Whether runs that failed, were interrupted or died are forgotten.
  package var forgetsUnfinished = false
  /// How long ago an unfinished run must have been asked for last to be forgotten, in seconds.
  package var minimumAge: TimeInterval = 0
  /// How long quarantined files and unfinished downloads stay, in seconds.
  package var leftoverAge: TimeInterval = 7 * 86400

  /// A collection that forgets no run.
  package init() {}

  /// What `run` would free. Changes nothing.
  ///
  /// Throws as `run`.
  package func look(in store: Store) throws -> CollectionReport {
    try Collector(store, options(in: store)).look()
  }

  /// Removes the rows of runs that are to be forgotten, then their folders, then what nothing needs.
  ///
  /// In this order a crash leaves runs that the database lacks, which `results rebuild` mends, and never
  /// rows without their run. Throws `MistakenRequest`; `storeInUse` where a run to forget is at work or
  /// pinned, before anything is removed; `ResultsError`; and as `Collector.collect`.
  package func run(in store: Store) throws -> CollectionReport {
    // Only here is it known which runs go: one may have begun, or been pinned, since they were named.
    try Collector(store, options(in: store)).collect { runs in
      guard FileManager.default.fileExists(atPath: store.resultsDatabase.path) else { return }
      let results = try ResultsStore(at: store.resultsDatabase)
      for id in runs { try results.remove(run: id) }
    }
  }

  private func options(in store: Store) throws -> Collector.Options {
    var options = Collector.Options()
    options.leftoverAge = leftoverAge
    guard forgetsUnfinished || !runs.isEmpty else { return options }
    let working = Dictionary(
      try store.liveLeases().compactMap { $0.holder.map { ($0.label, $0) } }
    ) { first, _ in first }
    let pinned = Dictionary(
      try store.pins().compactMap { pin in pin.run.map { ($0, pin.name) } }
    ) { first, _ in first }
    let catalog = try RunCatalog(of: store)
    for name in runs {
      let id = try catalog.resolve(identifier: name)
      if let holder = working[id] {
        throw PipelineError(
          .storeInUse, "the run '\(id)' is at work (process \(holder.pid) on \(holder.host))",
          advice: "wait for its end, or interrupt it")
      }
      if let pin = pinned[id] {
        throw PipelineError(
          .storeInUse, "the run '\(id)' is kept by the pin '\(pin)'",
          advice: "'engram unpin \(pin)' first")
      }
      options.forgotten.insert(id)
    }
    if forgetsUnfinished {
      for run in catalog.runs where run.status != .complete && working[run.id] == nil {
        let isOld = Date().timeIntervalSince(run.touchedAt) >= minimumAge
        if isOld && pinned[run.id] == nil { options.forgotten.insert(run.id) }
      }
    }
    return options
  }
}
