import Foundation
import Synchronization

/// Where a stage keeps what it needs to go on after its process has died.
///
/// The stage calls `load` when it begins, and `save` when it `isDue` and when the run is told to end. What is
/// saved must lead to the same result as an undisturbed run, to the byte. Nothing that goes wrong here ends the
/// stage: a savepoint that cannot be used means a beginning from the start, one that cannot be written means
/// that more is lost with the process. The observer is told.
///
/// It belongs to one execution of a stage, which holds the lock of the key.
package final class Savepoint: Sendable {
  private struct State {
    /// When the last one was written, or the stage began.
    var savedAt = ContinuousClock.now
    /// The units of work at that time.
    var savedUnits = 0
    /// Until the next one; longer where writing takes long.
    var pause: Duration
    /// Seconds that other processes have worked on the result, up to what was loaded.
    var earlierSeconds = 0.0
    var isUsed = false
    var hasWarned = false
  }

  /// Writing takes a fiftieth of the time at most.
  private static let leastPause = 50

  private let store: Store
  private let key: Fingerprint
  private let stage: String
  private let node: String
  private let interval: SavepointInterval
  private let observer: @Sendable (ExecutionEvent) -> Void
  private let start = ContinuousClock.now
  private let state: Mutex<State>

  init(
    _ key: Fingerprint, of step: Graph.Step, in store: Store, every interval: SavepointInterval,
    observer: @escaping @Sendable (ExecutionEvent) -> Void
  ) {
    (self.store, self.key, self.interval, self.observer) = (store, key, interval, observer)
    (stage, node) = (step.stage, step.name)
    let pause: Duration = if case .time(let pause) = interval { pause } else { .zero }
    state = Mutex(State(pause: pause))
  }

  /// What an earlier process saved; nil where there is nothing that can be used.
  package func load() -> Data? {
    state.withLock { $0.isUsed = true }
    do {
      guard let savepoint = try store.savepoint(of: key) else { return nil }
      state.withLock { $0.earlierSeconds = savepoint.head.seconds }
      return savepoint.payload
    } catch let fault as SavepointFile.Fault {
      reject(fault.description)
    } catch {
      reject("cannot be read: \((error as? PipelineError)?.message ?? "\(error)")")
    }
    return nil
  }

  /// Says that the stage goes on from what was loaded.
  package func resume(at progress: StageProgress) {
    state.withLock { $0.savedUnits = progress.completed }
    observer(.resumed(node: node, progress))
  }

  /// Says that what was loaded cannot be used, and why: `reason` follows "its savepoint". Removes it.
  package func reject(_ reason: String) {
    state.withLock { $0.earlierSeconds = 0 }
    store.removeSavepoint(of: key)
    observer(.warned(node: node, "its savepoint \(reason); it begins from the start"))
  }

  /// Whether it is time to save, after so many units of work. Cheap enough for every step.
  package func isDue(after completed: Int) -> Bool {
    switch interval {
    case .never: false
    case .units(let count): state.withLock { completed - $0.savedUnits >= count }
    case .time: state.withLock { ContinuousClock.now - $0.savedAt >= $0.pause }
    }
  }

  /// Keeps `payload` in place of what was saved before.
  package func save(_ payload: Data, at progress: StageProgress) {
    guard interval != .never else { return }
    let begin = ContinuousClock.now
    do {
      try store.write(
        SavepointFile(
          .init(
            key: key, stage: stage, completed: progress.completed, total: progress.total,
            unit: progress.unit, seconds: seconds), payload))
    } catch {
      warnOnce((error as? PipelineError)?.message ?? "\(error)")
    }
    let now = ContinuousClock.now
    state.withLock { state in
      (state.savedAt, state.savedUnits) = (now, progress.completed)
      if case .time(let pause) = interval {
        state.pause = max(pause, (now - begin) * Self.leastPause)
      }
    }
  }

  private func warnOnce(_ reason: String) {
    let isFirst = state.withLock { state in
      defer { state.hasWarned = true }
      return !state.hasWarned
    }
    guard isFirst else { return }
    observer(
      .warned(
        node: node,
        "cannot write its savepoint: \(reason); the work goes on, and a crash loses more"))
  }

  /// Seconds that the result has taken so far, with those of processes that died.
  var seconds: Double {
    state.withLock { $0.earlierSeconds } + (ContinuousClock.now - start) / .seconds(1)
  }

  /// Removes the savepoint: the result is there.
  func end() {
    if state.withLock({ $0.isUsed }) { store.removeSavepoint(of: key) }
  }
}
