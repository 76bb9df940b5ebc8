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
    abstract: "Protect results from removal, or list the pins.",
    discussion: """
      'engram gc' never removes what a pin keeps: a complete run with its folder and all its results, the \
      result of one node of a run, or the result with a given key. 'engram unpin' removes the pin.

      EXAMPLES
        engram pin fig4                             the latest complete run of fig4
        engram pin fig4 --name figure-of-the-paper
        engram pin fig4 train/task-05               one checkpoint
        engram pin af19044d9f70                     a result, by its key
        engram pin --list
      """)

  @Argument(
    help: ArgumentHelp(
      "A run, the beginning of its identifier, an experiment (its latest complete run), latest, or "
        + "the first digits of a key (eight or more).", valueName: "run|key"))
  var target: String?
  @Argument(help: ArgumentHelp("A node of the run, such as train/task-05.", valueName: "node"))
  var node: String?
  @Option(
    help: ArgumentHelp("Name of the pin (default: the name of what it keeps).", valueName: "name"))
  var name: String?
  @Flag(help: "List the pins, as the verb does without arguments.")
  var list = false
  @OptionGroup var store: StoreOption
  @OptionGroup var format: FormatOption<TableForm>

  func validate() throws {
    if list && target != nil {
      throw ValidationError("--list takes no run; leave out '\(target ?? "")'")
    }
    if name != nil && target == nil {
      throw ValidationError("--name needs a run or a key; give one")
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
    abstract: "Remove pins.",
    discussion: """
      The results stay until 'engram gc --delete' finds that no run or other pin uses them.

      EXAMPLES
        engram unpin figure-of-the-paper
      """)

  @Argument(help: ArgumentHelp("Names of pins.", valueName: "name"))
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
