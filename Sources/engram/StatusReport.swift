import Foundation
import Pipeline
import Runs

/// The JSON of `engram status`.
struct StatusReport: Encodable {
  struct Run: Encodable {
    let run: String
    let experiment: String
    let seed: Int64
    /// What differs from the experiment's preset.
    let settings: [String]
    let state: RunStanding.State
    let folder: String
    let startedAt: String
    let endedAt: String?
    let elapsedSeconds: Double
    let stagesDone: Int
    let stages: Int?
    let node: String?
    let progress: Progress?
    let savepoint: Saved?
    let process: Process?
    let resume: String?
    let sourceRevision: String?
    let sourceIsModified: Bool?
    let hasResultsOfModifiedSource: Bool
  }

  struct Progress: Encodable {
    let completed: Int
    let total: Int
    let unit: String

    init(_ progress: StageProgress) {
      (completed, total, unit) = (progress.completed, progress.total, progress.unit)
    }
  }

  struct Saved: Encodable {
    let completed: Int
    let total: Int
    let unit: String
    let savedAt: String
    let bytes: Int

    init(_ savepoint: SavepointStatus) {
      let progress = savepoint.progress
      (completed, total, unit) = (progress.completed, progress.total, progress.unit)
      (savedAt, bytes) = (savepoint.savedAt.storeText, savepoint.bytes)
    }
  }

  struct Process: Encodable {
    let pid: Int32
    let host: String
    let startedAt: String
    let command: [String]

    init(_ holder: Lease.Holder) {
      (pid, host, command) = (holder.pid, holder.host, holder.command)
      startedAt = holder.startedAt.storeText
    }
  }

  struct Work: Encodable {
    let label: String?
    let node: String?
    let progress: Progress?
    let process: Process?
  }

  struct Unreadable: Encodable {
    let run: String
    let reason: String
  }

  let store: String
  let runs: [Run]
  let submissions: [SubmissionStanding]
  let otherWork: [Work]
  let uncertainStages: [ModifiedSource.Stage]
  let unreadable: [Unreadable]

  /// - Parameter options: what the commands that resume runs need besides the run
  init(
    _ status: StoreStatus, _ submissions: [SubmissionStanding], _ store: Store, _ options: [String]
  ) {
    self.store = store.root.path
    self.submissions = submissions
    runs = status.runs.map { standing in
      let run = standing.run
      let isOver = standing.state == .complete || standing.state == .running
      return Run(
        run: run.id, experiment: run.experiment, seed: run.seed, settings: run.changes,
        state: standing.state, folder: store.root.appendingPathComponent("runs/\(run.id)").path,
        startedAt: standing.startedAt.storeText, endedAt: standing.endedAt?.storeText,
        elapsedSeconds: standing.elapsed, stagesDone: standing.stepsDone, stages: standing.steps,
        node: standing.node, progress: standing.progress.map(Progress.init),
        savepoint: standing.savepoint.map(Saved.init), process: standing.holder.map(Process.init),
        resume: isOver ? nil : run.command(with: options),
        sourceRevision: run.program.sourceRevision, sourceIsModified: run.program.sourceIsDirty,
        hasResultsOfModifiedSource: status.modifiedSource.runs.contains(run.id))
    }
    otherWork = status.otherWork.map {
      Work(
        label: $0.holder?.label, node: $0.node, progress: $0.progress.map(Progress.init),
        process: $0.holder.map(Process.init))
    }
    uncertainStages = status.modifiedSource.stages
    unreadable = status.unreadable.map { Unreadable(run: $0.id, reason: $0.reason.description) }
  }
}
