import Engines
import Foundation
import Pipeline
import Synchronization

/// How far a task has got in this turn.
final class Advance: Sendable {
  private struct State {
    var node: String?
    var key: Fingerprint?
    var beganAt = ContinuousClock.now
    var begin = 0
    var progress: StageProgress?
    /// Whether a stage, or a run, has ended.
    var hasFinished = false
  }
  private let state = Mutex(State())

  func note(_ event: ExecutionEvent) {
    state.withLock { state in
      switch event {
      case .started(let node, _, let key):
        state = State(node: node, key: key, hasFinished: state.hasFinished)
      case .resumed(_, let progress): state.begin = progress.completed
      case .progress(_, let progress): state.progress = progress
      case .finished(let step): if !step.isHit { state.hasFinished = true }
      default: break
      }
    }
  }

  /// Notes that a run has ended.
  func finishRun() { state.withLock { $0.hasFinished = true } }

  /// The stage at work, or the last one.
  var node: String? { state.withLock { $0.node } }

  /// Whether the next turn begins further on: a stage has ended, or its savepoint is further than it was.
  func hasMoved(in store: Store) -> Bool {
    let state = state.withLock { $0 }
    guard !state.hasFinished else { return true }
    let saved = state.key.flatMap { store.savepointStatus(of: $0) }?.progress.completed ?? 0
    return saved > state.begin
  }

  /// What the whole of the stage may take; nil where it has told nothing yet.
  var seconds: Double? {
    state.withLock { state in
      guard let progress = state.progress, progress.completed > state.begin else { return nil }
      let share = Double(progress.completed - state.begin) / Double(max(1, progress.total))
      return (ContinuousClock.now - state.beganAt) / .seconds(1) / share
    }
  }
}

extension SubmissionFolder {
  private func turnsFile(job: Int, task: Int) -> URL {
    logs.appendingPathComponent("\(job)-\(task).turns")
  }

  /// How often the task has asked for another turn.
  func turns(job: Int, task: Int) throws -> Int {
    let file = turnsFile(job: job, task: task)
    guard FileManager.default.fileExists(atPath: file.path) else { return 0 }
    return Int(
      try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines))
      ?? 0
  }

  /// Notes how often that is.
  func note(turns: Int, job: Int, task: Int) throws {
    try Data("\(turns)\n".utf8).write(to: turnsFile(job: job, task: task), options: .atomic)
  }
}
