import Foundation
import Pipeline
import Runs
import Synchronization

/// Shows what a run does: on a terminal a line that keeps changing, elsewhere a line now and then.
final class ProgressDisplay: Sendable {
  private struct State {
    var node = ""
    var startedAt = ContinuousClock.now
    /// The units of the node's work that an earlier process has done.
    var resumedAt = 0
    /// The time left that was shown last of the node, which does not rise.
    var left: Double?
    var shownAt: ContinuousClock.Instant?
    var line = StatusLine()
  }

  private let isQuiet: Bool
  private let state = Mutex(State())

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  /// Shows an event. Cheap where there is nothing new to show.
  func show(_ event: ExecutionEvent) {
    if isQuiet { return }
    state.withLock { state in
      switch event {
      case .started(let node, _, _): Self.begin(node, &state)
      case .resumed(let node, let progress):
        state.resumedAt = progress.completed
        state.line.line(Self.resumed(node, progress))
      case .warned(let node, let warning): state.line.line("\(node)  \(warning)")
      case .waiting(let node):
        state.line.line(Self.waiting(node))
      case .recomputing(let node, let reason):
        state.line.line("\(node)  \(reason); it is quarantined and computed again")
      case .finished(let step):
        let what = step.isHit ? "found" : "computed in \(Self.duration(step.seconds))"
        state.line.line("\(step.node.padded(to: 14))  \(what)")
      case .progress(let node, let progress):
        let now = ContinuousClock.now
        let isTerminal = state.line.isTerminal
        let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(10)
        guard now - (state.shownAt ?? (isTerminal ? now - pause : state.startedAt)) >= pause else {
          return
        }
        state.shownAt = now
        let seconds = (now - state.startedAt) / .seconds(1)
        let text = Self.text(node, progress, since: state.resumedAt, seconds, &state.left)
        isTerminal ? state.line.rewrite(text) : state.line.line(text)
      }
    }
  }

  /// Shows that work on `node` begins.
  func begin(_ node: String) {
    if !isQuiet { state.withLock { Self.begin(node, &$0) } }
  }

  private static func begin(_ node: String, _ state: inout State) {
    (state.node, state.startedAt, state.resumedAt) = (node, .now, 0)
    (state.left, state.shownAt) = (nil, nil)
    if state.line.isTerminal { state.line.rewrite("\(node)  …") }
  }

  /// That a node goes on from its savepoint.
  static func resumed(_ node: String, _ progress: StageProgress) -> String {
    "\(node.padded(to: 14))  goes on after \(progress.completed) of \(progress.total) "
      + progress.unit
  }

  /// Ends an unfinished line, so that a message can follow.
  func close() { state.withLock { $0.line.close() } }

  /// Writes a line of its own.
  func note(_ text: String) {
    if !isQuiet { state.withLock { $0.line.line(text) } }
  }

  /// That another process is at work on something this one needs.
  static func waiting(_ node: String) -> String {
    let what =
      switch node {
      case ExperimentRunner.databaseNode: "writes to the database; waiting for it"
      case Store.collectionLockName:
        "removes unused results; waiting for its end"
      default: "computes this; waiting for its result"
      }
    return "\(node)  another process \(what)"
  }

  private static func text(
    _ node: String, _ progress: StageProgress, since first: Int, _ seconds: Double,
    _ shown: inout Double?
  ) -> String {
    let rate = seconds > 0 ? Double(progress.completed - first) / seconds : 0
    let rest = rate > 0 ? Double(max(0, progress.total - progress.completed)) / rate : 0
    let left = min(shown ?? rest, rest)
    shown = left
    let percent = progress.total > 0 ? 100 * progress.completed / progress.total : 0
    let isBytes = progress.unit == "bytes"
    let scale = isBytes ? 1e6 : 1
    let unit = isBytes ? "MB" : progress.unit
    func number(_ value: Double) -> String {
      value.formatted(
        .number.precision(.fractionLength(isBytes ? 1...1 : 0...0)).grouping(.never)
          .locale(Locale(identifier: "en_US_POSIX")))
    }
    return "\(node.padded(to: 14))  \(number(Double(progress.completed) / scale))/"
      + "\(number(Double(progress.total) / scale)) \(unit)  \(percent) %  "
      + "\(number(rate / scale)) \(unit)/s  \(duration(left)) left"
  }

  /// Such as `8.3 s`, `2 min 05 s` or `1 h 12 min`.
  static func duration(_ seconds: Double) -> String {
    if seconds < 59.95 { return String(format: "%.1f s", seconds) }
    // A time from a file may be anything.
    let whole = Int(min(seconds, 1e12).rounded())
    if whole < 3600 { return String(format: "%d min %02d s", whole / 60, whole % 60) }
    return String(format: "%d h %02d min", whole / 3600, whole / 60 % 60)
  }
}
