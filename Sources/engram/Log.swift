import ArgumentParser
import CommandLineTools
import Foundation
import Pipeline
import Results
import Runs
import Tables

/// `engram log`.
struct Log: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what happened in a run, and when.",
    discussion: """
      begin and end of each time that the run was asked for, and in between every stage: started, \
      computed, found (hit), waited for another process, found damaged. A line that a killed process \
      left unfinished is left out, and counted on standard error.

      EXAMPLES
        engram log fig4
        engram log fig4-seed3-2123 --json
        engram log latest --format jsonl
        engram log latest --follow
      """)

  @OptionGroup var target: RunArgument
  @OptionGroup var store: StoreOption
  @OptionGroup var format: FormatOption
  @Flag(help: "Go on, a line for each event, until nobody is at work on the run any more.")
  var follow = false

  func validate() throws {
    if follow && !format.isTable && !format.isJSONLines {
      throw ValidationError(
        "--follow gives plain lines, or JSON with --format jsonl; choose one of them")
    }
  }

  func run() throws {
    let store = try store.existing()
    let run = try RunCatalog(of: store).resolve(target.name)
    let folder = try RunFolder(run.id, in: store, creating: false)
    if follow { return try keepShowing(folder, of: run.id, in: store) }
    let log = try folder.events()
    try format.write(format.isTable ? Self.table(log.events) : Self.columns(log.events))
    if log.isCut { Failure.message("the file of events is large: its beginning was left out") }
    if log.damagedLines > 0 {
      Failure.message(
        "\(log.damagedLines) unfinished lines were left out: a process was killed while it wrote")
    }
  }

  private func keepShowing(_ folder: RunFolder, of run: String, in store: Store) throws {
    var shown = 0
    while true {
      // Looked at before the events, so that none of them is missed.
      let isOver = try !store.liveLeases().contains { $0.holder?.label == run }
      let events = try folder.events().events
      for event in events.dropFirst(shown) {
        try Output.write(
          format.isTable
            ? Self.row(event).joined(separator: "  ") + "\n" : Self.columns([event]).jsonLines)
      }
      shown = max(shown, events.count)
      if isOver { return }
      usleep(200_000)
    }
  }

  private static func table(_ events: [RunEvents.Event]) -> ResultTable {
    ResultTable(
      columns: ["time", "event", "node", "details"],
      rows: events.map { row($0).map(TableValue.text) })
  }

  private static func row(_ event: RunEvents.Event) -> [String] {
    let first = ["time", "event", "node"]
    let details = event.filter { !first.contains($0.key) }
      .sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return first.map { event[$0] ?? "" } + [details.joined(separator: ", ")]
  }

  /// A column for each kind of detail that there is.
  private static func columns(_ events: [RunEvents.Event]) -> ResultTable {
    let first = ["time", "event", "node"]
    let columns = first + Set(events.flatMap(\.keys)).subtracting(first).sorted()
    return ResultTable(
      columns: columns,
      rows: events.map { event in columns.map { name in event[name].map { .text($0) } ?? .null } })
  }
}
