import ArgumentParser
import CommandLineTools
import Engines
import Pipeline
import Results
import Runs

/// `engram record`: records what the tasks of a submission have computed, for a batch system; not meant for people.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Record the runs of a submission.", shouldDisplay: false)

  @Argument(help: "The submission.")
  var submission: String
  @OptionGroup var store: StoreOption
  @OptionGroup var datasets: DatasetsOption

  func run() throws {
    let store = try store.open()
    let folder = SubmissionFolder(submission, in: store)
    guard let submission = try folder.submission() else { return }
    var failure: String?
    for run in submission.runs {
      let outcome = try folder.outcome(of: run.id, as: TaskOutcome.self)
      if outcome?.summary != nil {
        failure = RunRecord.record(run.id, in: store) ?? failure
      }
    }
    for run in folder.unended(of: submission) {
      try folder.end(
        run.id, TaskOutcome.failed("its task ended and left no outcome; --retry runs it again"))
    }
    if let failure {
      throw PipelineError(.inputOutput, failure, advice: "'engram results rebuild' mends it")
    }
    folder.release()
  }
}
