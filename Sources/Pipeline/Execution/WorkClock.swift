import Synchronization

/// Measures what a unit of a running stage's work takes, by the times at which the stage tells how far it
/// is. The first unit does not count: it waits for memory, caches and threads.
final class WorkClock: Sendable {
  /// What was measured.
  struct Measurement: Sendable {
    /// The mean time of a unit after the first.
    let secondsPerUnit: Double
    /// How many units there are in all.
    let units: Int
  }

  private struct Mark {
    let time: ContinuousClock.Instant
    let completed: Int
    let total: Int
  }
  private struct State {
    var first: Mark?
    var last: Mark?
  }

  private let state = Mutex(State())

  /// Notes how far the stage is. Cheap enough for every step of a training loop.
  func note(_ progress: StageProgress, at time: ContinuousClock.Instant = .now) {
    state.withLock { state in
      let mark = Mark(time: time, completed: progress.completed, total: progress.total)
      guard let last = state.last else {
        (state.first, state.last) = (mark, mark)
        return
      }
      // A stage that goes on without getting further does something else than its work.
      if mark.completed > last.completed { state.last = mark }
    }
  }

  /// Nil of a stage that told of less than two units.
  var measurement: Measurement? {
    state.withLock { state in
      guard let first = state.first, let last = state.last, last.completed > first.completed else {
        return nil
      }
      let seconds = (last.time - first.time) / .seconds(1)
      return Measurement(
        secondsPerUnit: seconds / Double(last.completed - first.completed), units: last.total)
    }
  }
}
