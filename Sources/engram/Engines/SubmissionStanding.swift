import CommandLineTools
import Engines
import Foundation
import Pipeline
import Tables

/// How a submission stands: what its outcomes say, and for the rest what the queue says.
struct SubmissionStanding: Encodable {
  let submission: String
  let engine: String
  let createdAt: String
  let runs: Int
  let done: Int
  let failed: Int
  /// Tasks at work, and where.
  private(set) var running = 0
  private(set) var nodes: [String] = []
  /// Tasks in the queue, and why.
  private(set) var waiting = 0
  private(set) var reasons: [String] = []
  /// Why tasks will never start.
  private(set) var stuck: [String] = []
  /// Tasks that were begun again, as far as they wait or are at work.
  private(set) var requeued = 0
  /// Tasks that were not submitted yet.
  private(set) var unsubmitted = 0
  /// Tasks that have left no outcome, and that the queue does not have.
  private(set) var lost = 0
  /// Why the queue could not be asked.
  private(set) var problem: String?
  let folder: String

  /// Of all submissions of a store; each batch system is asked once. Those that cannot be read are told to `warn`.
  static func all(in store: Store, warn: (String) -> Void) -> [SubmissionStanding] {
    var standings: [SubmissionStanding] = []
    /// Those that are not over, by the kind of their engine.
    var open: [EngineDescription.Kind: [(place: Int, submission: Submission)]] = [:]
    for id in SubmissionFolder.all(in: store) {
      let folder = SubmissionFolder(id, in: store)
      do {
        guard let submission = try folder.submission() else { continue }
        let standing = try SubmissionStanding(submission, folder)
        if folder.isHeld, standing.done + standing.failed < standing.runs {
          open[submission.engine.kind, default: []].append((standings.count, submission))
        }
        standings.append(standing)
      } catch {
        warn("submission '\(id)': \(error)")
      }
    }
    for (_, entries) in open {
      guard let system = entries[0].submission.engine.system else { continue }
      do {
        let tasks = try system.tasks(ofJobsNamed: entries.map(\.submission.jobName))
        for (place, submission) in entries {
          standings[place].note(tasks, submission, SubmissionFolder(submission.id, in: store))
        }
      } catch {
        for (place, _) in entries { standings[place].problem = "\(error)" }
      }
    }
    return standings
  }

  private init(_ submission: Submission, _ folder: SubmissionFolder) throws {
    let outcomes = try submission.runs.map { try folder.outcome(of: $0.id, as: TaskOutcome.self) }
    self.submission = submission.id
    (engine, createdAt) = (submission.engine.name, submission.createdAt.storeText)
    runs = submission.runs.count
    done = outcomes.count { $0?.summary != nil }
    failed = outcomes.count { $0?.failure != nil }
    self.folder = folder.url.path
  }

  private mutating func note(
    _ tasks: [BatchTask], _ submission: Submission, _ folder: SubmissionFolder
  ) {
    let numbers = Set(submission.jobs.compactMap(\.number))
    let own = tasks.filter { numbers.contains($0.job) }
    let tally = QueueTally(own)
    (running, waiting, requeued) = (tally.running, tally.waiting, tally.requeued)
    (nodes, reasons, stuck) = (tally.nodes.sorted(), tally.reasons.sorted(), tally.stuck.sorted())
    unsubmitted = submission.unsubmittedTasks
    let alive = Set(own.filter(\.state.isAlive).map { "\($0.job) \($0.index)" })
    let ended = folder.ended
    var gone: Set<String> = []
    for (place, run) in submission.runs.enumerated() where !ended.contains(run.id) {
      guard let task = submission.task(ofRun: place), let job = submission.jobs[task.job].number,
        !alive.contains("\(job) \(task.index)")
      else { continue }
      gone.insert("\(job) \(task.index)")
    }
    lost = gone.count
  }

  /// What people are told of the queue.
  private var note: String {
    var parts: [String] = []
    if running > 0 { parts.append("at work on \(nodes.joined(separator: ", "))") }
    if !reasons.isEmpty { parts.append("waiting: \(reasons.joined(separator: ", "))") }
    if !stuck.isEmpty { parts.append("will never start: \(stuck.joined(separator: ", "))") }
    if requeued > 0 { parts.append("\(requeued) begun again") }
    if unsubmitted > 0 { parts.append("\(unsubmitted) not submitted") }
    if lost > 0 { parts.append("\(lost) ended without a word") }
    if let problem { parts.append(problem) }
    return parts.joined(separator: "; ")
  }

  /// The table of all.
  static func table(_ standings: [SubmissionStanding]) -> ResultTable {
    ResultTable(
      columns: ["submission", "engine", "runs", "done", "failed", "running", "waiting", "queue"],
      rows: standings.map { standing in
        [.text(standing.submission), .text(standing.engine)]
          + [standing.runs, standing.done, standing.failed, standing.running, standing.waiting]
          .map { .integer(Int64($0)) } + [.text(standing.note)]
      })
  }
}
