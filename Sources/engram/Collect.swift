import ArgumentParser
import CommandLineTools
import Foundation
import Pipeline
import Results
import Runs
import Tables

/// `engram gc`.
struct Collect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc",
    abstract: "List results that no run or pin uses; --delete removes them.",
    discussion: """
      Without --delete nothing is removed; the command only says what could be.

      A run keeps its results, complete or not, as long as its folder is in the store. Pins, processes at work \
      and submissions keep theirs. All other results can be removed: those of forgotten runs, files of no result, and what \
      killed processes left. Damaged files and unfinished downloads can be removed after a week.

      To free more, forget a run. Its rows, its folder and the results that only it needs are removed. They can \
      be computed again. Other processes may work in the store meanwhile; nothing that they use is removed.

      EXAMPLES
        engram gc                                what could be removed
        engram gc --delete                       remove it
        engram gc --forget fig4-seed3-2123       what forgetting this run frees
        engram gc --forget-unfinished --older-than 30 --delete
      """)

  @Flag(help: "Remove what is listed.")
  var delete = false
  @Flag(help: "Only list it; that is the default.")
  var dryRun = false
  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp(
      "Runs to forget: identifiers or beginnings of identifiers.", valueName: "run"))
  var forget: [String] = []
  @Flag(help: "Forget runs that died, failed or were interrupted.")
  var forgetUnfinished = false
  @Option(
    help: ArgumentHelp(
      "With --forget-unfinished: only runs that were last started this many days ago.",
      valueName: "days"),
    transform: OptionValue.days)
  var olderThan: Double?
  @Option(
    help: ArgumentHelp(
      "How long damaged files and unfinished downloads are kept (default: 7).", valueName: "days"),
    transform: OptionValue.days)
  var keepLeftovers = 7.0
  @OptionGroup var store: StoreOption
  @OptionGroup var format: FormatOption<SummaryForm>

  func validate() throws {
    if delete && dryRun {
      throw ValidationError("--delete and --dry-run contradict each other; give one of them")
    }
    if olderThan != nil && !forgetUnfinished {
      throw ValidationError("--older-than has no effect without --forget-unfinished; add it")
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
    if format.isJSON { return try Output.json(report) }
    if !report.items.isEmpty { try Output.write(Self.table(report).text + "\n") }
    try Output.write(Self.summary(report))
    for run in report.refused {
      Failure.message("the run '\(run)' is kept: it is at work, pinned, or part of a submission")
    }
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
        case .quarantined: "damaged, in quarantine"
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
    let verb = report.isDeleted ? "removed" : "could be removed"
    return """
      \(report.freedBytes) bytes \(verb)\(report.isDeleted || report.items.isEmpty ? "" : "; --delete removes them")
      \(kept.bytes) bytes are kept: \(kept.results) results of \(kept.runs) runs, \(kept.pins) pins \
      and \(kept.leases) processes at work

      """
  }
}
