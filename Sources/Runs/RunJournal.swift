import Foundation
import Pipeline
import Results
import Synchronization

/// Keeps a run's folder and database rows up to date while it runs.
///
/// A store that cannot be written is left alone: everything was found, and recorded when it was
/// computed.
final class RunJournal: Sendable {
  private let store: Store
  private let recordsResults: Bool
  private let folder: RunFolder
  /// The description as it was before, where the run had been completed.
  private let known: RunDescription?
  private let state: Mutex<RunDescription>

  /// Throws `storeTooNew` where a newer program has described the run: what that wrote stays.
  init(_ description: RunDescription, in store: Store, recordsResults: Bool) throws {
    (self.store, self.recordsResults) = (store, recordsResults)
    folder = try RunFolder(description.id, in: store)
    let stored = try Self.stored(description.id, in: store)
    known = stored?.status == .complete && stored?.asks(for: description) == true ? stored : nil
    state = Mutex(description)
    guard store.isWritable else { return }
    if known == nil { try folder.describe(description) }
    try log("begin", [:])
  }

  /// The run's description, nil also for a damaged one, which this run will replace.
  private static func stored(_ id: String, in store: Store) throws -> RunDescription? {
    do {
      return try RunDescription.stored(id, in: store)
    } catch let error as PipelineError where error.code == .storeTooNew {
      throw error
    } catch {
      return nil
    }
  }

  /// Notes a step; called from the run.
  func note(_ event: ExecutionEvent) {
    switch event {
    case .started(let node, let stage, let key):
      // So a collection knows that this run goes on from the savepoint of that result.
      try? log("start", ["node": node, "stage": stage, "result": key.hex])
    case .resumed(let node, let progress):
      try? log(
        "resume",
        ["node": node, "done": "\(progress.completed) of \(progress.total) \(progress.unit)"])
    case .warned(let node, let warning): try? log("warning", ["node": node, "reason": warning])
    case .recomputing(let node, let reason): try? log("damage", ["node": node, "reason": reason])
    case .waiting(let node): try? log("wait", ["node": node])
    case .finished(let step):
      let run = state.withLock { run in
        run.steps.removeAll { $0.node == step.node }
        run.steps.append(step)
        return run
      }
      // What was computed is told at once: the process may be killed in the next stage.
      if !step.isHit, known == nil { try? folder.describe(run) }
      try? log(
        step.isHit ? "hit" : "computed", ["node": step.node, "key": step.key.hex])
      link(step)
    case .progress: break
    }
  }

  /// A checkpoint gets a readable name as soon as it exists.
  private func link(_ step: StepRecord) {
    guard store.isWritable else { return }
    try? folder.link(step, in: store)
  }

  /// Marks the run as complete; `wasKnown` tells that it was before, and nothing was computed now.
  func complete(_ steps: [StepRecord]) throws -> (description: RunDescription, wasKnown: Bool) {
    let now = Date()
    let wasKnown =
      steps.allSatisfy(\.isHit)
      && known?.steps.map { [$0.node, $0.key.hex] } == steps.map { [$0.node, $0.key.hex] }
    var run = state.withLock { $0 }
    if let known, wasKnown {
      run = known
      run.confirmedAt = now
    } else {
      run.status = .complete
      run.finishedAt = now
      run.steps = steps
    }
    if store.isWritable {
      try folder.describe(run)
      try log("end", ["status": run.status.rawValue])
    }
    return (run, wasKnown)
  }

  /// Writes the rows of a complete run; returns why that failed, if it did.
  ///
  /// `waiting` is called once if another process writes to the database for more than a second.
  func record(
    _ record: RunRecord, isKnown: Bool, waiting: @escaping @Sendable () -> Void
  ) -> ResultsError? {
    guard store.isWritable, recordsResults else { return nil }
    StopPoint.pass("database")
    defer { StopPoint.pass("database") }
    do {
      let results = try ResultsStore(at: store.resultsDatabase, waiting: waiting)
      if isKnown, let confirmed = record.confirmedAt {
        do {
          try results.touch(run: record.id, at: confirmed)
          try results.describeSettings(RunDescription.described)
          return nil
        } catch  where error.code == .unknownRun {}
      }
      try results.record(record)
      try results.describeSettings(RunDescription.described)
      return nil
    } catch {
      return error
    }
  }

  /// Marks the run as failed or interrupted, as far as it came; a run that was complete stays so.
  func end(_ status: RunStatus) {
    guard store.isWritable, known == nil else { return }
    // Another process may have completed it meanwhile.
    if (try? RunDescription.stored(folder.url.lastPathComponent, in: store))?.status == .complete {
      return
    }
    let run = state.withLock { run in
      run.status = status
      run.finishedAt = Date()
      return run
    }
    try? folder.describe(run)
    try? log("end", ["status": status.rawValue])
    // What went wrong with the run is the error that people see; that the database may lack the row
    // of an unfinished run is mended by the next one.
    if recordsResults, let record = try? RunRecord(run, in: store) {
      _ = try? ResultsStore(at: store.resultsDatabase).record(record)
    }
  }

  private func log(_ event: String, _ details: [String: String]) throws {
    guard store.isWritable else { return }
    try folder.log(details.merging(["event": event, "time": Date().storeText]) { $1 })
  }
}

extension Store {
  /// The results database of the store.
  package var resultsDatabase: URL { root.appendingPathComponent("results.sqlite") }
}
