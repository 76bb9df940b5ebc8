import Synchronization

/// Measures what a unit of a running stage's work takes, by the times at which the stage tells how far it
/// is. The first unit does not count: it waits for memory, caches and threads.
final class WorkClock: Sendable {
  private struct Mark {
    let time: ContinuousClock.Instant
    let completed: Int
  }
  private struct State {
    var first: Mark?
    var last: Mark?
  }

  private let state = Mutex(State())

  /// Notes how far the stage is. Cheap enough for every step of a training loop.
  func note(_ progress: StageProgress, at time: ContinuousClock.Instant = .now) {
    state.withLock { state in
      let mark = Mark(time: time, completed: progress.completed)
      guard let last = state.last else {
        (state.first, state.last) = (mark, mark)
        return
      }
      // A stage that goes on without getting further does something else than its work.
      if mark.completed > last.completed { state.last = mark }
    }
  }

  /// The mean time of a unit after the first; nil of a stage that told of less than two.
  var secondsPerUnit: Double? {
    state.withLock { state in
      guard let first = state.first, let last = state.last, last.completed > first.completed else {
        return nil
      }
      return (last.time - first.time) / .seconds(1) / Double(last.completed - first.completed)
    }
  }
}
