import ArgumentParser
import CommandLineTools
import Foundation
import Mistakes
import Pipeline
import Results
import Tables

/// `engram pin`.
struct PinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin",
    abstract: "Keep results whatever becomes of their runs, or list what is kept.",
    discussion: """
      A pin keeps what it names from 'engram gc': a complete run with its folder and all its results, \
      the result of one of its nodes, or a result by the beginning of its key. 'engram unpin' takes it \
      back.

      EXAMPLES
        engram pin fig4                             the latest complete fig4 run
        engram pin fig4 --name figure-of-the-paper
        engram pin fig4 train/task-05               one checkpoint
        engram pin af19044d9f70                     a result, by its key
        engram pin --list
      """)

  @Argument(
    help: ArgumentHelp(
      "A run, the beginning of its identifier, an experiment (its latest complete run), latest, or "
        + "eight or more digits of a key.", valueName: "run|key"))
  var target: String?
  @Argument(help: ArgumentHelp("A node of the run, such as train/task-05.", valueName: "node"))
  var node: String?
  @Option(help: ArgumentHelp("The pin's name (default: what it keeps).", valueName: "name"))
  var name: String?
  @Flag(help: "List the pins; so does the command without arguments.")
  var list = false
  @OptionGroup var store: StoreOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    if list && target != nil {
      throw ValidationError("--list takes no run; leave '\(target ?? "")' out")
    }
    if name != nil && target == nil {
      throw ValidationError("--name needs a run or a key to name; give one")
    }
  }

  func run() throws {
    let store = try store.existing()
    guard let target else { return try format.write(try Self.table(store.pins())) }
    let pin = try Pin.of(target, node: node, name: name, in: store)
    try store.add(pin)
    if let stored = try store.pin(named: pin.name) { try format.write(Self.table([stored])) }
  }

  private static func table(_ pins: [Pin]) -> ResultTable {
    ResultTable(
      columns: ["pin", "run", "node", "results", "made_at"],
      rows: pins.map { pin in
        [
          .text(pin.name), pin.run.map { .text($0) } ?? .null, pin.node.map { .text($0) } ?? .null,
          .integer(Int64(pin.keys.count)), .text(pin.createdAt.storeText),
        ]
      })
  }
}

/// `engram unpin`.
struct Unpin: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Remove pins; their results stay as long as something else needs them.",
    discussion: """
      EXAMPLES
        engram unpin figure-of-the-paper
      """)

  @Argument(help: ArgumentHelp("The pins' names.", valueName: "name"))
  var names: [String]
  @OptionGroup var store: StoreOption

  func run() throws {
    let store = try store.existing()
    let known = try store.pins().map(\.name)
    for name in names where !known.contains(name) {
      throw MistakenRequest(
        unknown: "pin", name, known: known, listedBy: "engram pin --list")
    }
    for name in names {
      try store.removePin(named: name)
      try Output.write("unpinned \(name)\n")
    }
  }
}
