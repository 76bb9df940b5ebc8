import ArgumentParser
import CommandLineTools
import Experiments
import Foundation
import Pipeline
import Results
import Runs
import Tables

/// `engram status`.
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the runs: at work, died, interrupted, failed, complete.",
    discussion: """
      running      a process is at work on it
      died         it says that it runs, but its process is gone: killed, or the power failed
      interrupted  stopped by a signal
      failed       a stage failed; 'engram log <run>' tells which
      complete     all results are there

      A run is told with the settings that differ from its experiment's preset. What died, was \
      interrupted or failed is shown with the node where it stopped and the command \
      that goes on from there, within the task where that was saved; it names the folders given here (--store, --datasets). Runs with \
      results that a program built from modified source computed are marked, and the stages named; \
      where other source computed results of the same version of a stage, these may differ without \
      anything telling them apart.

      EXAMPLES
        engram status
        engram status --all
        engram status --json
      """)

  @Flag(help: "Show all complete runs, not only the latest ten.")
  var all = false
  @OptionGroup var store: StoreOption
  @OptionGroup var datasets: DatasetsOption
  @Flag(help: "Write JSON: all runs.")
  var json = false

  private static let shownComplete = 10

  func run() throws {
    let options = options
    let store = try store.existing()
    let status = try StoreStatus(of: store)
    if json { return try Output.json(StatusReport(status, store, options)) }
    try Output.write(text(status, store, options))
    for (id, reason) in status.unreadable { Failure.message("run '\(id)': \(reason)") }
  }

  /// What the commands to go on need besides the run.
  private var options: [String] { store.arguments + datasets.arguments }

  private func text(_ status: StoreStatus, _ store: Store, _ options: [String]) -> String {
    var text = "store \(store.root.path)\n"
    let complete = status.runs.count { $0.state == .complete }
    let hidden = all ? 0 : max(0, complete - Self.shownComplete)
    let shown = status.runs.dropLast(hidden)
    guard !shown.isEmpty || !status.otherWork.isEmpty else {
      return text + "no runs yet; 'engram run <experiment>' makes one\n"
    }
    if !shown.isEmpty { text += "\n" + Self.table(shown, status.modifiedSource).text }
    if hidden > 0 { text += "… and \(hidden) more complete runs (--all shows them)\n" }
    if !status.otherWork.isEmpty {
      text += "\nother work\n"
      for lease in status.otherWork {
        let holder = lease.holder.map { "\($0.label)  (process \($0.pid) on \($0.host))" }
        text += "  \(holder ?? "beginning")\(lease.node.map { "  \($0)" } ?? "")\n"
      }
    }
    let resumable = shown.filter { [.died, .interrupted, .failed].contains($0.state) }
    if !resumable.isEmpty {
      text += "\nto go on\n"
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
