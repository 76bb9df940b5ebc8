import ArgumentParser
import CommandLineTools
import Foundation
import Pipeline
import Results
import Runs
import Tables

/// `engram status`.
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the runs and their states.",
    discussion: """
      running      a process is at work on the run
      died         the run says that it is running, but its process is gone
      interrupted  a signal stopped the run
      failed       a stage failed; 'engram log <run>' tells which
      complete     all results are stored

      A run is shown with the settings that differ from those of its experiment. A run that died, failed or was \
      interrupted is shown with the node where it stopped, and with the command that resumes it. If the task has \
      a savepoint, the run resumes within the task. The command names the folders of --store and --datasets.

      A run is marked as 'modified' if a program built from modified source computed a result of it. The stages \
      are listed below the runs. If other source computed results of the same stage version, nothing tells these \
      results apart, and they may differ.

      A submission is what 'engram run --on' gave to a batch system. It is shown with what the queue says of its \
      tasks, and why they wait.

      EXAMPLES
        engram status
        engram status --all
        engram status --json
      """)

  @Flag(help: "Show all complete runs, not only the latest ten; JSON always has all.")
  var all = false
  @OptionGroup var store: StoreOption
  @OptionGroup var datasets: DatasetsOption
  @OptionGroup var format: FormatOption<SummaryForm>

  private static let shownComplete = 10

  func run() throws {
    let options = options
    let store = try store.existing()
    let status = try StoreStatus(of: store)
    let submissions = SubmissionStanding.all(in: store) { Failure.message($0) }
    if format.isJSON { return try Output.json(StatusReport(status, submissions, store, options)) }
    try Output.write(text(status, submissions, store, options))
    for (id, reason) in status.unreadable { Failure.message("run '\(id)': \(reason)") }
  }

  /// What the commands that resume runs need besides the run.
  private var options: [String] { store.arguments + datasets.arguments }

  private func text(
    _ status: StoreStatus, _ submissions: [SubmissionStanding], _ store: Store, _ options: [String]
  ) -> String {
    var text = "store \(store.root.path)\n"
    let complete = status.runs.count { $0.state == .complete }
    let hidden = all ? 0 : max(0, complete - Self.shownComplete)
    let shown = status.runs.dropLast(hidden)
    guard !shown.isEmpty || !status.otherWork.isEmpty || !submissions.isEmpty else {
      return text + "no runs yet; start one by 'engram run <experiment>'\n"
    }
    if !shown.isEmpty { text += "\n" + Self.table(shown, status.modifiedSource).text }
    if hidden > 0 { text += "… and \(hidden) more complete runs (--all shows them)\n" }
    if !submissions.isEmpty { text += "\n" + SubmissionStanding.table(submissions).text }
    if !status.otherWork.isEmpty {
      text += "\nother work\n"
      for lease in status.otherWork {
        let holder = lease.holder.map { "\($0.label)  (process \($0.pid) on \($0.host))" }
        text += "  \(holder ?? "beginning")\(lease.node.map { "  \($0)" } ?? "")\n"
      }
    }
    let resumable = shown.filter { [.died, .interrupted, .failed].contains($0.state) }
    if !resumable.isEmpty {
      text += "\nto resume\n"
      for standing in resumable {
        text += "  \(standing.run.command(with: options).withoutControlCharacters)\n"
      }
    }
    return text + Self.text(status.modifiedSource)
  }

  /// The stages that modified source computed, and beside which others.
  private static func text(_ modified: ModifiedSource) -> String {
    guard !modified.stages.isEmpty else { return "" }
    return "\ncomputed by modified source\n"
      + modified.stages.map { stage in
        var line = "  \(stage.stage) \(stage.version)  in \(stage.runs.count) runs"
        if stage.isAmbiguous {
          line += ", stage version unchanged"
          let others = stage.otherRevisions.map { String($0.prefix(12)) }
          let changed = stage.modifiedRevisions.map { "\($0.prefix(12)) and changes" }
          line += ": by " + (changed + others).joined(separator: ", ")
        }
        return line + "\n"
      }.joined()
  }

  private static func table(
    _ runs: some Sequence<RunStanding>, _ modified: ModifiedSource
  ) -> ResultTable {
    ResultTable(
      columns: [
        "run", "state", "stages", "at", "elapsed", "since", "process", "source", "settings",
      ],
      rows: runs.map { standing in
        [
          .text(standing.run.id), .text(standing.state.rawValue), .text(standing.stagesText),
          .text(standing.placeText), .text(ProgressDisplay.duration(standing.elapsed)),
          .text(standing.startedAt.storeText),
          .text(standing.holder.map { "\($0.pid) on \($0.host)" } ?? ""),
          .text(modified.runs.contains(standing.run.id) ? "modified" : ""),
          .text(standing.run.changes.joined(separator: " ")),
        ]
      })
  }
}

extension StageProgress {
  /// Such as `35 %`, of work that has units.
  fileprivate var percent: String { "\(100 * completed / total) %" }
}

extension RunStanding {
  /// Such as `3 of 8`.
  fileprivate var stagesText: String { "\(stepsDone)" + (steps.map { " of \($0)" } ?? "") }

  /// The node at work and how far it is, or where the run stopped.
  fileprivate var placeText: String {
    guard let node else { return "" }
    guard let progress, progress.total > 0 else { return node + savedText }
    return "\(node)  \(progress.percent)" + savedText
  }

  /// Such as `, saved at 35 % 40.2 s ago`; empty without a savepoint.
  private var savedText: String {
    guard let savepoint else { return "" }
    let age = max(0, Date().timeIntervalSince(savepoint.savedAt))
    return ", saved at \(savepoint.progress.percent) \(ProgressDisplay.duration(age)) ago"
  }
}
