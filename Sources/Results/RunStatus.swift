/// How far a run of an experiment came.
package enum RunStatus: String, Codable, Hashable, Sendable, CaseIterable {
  /// All stages finished; only these runs count in metrics and summaries.
  case complete
  /// Stopped by a signal; the same command resumes it.
  case interrupted
  /// A stage failed.
  case failed
  /// Begun and not (yet) finished.
  case running
}
