import Foundation

/// How a run of a submission ended, as its task tells it.
struct TaskOutcome: Codable, Sendable {
  /// What the run gave; nil where it failed.
  let summary: RunSummary?
  /// Why it failed.
  let failure: String?
  /// Where, and when.
  let host: String
  let endedAt: Date

  private init(_ summary: RunSummary?, _ failure: String?) {
    (self.summary, self.failure) = (summary, failure)
    (host, endedAt) = (ProcessInfo.processInfo.hostName, Date())
  }

  static func done(_ summary: RunSummary) -> TaskOutcome { TaskOutcome(summary, nil) }
  static func failed(_ reason: String) -> TaskOutcome { TaskOutcome(nil, reason) }

  /// What is said of a task of which nobody knows why it ended.
  static let silent = "its task ended and left no outcome; --retry runs it again"
}
