import Foundation
import Pipeline

/// A run that has not come to its end, as far as it has come. A process may be at work on it.
struct UnfinishedRun {
  /// Its description, with all results that are there. It says that the run was interrupted where it said that
  /// it was running: in another store nobody runs it.
  let run: RunDescription
  /// The savepoints of results that were begun and are not there, by key.
  let savepoints: [Fingerprint: Data]

  /// Nil where the run has ended meanwhile, or is gone. Throws `undecodable`, `storeTooNew`, `inputOutput`.
  init?(_ id: String, in store: Store) throws {
    let folder = try RunFolder(id, in: store, creating: false)
    // Before the results: a stage that ends between the two looks is then found as a result.
    var savepoints: [Fingerprint: Data] = [:]
    for key in JournalledResults(try folder.events()).entries.compactMap(\.key) {
      savepoints[key] = try store.usableSavepoint(of: key)
    }
    guard var run = try RunDescription.stored(id, in: store), run.status != .complete else {
      return nil
    }
    if run.status == .running { run.status = .interrupted }
    // It came without its images, and was not gone on with since.
    guard try KeptRecord.stored(of: run, in: store) == nil else {
      (self.run, self.savepoints) = (run, savepoints)
      return
    }
    let known = Dictionary(run.steps.map { ($0.node, $0) }) { $1 }
    var steps: [StepRecord] = []
    // A process that is killed has told its journal of more results than its description lists, but for the
    // last one, which goes into the description first.
    for entry in JournalledResults(try folder.events()).entries {
      guard let key = entry.key, let manifest = try store.manifest(of: key) else { continue }
      let step = known[entry.node].flatMap { $0.key == key ? $0 : nil }
      steps.append(step ?? StepRecord(node: entry.node, manifest: manifest, isHit: entry.isHit))
      savepoints[key] = nil
    }
    run.steps = steps
    (self.run, self.savepoints) = (run, savepoints)
  }
}
