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
    abstract: "Show the events of a run.",
    discussion: """
      The events of a run are its beginnings and ends, and those of every stage: started, computed, found \
      (hit), waited for another process, found damaged. If a process was killed while it wrote a line, the line \
      is left out, and standard error says so. Standard error says which run is shown, unless its whole \
      identifier was given.

      EXAMPLES
        engram log fig4
        engram log fig4-seed3-2123 --json
        engram log latest --format jsonl
        engram log latest --follow
      """)

  @OptionGroup var target: RunArgument
  @Flag(help: "Follow the run: write a line for each event until no process works on it.")
  var follow = false
  @OptionGroup var store: StoreOption
  @OptionGroup var format: FormatOption<TableForm>

  func validate() throws {
    if follow && ![.table, .jsonl].contains(format.form) {
      throw ValidationError(
        "--follow writes plain lines, or JSON lines with --format jsonl; leave out "
          + "'--format \(format.form.rawValue)'")
    }
  }

  func run() throws {
    let store = try store.existing()
    let run = try RunCatalog(of: store).resolve(target.name)
    let named = NamedRun(target.name, run)
    let folder = try RunFolder(run.id, in: store, creating: false)
    if follow {
      named.tell()
      return try keepShowing(folder, of: run.id, in: store)
    }
    let log = try folder.events()
    try format.write(format.form == .table ? Self.table(log.events) : Self.columns(log.events))
    named.tell()
    if log.isCut { Failure.message("the file of events is large; its beginning is left out") }
    if log.damagedLines > 0 {
      Failure.message(
        "\(log.damagedLines) unfinished lines are left out: a process was killed while it wrote")
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
          format.form == .table
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
