import Foundation
import Pipeline
import Runs
import Synchronization

/// Shows what several runs do: a line for each that ends, and one that sums up the others: on a
/// terminal it keeps changing, elsewhere it comes now and then.
final class PoolDisplay: Sendable {
  private struct Run {
    let name: String
    var startedAt: ContinuousClock.Instant?
    var hasEnded = false
    var node = ""
    var nodeStartedAt = ContinuousClock.now
    var progress: StageProgress?
    /// The units of the node's work that an earlier process has done.
    var resumedAt = 0
  }

  private struct State {
    var line = StatusLine()
    var runs: [Run]
    var timeLeft: TimeLeft?
    var failed = 0
    var done = 0
    let startedAt = ContinuousClock.now
    var shownAt: ContinuousClock.Instant?
  }

  private let isQuiet: Bool
  private let state: Mutex<State>

  init(_ jobs: [RunJob], sideBySide: Int, isQuiet: Bool) {
    self.isQuiet = isQuiet
    let plans = jobs.compactMap(\.steps)
    state = Mutex(
      State(
        runs: jobs.map { Run(name: $0.name) },
        timeLeft: plans.count < jobs.count
          ? nil : TimeLeft(plans, jobs: min(sideBySide, jobs.count))))
  }

  /// Shows what a worker told of the run `index`.
  func show(_ index: Int, _ message: WorkerMessage) {
    guard !isQuiet, let event = message.event else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      let name = state.runs[index].name
      if state.runs[index].startedAt == nil { state.runs[index].startedAt = now }
      switch event {
      case .started(let node, _, _):
        state.runs[index].resumedAt = 0
        state.runs[index].node = node
        state.runs[index].nodeStartedAt = now
        state.runs[index].progress = nil
      case .progress(_, let progress):
        state.runs[index].progress = progress
        if progress.total > 0 {
          let share = Double(progress.completed) / Double(progress.total)
          state.timeLeft?.note(share, ofRun: index)
        }
      case .finished(let step):
        state.runs[index].node = ""
        state.runs[index].progress = nil
        state.timeLeft?.finish(step.node, ofRun: index, seconds: step.isHit ? nil : step.seconds)
      case .waiting(let node):
        // What another of these runs computes needs no line of its own.
        let isShared = state.runs.contains { $0.node == node && !$0.hasEnded }
        state.runs[index].node = "waits for \(node)"
        if state.line.isTerminal {
          state.shownAt = nil
        } else if !isShared {
          state.line.line("\(name)  \(ProgressDisplay.waiting(node))")
        }
      case .resumed(let node, let progress):
        state.runs[index].resumedAt = progress.completed
        state.line.line("\(name)  \(ProgressDisplay.resumed(node, progress))")
      case .warned(let node, let warning):
        state.line.line("\(name)  \(node)  \(warning)")
      case .recomputing(let node, let reason):
        state.line.line("\(name)  \(node)  \(reason); it is quarantined and computed again")
      }
      let pause: Duration = state.line.isTerminal ? .milliseconds(100) : .seconds(10)
      Self.refresh(&state, now, pause: pause)
    }
  }

  /// Shows where runs are that processes of other hosts tell of now and then.
  func show(_ places: [Int: (node: String, progress: StageProgress?)]) {
    guard !isQuiet, !places.isEmpty else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      for (index, place) in places {
        if state.runs[index].startedAt == nil { state.runs[index].startedAt = now }
        if state.runs[index].node != place.node {
          state.runs[index].node = place.node
          state.runs[index].nodeStartedAt = now
          state.runs[index].resumedAt = place.progress?.completed ?? 0
        }
        state.runs[index].progress = place.progress
      }
      Self.refresh(&state, now, pause: state.line.isTerminal ? .zero : .seconds(60))
    }
  }

  /// Sums up what is done, unless that was done a moment ago.
  private static func refresh(
    _ state: inout State, _ now: ContinuousClock.Instant, pause: Duration
  ) {
    guard now - (state.shownAt ?? state.startedAt) >= pause else { return }
    state.shownAt = now
    let text = text(&state, now)
    state.line.isTerminal ? state.line.rewrite(text) : state.line.line(text)
  }

  /// Shows that a run has ended.
  func ended(_ index: Int, _ end: RunEnd) {
    state.withLock { state in
      state.runs[index].hasEnded = true
      state.timeLeft?.end(index)
      let run = state.runs[index]
      let text: String
      switch end {
      case .done(let summary, _):
        state.done += 1
        // What was computed elsewhere has told its end only.
        let seconds =
          run.startedAt.map { (ContinuousClock.now - $0) / .seconds(1) } ?? summary.seconds
        let how =
          summary.computedStages == 0
          ? "found" : "computed in \(ProgressDisplay.duration(seconds))"
        text = "\(how), final \(summary.metric.rawValue) \(summary.metric.text(summary.final))"
      case .failed(let reason):
        state.failed += 1
        text = "failed: \(reason)"
      case .interrupted: return
      }
      if !isQuiet { state.line.line("\(run.name)  \(text)") }
    }
  }

  /// Writes a line of its own.
  func note(_ text: String) {
    if !isQuiet { state.withLock { $0.line.line(text) } }
  }

  /// Ends an unfinished line, so that a message can follow.
  func close() { state.withLock { $0.line.close() } }

  /// Such as `3/10 done, 1 failed  820 steps/s  3 min 05 s left  seed 4 train/task-03 45 %`.
  private static func text(_ state: inout State, _ now: ContinuousClock.Instant) -> String {
    let running = state.runs.filter { $0.startedAt != nil && !$0.hasEnded }
    var rate = 0.0
    for run in running {
      guard let progress = run.progress, progress.unit == "steps" else { continue }
      let seconds = (now - run.nodeStartedAt) / .seconds(1)
      if seconds > 0 { rate += Double(progress.completed - run.resumedAt) / seconds }
    }
    var parts = [
      "\(state.done)/\(state.runs.count) done"
        + (state.failed > 0 ? ", \(state.failed) failed" : "")
    ]
    if rate > 0 { parts.append(String(format: "%.0f steps/s", rate)) }
    if let left = state.timeLeft?.seconds() {
      parts.append(ProgressDisplay.duration(left) + " left")
    }
    parts += running.map { run in
      let percent = run.progress.flatMap {
        $0.total > 0 ? " \(100 * $0.completed / $0.total) %" : nil
      }
      return run.name + (run.node.isEmpty ? "" : " \(run.node)") + (percent ?? "")
    }
    return parts.joined(separator: "  ")
  }
}
