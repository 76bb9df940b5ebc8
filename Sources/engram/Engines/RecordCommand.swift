import ArgumentParser
import CommandLineTools
import Engines
import Pipeline
import Results
import Runs

/// `engram record`: records what the tasks of a submission have computed, for a batch system; not meant for people.
struct RecordCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Record the runs of a submission.", shouldDisplay: false)

  @Argument(help: "The submission.")
  var submission: String
  @OptionGroup var store: StoreOption
  @OptionGroup var datasets: DatasetsOption

  func run() async throws {
    let store = try store.open()
    let folder = SubmissionFolder(submission, in: store)
    let lock = try await folder.waitForLock()
    defer { withExtendedLifetime(lock) {} }
    guard let submission = try folder.submission() else { return }
    let failure = try Self.record(submission.runs, folder, in: store)
    // It may have been submitted again, beyond what this job waited for.
    let isOver =
      try submission.unsubmittedTasks == 0
      && submission.engine.system?.tasks(ofJobsNamed: [submission.jobName])
        .contains(where: \.state.isAlive) != true
    if isOver {
      for run in folder.unended(of: submission) {
        try folder.fail(run.id, TaskOutcome.failed(TaskOutcome.silent))
      }
    }
    if let failure {
      throw PipelineError(.inputOutput, failure, advice: "'engram results rebuild' mends it")
    }
    if isOver { folder.release() }
  }

  /// Records those of the runs that have succeeded; why the database could not be written, if so.
  static func record(
    _ runs: [Submission.Run], _ folder: SubmissionFolder, in store: Store
  ) throws -> String? {
    var failure: String?
    for run in runs
    where try folder.outcome(of: run.id, as: TaskOutcome.self)?.summary != nil {
      failure = RunRecord.record(run.id, in: store) ?? failure
    }
    return failure
  }
}
