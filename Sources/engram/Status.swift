import ArgumentParser
import Experiments
import Foundation
import Pipeline
import Results

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

      What died, was interrupted or failed is shown with the node where it stopped and the command \
      that goes on from there. Runs whose program was built from modified source are marked: another \
      program of the same stage versions may give other results.

      EXAMPLES
        engram status
        engram status --all
        engram status --json
      """)

  @Flag(help: "Show all complete runs, not only the latest ten.")
  var all = false
  @OptionGroup var store: StoreOption
  @Flag(help: "Write JSON: all runs.")
  var json = false

  private static let shownComplete = 10

  func run() throws {
    let store = try store.existing()
    let status = try StoreStatus(of: store)
    if json { return try Output.json(StatusReport(status, store)) }
    Output.write(text(status, store))
    for (id, reason) in status.unreadable { Failure.message("run '\(id)': \(reason)") }
  }

  private func text(_ status: StoreStatus, _ store: Store) -> String {
    var text = "store \(store.root.path)\n"
    let complete = status.runs.count { $0.state == .complete }
    let hidden = all ? 0 : max(0, complete - Self.shownComplete)
    let shown = status.runs.dropLast(hidden)
    guard !shown.isEmpty || !status.otherWork.isEmpty else {
      return text + "no runs yet; 'engram run <experiment>' makes one\n"
    }
    if !shown.isEmpty { text += "\n" + Self.table(shown).text }
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
      text += "\nto go on\n" + resumable.map { "  \($0.run.command)\n" }.joined()
    }
    let uncertain = status.uncertainStages
    if !uncertain.isEmpty {
      text += "\ncomputed by modified source, the stage's version unchanged\n"
      for stage in uncertain {
        text += "  \(stage.stage) \(stage.version)  in \(stage.runs.count) runs"
        if !stage.otherRevisions.isEmpty {
          let revisions = stage.otherRevisions.map { String($0.prefix(12)) }
          text += ", by others at \(revisions.joined(separator: ", "))"
        }
        text += "\n"
      }
    }
    return text
  }

  private static func table(_ runs: some Sequence<RunStanding>) -> QueryResult {
    QueryResult(
      columns: ["run", "state", "stages", "at", "elapsed", "since", "process", "source"],
      rows: runs.map { standing in
        [
          .text(standing.run.id), .text(standing.state.rawValue), .text(standing.stagesText),
          .text(standing.placeText), .text(ProgressDisplay.duration(standing.elapsed)),
          .text(standing.startedAt.storeText),
          .text(standing.holder.map { "\($0.pid) on \($0.host)" } ?? ""),
          .text(standing.run.program.sourceIsDirty == true ? "modified" : ""),
        ]
      })
  }
}

extension RunStanding {
  /// Such as `3 of 8`.
  fileprivate var stagesText: String { "\(stepsDone)" + (steps.map { " of \($0)" } ?? "") }

  /// The node at work and how far it is, or where the run stopped.
  fileprivate var placeText: String {
    guard let node else { return "" }
    guard let progress, progress.total > 0 else { return node }
    return "\(node)  \(100 * progress.completed / progress.total) %"
  }
}
