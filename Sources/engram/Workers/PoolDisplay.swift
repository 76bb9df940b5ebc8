import Experiments
import Foundation
import Pipeline
import Synchronization

/// Shows what several runs do: a line for each that ends, and one that sums up the others: on a
/// terminal it keeps changing, elsewhere it comes now and then.
final class PoolDisplay: Sendable {
  private struct Run {
    let name: String
    /// The stages that take time.
    let stages: Int
    var computed = 0
    var found = 0
    var startedAt: ContinuousClock.Instant?
    var hasEnded = false
    var node = ""
    var nodeStartedAt = ContinuousClock.now
    var progress: StageProgress?

    /// How far the stage at work is, from 0 to 1.
    var partial: Double {
      guard let progress, progress.total > 0, Self.takesTime(node) else { return 0 }
      return min(1, Double(progress.completed) / Double(progress.total))
    }

    static func takesTime(_ node: String) -> Bool { Graph.takesTime(node) }
  }

  private struct State {
    var line = StatusLine()
    var runs: [Run]
    var failed = 0
    var done = 0
    let startedAt = ContinuousClock.now
    var shownAt: ContinuousClock.Instant?
  }

  private let isQuiet: Bool
  private let state: Mutex<State>

  init(_ jobs: [RunPool.Job], isQuiet: Bool) {
    self.isQuiet = isQuiet
    state = Mutex(
      State(
        runs: jobs.map { Run(name: $0.name, stages: $0.stages) }))
  }

  /// Shows what a worker told of the run `index`.
  func show(_ index: Int, _ message: WorkerMessage) {
    guard !isQuiet, let event = message.event else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      let name = state.runs[index].name
      if state.runs[index].startedAt == nil { state.runs[index].startedAt = now }
      switch event {
      case .started(let node, _):
        state.runs[index].node = node
        state.runs[index].nodeStartedAt = now
        state.runs[index].progress = nil
      case .progress(_, let progress): state.runs[index].progress = progress
      case .finished(let step):
        state.runs[index].node = ""
        state.runs[index].progress = nil
        if Run.takesTime(step.node) {
          step.isHit ? (state.runs[index].found += 1) : (state.runs[index].computed += 1)
        }
      case .waiting(let node):
        // What another of these runs computes needs no line of its own.
        let isShared = state.runs.contains { $0.node == node && !$0.hasEnded }
        state.runs[index].node = "waits for \(node)"
        if state.line.isTerminal {
          state.shownAt = nil
        } else if !isShared {
          state.line.line("\(name)  \(ProgressDisplay.waiting(node))")
        }
      case .recomputing(let node, let reason):
        state.line.line("\(name)  \(node)  \(reason); it is put aside and computed anew")
      }
      let pause: Duration = state.line.isTerminal ? .milliseconds(100) : .seconds(10)
      guard now - (state.shownAt ?? state.startedAt) >= pause else { return }
      state.shownAt = now
      let text = Self.text(state, now)
      state.line.isTerminal ? state.line.rewrite(text) : state.line.line(text)
    }
  }

  /// Shows that a run has ended.
  func ended(_ index: Int, _ end: RunPool.End) {
    state.withLock { state in
      state.runs[index].hasEnded = true
      let run = state.runs[index]
      let seconds = run.startedAt.map { (ContinuousClock.now - $0) / .seconds(1) } ?? 0
      let text: String
      switch end {
      case .done(let summary, _):
        state.done += 1
        let how =
          summary.computedStages == 0
          ? "found" : "computed in \(ProgressDisplay.duration(seconds))"
        text = "\(how), final accuracy \(String(format: "%.2f", summary.final)) %"
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
  private static func text(_ state: State, _ now: ContinuousClock.Instant) -> String {
    let elapsed = (now - state.startedAt) / .seconds(1)
    let running = state.runs.filter { $0.startedAt != nil && !$0.hasEnded }
    // In runs: what was computed so far, and what is left if nothing more is found.
    var (computed, left, rate) = (0.0, 0.0, 0.0)
    for run in state.runs {
      let stages = Double(run.stages)
      computed += (Double(run.computed) + run.partial) / stages
      if !run.hasEnded {
        left += max(0, 1 - (Double(run.computed + run.found) + run.partial) / stages)
      }
    }
    for run in running {
      guard let progress = run.progress, progress.unit == "steps" else { continue }
      let seconds = (now - run.nodeStartedAt) / .seconds(1)
      if seconds > 0 { rate += Double(progress.completed) / seconds }
    }
    var parts = [
      "\(state.done)/\(state.runs.count) done"
        + (state.failed > 0 ? ", \(state.failed) failed" : "")
    ]
    if rate > 0 { parts.append(String(format: "%.0f steps/s", rate)) }
    if computed > 0 { parts.append(ProgressDisplay.duration(left * elapsed / computed) + " left") }
    parts += running.map { run in
      let percent = run.progress.flatMap {
        $0.total > 0 ? " \(100 * $0.completed / $0.total) %" : nil
      }
      return run.name + (run.node.isEmpty ? "" : " \(run.node)") + (percent ?? "")
    }
    return parts.joined(separator: "  ")
  }
}

extension Graph {
  /// How many stages take time.
  var trainingStages: Int { outline.count { Self.takesTime($0.node) } }

  /// Whether a node trains or scans; what else there is takes a moment.
  static func takesTime(_ node: String) -> Bool { node.contains("/task-") || node == "scan" }
}
