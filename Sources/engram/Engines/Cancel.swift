import ArgumentParser
import CommandLineTools
import Engines
import Foundation
import Mistakes
import Pipeline

/// `engram cancel`.
struct Cancel: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "End the jobs of a submission; what they finished stays.",
    discussion: """
      EXAMPLES
        engram cancel s-3f2a81c9
      """)

  @OptionGroup var submission: SubmissionArgument
  @OptionGroup var store: StoreOption
  @OptionGroup var format: FormatOption<SummaryForm>

  private struct Answer: Encodable {
    let submission: String
    let jobs: [String]
  }

  func run() async throws {
    let store = try store.existing()
    let (folder, _) = try submission.find(in: store)
    let lock = try await folder.waitForLock()
    defer { withExtendedLifetime(lock) {} }
    guard var submission = try folder.submission() else { return }
    guard folder.isHeld else {
      if format.isJSON { return try Output.json(Answer(submission: submission.id, jobs: [])) }
      return try Output.write("\(submission.id) is over; there is nothing to cancel\n")
    }
    // By their name: a number may have been lost. What a process still wants to submit, it does not submit then.
    submission.cancelledAt = Date()
    try folder.save(submission)
    for name in [submission.jobName, submission.recorderName] {
      try submission.engine.system?.cancelJobs(named: name)
    }
    for run in folder.unended(of: submission) {
      try folder.fail(run.id, TaskOutcome.failed("it was cancelled; --retry runs it again"))
    }
    let failure = try RecordCommand.record(submission.runs, folder, in: store)
    folder.release()
    let jobs = submission.jobs.compactMap(\.number)
    try Output.finish {
      if format.isJSON { return try Output.json(Answer(submission: submission.id, jobs: jobs)) }
      try Output.write(
        "cancelled \(submission.id)"
          + (jobs.isEmpty
            ? "" : ": \(jobs.count == 1 ? "job" : "jobs") \(jobs.joined(separator: ", "))")
          + "\n")
    } then: {
      if let failure {
        Failure.databaseNotWritten(failure)
        throw ExitCode(Failure.Code.notWritten.rawValue)
      }
    }
  }
}

/// A submission as people name it.
struct SubmissionArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("The submission: its identifier or the beginning of one."))
  var submission: String

  /// The submission. Throws `MistakenRequest` where there is none of that name, or several.
  func find(in store: Store) throws -> (folder: SubmissionFolder, submission: Submission) {
    let known = SubmissionFolder.all(in: store)
    let matches = known.filter { $0.hasPrefix(submission) }
    guard matches.count <= 1 else {
      throw MistakenRequest(Wording.ambiguous("submissions", submission, matches))
    }
    guard let id = matches.first, let found = try SubmissionFolder(id, in: store).submission()
    else {
      throw MistakenRequest(unknown: "submission", submission, known: known)
    }
    return (SubmissionFolder(id, in: store), found)
  }
}
