import Engines
import Foundation
import Mistakes
import Pipeline
import Results
import Runs

/// Follows the tasks of a submission to their ends.
struct SubmissionWatch {
  private let submission: Submission
  private let folder: SubmissionFolder
  private let system: any BatchSystem
  private let store: Store
  private let poll: Int
  /// Runs that the queue no longer has, with no outcome, and for how many looks.
  private var missing: [Int: Int] = [:]
  private var said = ""
  private var isAway = false

  init(
    _ submission: Submission, _ folder: SubmissionFolder, _ system: any BatchSystem, _ store: Store,
    poll: Int
  ) {
    (self.submission, self.folder, self.system) = (submission, folder, system)
    (self.store, self.poll) = (store, poll)
  }

  /// An outcome file may be seen a while after the queue has let go of its task: so many looks are waited.
  private static let patience = 2

  /// Calls `ended` for each of these runs. Throws `CancellationError`.
  mutating func follow(
    _ runs: Set<Int>, _ display: PoolDisplay, _ ended: (Int, RunEnd) -> Void
  ) async throws {
    var pending = runs
    while true {
      note(&pending, ended)
      if pending.isEmpty { return }
      try look(&pending, display, ended)
      if pending.isEmpty { return }
      // Outcomes are told soon, the queue is asked seldom.
      for _ in 0..<max(1, poll / Self.pause) where !pending.isEmpty {
        try await Task.sleep(for: .seconds(min(poll, Self.pause)))
        note(&pending, ended)
      }
    }
  }

  /// Seconds between two looks for outcomes.
  private static let pause = 2

  /// Takes in the outcomes that are there.
  private func note(_ pending: inout Set<Int>, _ ended: (Int, RunEnd) -> Void) {
    let known = folder.ended
    for run in pending.sorted() where known.contains(submission.runs[run].id) {
      guard let outcome = try? folder.outcome(of: submission.runs[run].id, as: TaskOutcome.self)
      else { continue }
      pending.remove(run)
      ended(run, end(run, outcome))
    }
  }

  private func end(_ run: Int, _ outcome: TaskOutcome) -> RunEnd {
    if let summary = outcome.summary {
      return .done(
        summary, databaseFailure: RunRecord.record(submission.runs[run].id, in: store))
    }
    return .failed((outcome.failure ?? "for an unknown reason") + log(run))
  }

  /// Where a run's log is, and its last lines.
  private func log(_ run: Int) -> String {
    guard let task = submission.task(ofRun: run) else { return "" }
    let lines = logText(run).split(separator: "\n").suffix(3).map { "\n      \($0.prefix(200))" }
    return "\n    log: \(folder.log(job: task.job, task: task.index).path)" + lines.joined()
  }

  private func logText(_ run: Int) -> String {
    guard let task = submission.task(ofRun: run) else { return "" }
    return (try? String(contentsOf: folder.log(job: task.job, task: task.index), encoding: .utf8))
      ?? ""
  }

  /// Asks the queue once, for all that is pending.
  private mutating func look(
    _ pending: inout Set<Int>, _ display: PoolDisplay, _ ended: (Int, RunEnd) -> Void
  ) throws {
    let tasks: [BatchTask]
    do {
      tasks = try system.tasks(ofJobsNamed: submission.jobName)
    } catch {
      // Nobody who cannot be asked has lost anything.
      guard error.kind != .refused else { throw error }
      if !isAway { display.note("\(error); no run is called lost") }
      isAway = true
      return
    }
    if isAway { display.note("the batch system answers again") }
    isAway = false
    let states = Dictionary(tasks.map { (Place(job: $0.job, index: $0.index), $0.state) }) { $1 }
    tell(states, pending, display)
    show(pending, display)
    for run in pending.sorted() {
      guard let place = place(of: run) else { continue }
      let state = states[place]
      switch state {
      case .waiting, .stuck, .running: missing[run] = nil
      default:
        missing[run, default: 0] += 1
        guard missing[run, default: 0] > Self.patience else { continue }
        let known = state ?? accounted(place)
        pending.remove(run)
        let outcome = TaskOutcome.failed(reason(run, known))
        try? folder.end(submission.runs[run].id, outcome)
        ended(run, end(run, outcome))
      }
    }
  }

  /// Shows how far the runs at work are, as their leases tell.
  private func show(_ pending: Set<Int>, _ display: PoolDisplay) {
    guard let leases = try? store.liveLeases() else { return }
    let places = Dictionary(
      leases.compactMap { lease in
        lease.node.flatMap { node in lease.holder.map { ($0.label, (node, lease.progress)) } }
      }
    ) { $1 }
    display.show(
      pending.reduce(into: [:]) { $0[$1] = places[submission.runs[$1].id] })
  }

  private struct Place: Hashable {
    let job: String
    let index: Int
  }

  private func place(of run: Int) -> Place? {
    guard let task = submission.task(ofRun: run), let number = submission.jobs[task.job].number
    else { return nil }
    return Place(job: number, index: task.index)
  }

  private func accounted(_ place: Place) -> BatchTask.State? {
    system.ended([place.job], since: submission.createdAt).last { $0.index == place.index }?.state
  }

  /// Why a task that is over has left no outcome.
  private func reason(_ run: Int, _ state: BatchTask.State?) -> String {
    let shortage = system.shortage(inLog: logText(run))
    if shortage.isShort || state == .outOfMemory {
      return Self.shortage(submission.engine.memory, shortage.bytes)
    }
    return switch state {
    case .outOfTime:
      "the time limit ended it before it could save; set a longer 'time:' in engines.yaml, then --retry"
    case .nodeLost: "its node was lost; --retry runs it again"
    case .cancelled: "it was cancelled; --retry runs it again"
    default: "its task ended and left no outcome; --retry runs it again"
    }
  }

  /// - Parameters:
  ///   - asked: what the engine asks for
  ///   - bytes: what the task had when it was ended
  private static func shortage(_ asked: String?, _ bytes: Int?) -> String {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    let limit = asked.flatMap { asked in
      Int(asked.dropLast()).flatMap { count in asked.last.flatMap { units[$0] }.map { count * $0 } }
    }
    let wanted = max(2 * (limit ?? 1 << 30), (bytes ?? 0) * 3 / 2)
    return "it ran out of memory" + (asked.map { " (\($0))" } ?? "")
      + "; set 'memory: \((wanted + (1 << 20) - 1) >> 20)M' in engines.yaml, then --retry"
  }

  /// Says how many wait and run, when that has changed.
  private mutating func tell(
    _ states: [Place: BatchTask.State], _ pending: Set<Int>, _ display: PoolDisplay
  ) {
    var (running, waiting) = (0, 0)
    var reasons: Set<String> = []
    var stuck: Set<String> = []
    for state in states.values {
      switch state {
      case .running: running += 1
      case .waiting(let reason):
        waiting += 1
        if reason != "None" { reasons.insert(reason) }
      case .stuck(let reason):
        waiting += 1
        stuck.insert(reason)
      default: break
      }
    }
    var text =
      "\(pending.count.text("run")) left, \(running.text("task")) at work, \(waiting) waiting"
    if !reasons.isEmpty { text += " (\(reasons.sorted().joined(separator: ", ")))" }
    if !stuck.isEmpty {
      text +=
        "; some will never start: \(stuck.sorted().joined(separator: ", ")), 'engram cancel \(submission.id)'"
    }
    if text != said { display.note(text) }
    said = text
  }
}
