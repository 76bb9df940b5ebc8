import ArgumentParser
import CommandLineTools
import Experiments
import Foundation
import Pipeline
import Results
import Runs
import Tables

/// `engram gc`.
struct Collect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc",
    abstract: "Free what nothing needs any more; without --delete it only tells what that is.",
    discussion: """
      Every run keeps its results, complete or not, as long as its folder is in the store; so do pins \
      (engram pin) and processes that are at work. What else there is goes: results of runs that were \
      forgotten, files of no result, damaged files that were put aside and unfinished downloads after \
      a week, what killed processes left. So to free something, forget a run: its rows and its folder \
      are removed, and those of its results that no other run has. They can be computed again.

      Others may work in the store meanwhile, and nothing that a run uses is removed.

      EXAMPLES
        engram gc                                     what could be freed
        engram gc --delete                            free it
        engram gc --forget fig4-seed3-2123            what forgetting that run would free
        engram gc --forget-unfinished --older-than 30 --delete
      """)

  @Flag(help: "Remove it. Otherwise nothing is removed.")
  var delete = false
  @Flag(help: "Remove nothing; that is the default.")
  var dryRun = false
  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp(
      "Runs to forget, by their identifiers or the beginnings of these.", valueName: "run"))
  var forget: [String] = []
  @Flag(help: "Forget runs that failed, were interrupted or died.")
  var forgetUnfinished = false
  @Option(
    help: ArgumentHelp(
      "Of these, only runs that were last asked for so many days ago.", valueName: "days"),
    transform: OptionValue.days)
  var olderThan: Double?
  @Option(
    help: ArgumentHelp(
      "How long damaged files and unfinished downloads stay (default: 7).", valueName: "days"),
    transform: OptionValue.days)
  var keepLeftovers = 7.0
  @OptionGroup var store: StoreOption
  @Flag(help: "Write JSON.")
  var json = false

  func validate() throws {
    if delete && dryRun {
      throw ValidationError("--delete and --dry-run contradict each other; give one of them")
    }
    if olderThan != nil && !forgetUnfinished {
      throw ValidationError("--older-than has no meaning without --forget-unfinished; add that")
    }
  }

  func run() throws {
    var collection = StoreCollection()
    (collection.runs, collection.forgetsUnfinished) = (forget, forgetUnfinished)
    collection.minimumAge = (olderThan ?? 0) * 86400
    collection.leftoverAge = keepLeftovers * 86400
    let store = try store.existing()
    let report =
      try delete ? collection.run(in: store) : collection.look(in: store)
    if json { return try Output.json(report) }
    if !report.items.isEmpty { try Output.write(Self.table(report).text + "\n") }
    try Output.write(Self.summary(report))
    for run in report.refused { Failure.message("the run '\(run)' stays: it is at work or pinned") }
  }

  /// What is freed, results of one stage in one line.
  private static func table(_ report: CollectionReport) -> ResultTable {
    var lines: [(kind: String, what: String, items: Int, bytes: Int)] = []
    for item in report.items {
      let what =
        switch item.kind {
        case .run, .leftover: item.name
        case .result, .savepoint: item.detail
        case .file: "of no result"
        case .quarantined: "damaged, put aside"
        }
      if let line = lines.firstIndex(where: { $0.kind == item.kind.rawValue && $0.what == what }) {
        lines[line].items += 1
        lines[line].bytes += item.bytes
      } else {
        lines.append((item.kind.rawValue, what, 1, item.bytes))
      }
    }
    return ResultTable(
      columns: ["kind", "what", "items", "bytes"],
      rows: lines.map {
        [.text($0.kind), .text($0.what), .integer(Int64($0.items)), .integer(Int64($0.bytes))]
      })
  }

  private static func summary(_ report: CollectionReport) -> String {
    let kept = report.kept
    let verb = report.isDeleted ? "freed" : "would be freed"
    return """
      \(report.freedBytes) bytes \(verb)\(report.isDeleted || report.items.isEmpty ? "" : " (by --delete)")
      \(kept.bytes) bytes stay: \(kept.results) results of \(kept.runs) runs, \(kept.pins) pins \
      and \(kept.leases) processes at work

      """
  }
}
