import Engines
import Foundation
import Mistakes
import Pipeline
import Results
import Runs

/// Follows the runs of submissions to their ends.
struct SubmissionWatch {
  private var followed: [FollowedSubmission]
  private let system: any BatchSystem
  private let store: Store
  private let poll: Int
  /// The end of a run whose results are there, whatever its task has told; nil where they are not.
  private let stored: (Int) async throws -> RunEnd?
  /// The runs that have not ended, by their places in the command, and where each is.
  private var pending: [Int: Member] = [:]
  /// Since when the queue has not had a run's task.
  private var missing: [Int: ContinuousClock.Instant] = [:]
  private var said: QueueTally?
  private var isAway = false

  /// Where a run is: its submission, and its place there.
  private struct Member {
    let submission: Int
    let run: Int
  }

  init(
    _ followed: [FollowedSubmission], _ system: any BatchSystem, _ store: Store, poll: Int,
    stored: @escaping (Int) async throws -> RunEnd?
  ) {
    (self.followed, self.system) = (followed, system)
    (self.store, self.poll, self.stored) = (store, poll, stored)
    for (place, follow) in followed.enumerated() {
      for (index, run) in follow.places { pending[index] = Member(submission: place, run: run) }
    }
  }

  /// An outcome may be seen a while after the queue has let go of its task: network folders keep what they know of a
  /// folder for up to a minute.
  private static let patience = Duration.seconds(45)

  /// Calls `ended` for each of the runs. Throws `CancellationError`, and `EngineError` where the queue cannot be asked
  /// at all.
  mutating func follow(_ display: PoolDisplay, _ ended: (Int, RunEnd) -> Void) async throws {
    while true {
      note(ended)
      if pending.isEmpty { return }
      try await look(display, ended)
      if pending.isEmpty { return }
      // Outcomes are told soon, the queue is asked seldom.
      for _ in 0..<max(1, poll / Self.pause) where !pending.isEmpty {
        try await Task.sleep(for: .seconds(min(poll, Self.pause)))
        note(ended)
      }
    }
  }

  /// Seconds between two looks for outcomes.
  private static let pause = 2

  // MARK: Outcomes

  /// Takes in the outcomes that are there.
  private mutating func note(_ ended: (Int, RunEnd) -> Void) {
    let known = followed.map(\.folder.ended)
    for (index, member) in pending.sorted(by: { $0.key < $1.key }) {
      let id = run(member).id
      guard known[member.submission].contains(id),
        let outcome = try? followed[member.submission].folder.outcome(
          of: id, as: TaskOutcome.self)
      else { continue }
      pending[index] = nil
      ended(index, end(member, outcome))
    }
  }

  private func run(_ member: Member) -> Submission.Run {
    followed[member.submission].submission.runs[member.run]
  }

  private func end(_ member: Member, _ outcome: TaskOutcome) -> RunEnd {
    if let summary = outcome.summary {
      return .done(summary, databaseFailure: RunRecord.record(run(member).id, in: store))
    }
    return .failed((outcome.failure ?? "for an unknown reason") + log(member))
  }

  /// Where a run's log is, and its last lines.
  private func log(_ member: Member) -> String {
    guard let file = logFile(member) else { return "" }
    let lines = logText(member).split(separator: "\n").suffix(3).map { "\n      \($0.prefix(200))" }
    return "\n    log: \(file.path)" + lines.joined()
  }

  private func logFile(_ member: Member) -> URL? {
    let follow = followed[member.submission]
    return follow.submission.task(ofRun: member.run).map {
      follow.folder.log(job: $0.job, task: $0.index)
    }
  }

  private func logText(_ member: Member) -> String {
    let bytes = logFile(member).flatMap { try? Data(contentsOf: $0) }
    return bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  // MARK: The queue

  private struct Place: Hashable {
    let job: String
    let index: Int
  }

  /// Asks the queue once, for all that is pending.
  private mutating func look(
    _ display: PoolDisplay, _ ended: (Int, RunEnd) -> Void
  ) async throws {
    let tasks: [BatchTask]
    do {
      tasks = try system.tasks(ofJobsNamed: followed.map(\.submission.jobName))
    } catch {
      // Nobody who cannot be asked has lost anything.
      guard error.kind != .refused else { throw error }
      if !isAway { display.note("\(error); no run is called lost") }
      isAway = true
      missing = [:]
      return
    }
    if isAway { display.note("the batch system answers again") }
    isAway = false
    tell(QueueTally(tasks), display)
    show(display)
    let states = Dictionary(tasks.map { (Place(job: $0.job, index: $0.index), $0.state) }) { $1 }
    try await settle(gone(states), states, ended)
  }

  /// The runs whose tasks the queue has not had for long.
  private mutating func gone(_ states: [Place: BatchTask.State]) -> [Int] {
    // Another process may have submitted the rest, or again.
    for index in followed.indices {
      if let submission = try? followed[index].folder.submission() {
        followed[index].submission = submission
      }
    }
    let now = ContinuousClock.now
    return pending.sorted { $0.key < $1.key }.compactMap { index, member in
      let place = place(of: member)
      guard let place, states[place]?.isAlive != true else {
        missing[index] = nil
        return nil
      }
      let since = missing[index] ?? now
      missing[index] = since
      return now - since > Self.patience ? index : nil
    }
  }

  private func place(of member: Member) -> Place? {
    let submission = followed[member.submission].submission
    guard let task = submission.task(ofRun: member.run), let job = submission.jobs[task.job].number
    else { return nil }
    return Place(job: job, index: task.index)
  }

  /// Ends runs whose tasks are gone: the store tells first, then an outcome, then what is known of the tasks.
  private mutating func settle(
    _ gone: [Int], _ states: [Place: BatchTask.State], _ ended: (Int, RunEnd) -> Void
  ) async throws {
    guard !gone.isEmpty else { return }
    let places = gone.compactMap { pending[$0].flatMap(place(of:)) }
    let unknown = Set(places.filter { states[$0] == nil }.map(\.job))
    let since = followed.map(\.submission.createdAt).min() ?? Date()
    let accounted =
      unknown.isEmpty
      ? [:]
      : Dictionary(
        system.ended(unknown.sorted(), since: since).map {
          (Place(job: $0.job, index: $0.index), $0.state)
        }
      ) { $1 }
    for index in gone {
      guard let member = pending[index], let place = place(of: member) else { continue }
      pending[index] = nil
      if let end = try await stored(index) {
        ended(index, end)
        continue
      }
      let folder = followed[member.submission].folder
      let reason = reason(member, states[place] ?? accounted[place])
      try? folder.fail(run(member).id, TaskOutcome.failed(reason))
      let outcome = try? folder.outcome(of: run(member).id, as: TaskOutcome.self)
      ended(index, end(member, outcome ?? .failed(reason)))
    }
  }

  /// Why a task that is over has left no outcome.
  private func reason(_ member: Member, _ state: BatchTask.State?) -> String {
    let shortage = system.shortage(inLog: logText(member))
    if shortage.isShort || state == .outOfMemory {
      return Self.shortage(
        followed[member.submission].submission.engine.memory, shortage.bytes)
    }
    return switch state {
    case .outOfTime:
      "the time limit ended it before it could save; set a longer 'time:' in engines.yaml, then --retry"
    case .nodeLost: "its node was lost; --retry runs it again"
    case .cancelled: "it was cancelled; --retry runs it again"
    default: TaskOutcome.silent
    }
  }

  /// - Parameters:
  ///   - asked: what the engine asks for
  ///   - bytes: what the task had
  private static func shortage(_ asked: String?, _ bytes: Int?) -> String {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    let limit = asked.flatMap { asked in
      Int(asked.dropLast()).flatMap { count in asked.last.flatMap { units[$0] }.map { count * $0 } }
    }
    let wanted = max(2 * (limit ?? 1 << 30), (bytes ?? 0) * 3 / 2)
    return "it ran out of memory" + (asked.map { " (\($0))" } ?? "")
      + "; set 'memory: \((wanted + (1 << 20) - 1) >> 20)M' in engines.yaml, then --retry"
  }

  // MARK: What is told

  /// Says how many wait and run, when that has changed.
  private mutating func tell(_ tally: QueueTally, _ display: PoolDisplay) {
    guard tally != said else { return }
    said = tally
    var text =
      "\(pending.count.text("run")) left, \(tally.running.text("task")) at work, \(tally.waiting) waiting"
    if !tally.reasons.isEmpty { text += " (\(tally.reasons.sorted().joined(separator: ", ")))" }
    if !tally.stuck.isEmpty {
      let names = followed.map { "'engram cancel \($0.submission.id)'" }
      text +=
        "; some will never start: \(tally.stuck.sorted().joined(separator: ", ")); \(names.joined(separator: ", ")) ends them"
    }
    display.note(text)
  }

  /// Shows how far the runs at work are, as their leases tell.
  private func show(_ display: PoolDisplay) {
    guard let leases = try? store.liveLeases() else { return }
    let places = Dictionary(
      leases.compactMap { lease in
        lease.node.flatMap { node in lease.holder.map { ($0.label, (node, lease.progress)) } }
      }
    ) { $1 }
    display.show(pending.reduce(into: [:]) { $0[$1.key] = places[run($1.value).id] })
  }
}
