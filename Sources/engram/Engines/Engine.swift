import Pipeline
import Settings

/// One run to be done.
struct RunJob: Sendable {
  /// What messages call it, such as `seed 3`.
  let name: String
  let settings: ExperimentSettings
  /// What is there of its steps, and what the others may take; nil where that cannot be told.
  let steps: [PlannedStep]?
}

/// How a run ended.
enum RunEnd: Sendable {
  case done(RunSummary, databaseFailure: String?)
  /// Why.
  case failed(String)
  /// This process was told to end.
  case interrupted
}

/// What computes several runs: worker processes of this command, or a batch system.
protocol Engine: Sendable {
  /// What a display says first of so many runs.
  func plan(_ runs: Int) -> String

  /// Runs all; `ended` is called for each, from any thread, one at a time.
  ///
  /// When the task is cancelled it throws `CancellationError` or `Interruption`, and no other run begins here.
  func run(
    _ runs: [RunJob], display: PoolDisplay, ended: @escaping @Sendable (Int, RunEnd) -> Void
  ) async throws
}
