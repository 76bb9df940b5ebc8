import Foundation

/// Removes from a store what nothing needs.
///
/// A result is needed by a run whose folder is there, complete or not (all steps that it lists or its
/// events name), by a pin, and by a live lease. Nothing is kept only because a needed result was
/// computed from it: runs and leases name all their steps, and a pin means what it lists.
///
/// **While others work.** Looking for what is needed and removing the rest happen under the store's
/// collection lock, held alone. Executors hold it together for the moments in which they look a result
/// up and lease it, or publish one and lease it; so a result is either leased before the collection
/// looks, or looked for after it is gone. Leases and pins are made under that lock too. A process
/// that only reads may find a result gone between its manifest and its file; for a program from before
/// there were leases the run's folder and events speak. If one loses a result in the moment between
/// publishing and noting it, the result is a miss and is computed again: nothing becomes wrong.
///
/// **When it is killed.** Runs are moved to `tmp` whole, manifests go before their files, and the
/// folders' lists of names are flushed between the two, so that no manifest ever lacks a file; what is
/// left is unneeded and freed next time.
public struct Collector: Sendable {
  /// What to remove besides the unneeded.
  public struct Options: Sendable {
    /// Runs that no longer count; their folders go.
    public var forgotten: Set<String> = []
    /// How long quarantined files and unfinished downloads stay, in seconds.
    public var leftoverAge: TimeInterval = 7 * 86400

    /// Forgets nothing, and keeps leftovers for a week.
    public init() {}
  }

  let store: Store
  let options: Options

  /// A collector of `store`.
  public init(_ store: Store, _ options: Options = Options()) {
    (self.store, self.options) = (store, options)
  }

  /// What `collect` would remove. Takes no lock, and works on a store that cannot be written.
  ///
  /// Throws as `collect`. O(manifests × their size + files).
  public func look() throws -> CollectionReport { try Plan(store, options).report }

  /// Removes what nothing needs.
  ///
  /// - Parameter forgetting: called with the runs whose folders go, before anything is removed and while
  ///   no other run or pin can begin; what it throws ends the collection
  /// - Throws: `undecodable` or `storeTooNew` where a run, a pin, a lease or a manifest cannot be read,
  ///   `storeReadOnly`; `storeInUse`, also where a process on another host is at work that the lock does not
  ///   reach: then nothing is removed. `inputOutput` on the way; what was
  ///   removed before is gone, the store is valid.
  public func collect(
    forgetting: (_ runs: [String]) throws -> Void = { _ in }
  ) throws -> CollectionReport {
    guard store.isWritable else {
      throw PipelineError(
        .storeReadOnly, "the store '\(store.root.path)' cannot be written, nothing was removed",
        advice: "give yourself the right to write there")
    }
    store.reap()
    let lock = try store.beginCollection()
    var plan = try Plan(store, options)
    if !plan.runs.isEmpty { try forgetting(plan.runs.map(\.lastPathComponent)) }
    try sweep(plan)
    _ = consume lock
    plan.report.isDeleted = true
    return plan.report
  }

  private func sweep(_ plan: Plan) throws {
    for run in plan.runs {
      // One call takes it out of sight; a crash afterwards leaves a dead folder in `tmp`.
      let grave = store.root.appendingPathComponent("tmp/\(store.host.newName())")
      try Files.rename(run, to: grave)
      try? FileManager.default.removeItem(at: grave)
    }
    if !plan.runs.isEmpty { try Files.synchronizeFolder(store.root.appendingPathComponent("runs")) }
    for manifest in plan.manifests { try Files.remove(manifest) }
    for folder in Set(plan.manifests.map { $0.deletingLastPathComponent() }) {
      try Files.synchronizeFolder(folder)
    }
    for file in plan.files { try Files.remove(file) }
    for key in plan.savepoints { try store.removeSavepointIfFree(key) }
    for lock in plan.locks { store.removeIfFree(lock) }
    for entry in plan.leftovers {
      try? FileManager.default.removeItem(at: entry)
      if Files.exists(entry) { throw PipelineError.system("remove", entry.path, EACCES) }
    }
  }
}
