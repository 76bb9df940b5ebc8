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
  /// Why the queue could not be asked.
  private(set) var problem: String?
  let folder: String

  /// Of all submissions of a store; each that is not over asks its batch system once. Those that cannot be read are
  /// left out.
  static func all(in store: Store) -> [SubmissionStanding] {
    SubmissionFolder.all(in: store).compactMap { try? SubmissionStanding($0, in: store) }
  }

  private init?(_ id: String, in store: Store) throws {
    let folder = SubmissionFolder(id, in: store)
    guard let submission = try folder.submission() else { return nil }
    let outcomes = submission.runs.map { try? folder.outcome(of: $0.id, as: TaskOutcome.self) }
    self.submission = id
    (engine, createdAt) = (submission.engine.name, submission.createdAt.storeText)
    // Those of no task were found when the others were submitted.
    let found = submission.runs.indices.count { submission.task(ofRun: $0) == nil }
    runs = submission.runs.count
    done = outcomes.count { $0?.summary != nil } + found
    failed = outcomes.count { $0?.failure != nil }
    self.folder = folder.url.path
    guard folder.isHeld, done + failed < runs, let system = submission.engine.system else { return }
    do {
      note(try system.tasks(ofJobsNamed: submission.jobName))
    } catch {
      problem = "\(error)"
    }
  }

  private mutating func note(_ tasks: [BatchTask]) {
    for task in tasks {
      switch task.state {
      case .running(let node):
        running += 1
        if !node.isEmpty, !nodes.contains(node) { nodes.append(node) }
      case .waiting(let reason):
        waiting += 1
        if reason != "None", !reasons.contains(reason) { reasons.append(reason) }
      case .stuck(let reason):
        waiting += 1
        if !stuck.contains(reason) { stuck.append(reason) }
      default: break
      }
    }
  }

  /// What people are told of the queue.
  private var note: String {
    var parts: [String] = []
    if running > 0 { parts.append("at work on \(nodes.sorted().joined(separator: ", "))") }
    if !reasons.isEmpty { parts.append("waiting: \(reasons.joined(separator: ", "))") }
    if !stuck.isEmpty { parts.append("will never start: \(stuck.joined(separator: ", "))") }
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
