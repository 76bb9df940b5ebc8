import ArgumentParser
import CommandLineTools
import Engines
import Foundation
import Mistakes
import Tables

/// `engram logs`.
struct Logs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the logs of a submission, or of one of its tasks.",
    discussion: """
      Without a task, a line for each run: its task, how it ended, where the log is.

      EXAMPLES
        engram logs s-3f2a81c9
        engram logs s-3f2a81c9 0-12
      """)

  @OptionGroup var submission: SubmissionArgument
  @Argument(help: ArgumentHelp("The task, such as 0-12."))
  var task: String?
  @OptionGroup var store: StoreOption
  @OptionGroup var format: FormatOption<TableForm>

  func run() throws {
    let (folder, submission) = try submission.find(in: store.existing())
    if let task { return try show(task, of: submission, folder) }
    try format.write(
      ResultTable(
        columns: ["task", "run", "name", "state", "log"],
        rows: try submission.runs.enumerated().map { place, run in
          let outcome = try folder.outcome(of: run.id, as: TaskOutcome.self)
          let state = outcome.map { $0.failure.map { "failed: \($0)" } ?? "done" } ?? "not ended"
          let task = submission.task(ofRun: place)
          return [
            .text(task.map { "\($0.job)-\($0.index)" } ?? ""), .text(run.id), .text(run.name),
            .text(state),
            .text(task.map { folder.log(job: $0.job, task: $0.index).path } ?? ""),
          ]
        }))
  }

  private func show(_ task: String, of submission: Submission, _ folder: SubmissionFolder) throws {
    let places = submission.jobs.indices.flatMap { job in
      submission.jobs[job].tasks.indices.map { "\(job)-\($0)" }
    }
    guard places.contains(task) else { throw MistakenRequest(unknown: "task", task, known: places) }
    let file = folder.logs.appendingPathComponent("\(task).log")
    guard FileManager.default.fileExists(atPath: file.path) else {
      return Failure.message("the task \(task) has not begun: there is no '\(file.path)' yet")
    }
    try Output.write(String(decoding: try Data(contentsOf: file), as: UTF8.self))
  }
}
