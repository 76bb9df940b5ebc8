import ArgumentParser
import Mistakes

/// The words of a command line, and the command that they name.
struct CommandWords {
  /// The whole program.
  let root: any ParsableCommand.Type
  /// All words after the name of the program.
  let words: [String]
  /// The commands from the root to the one that is named.
  let path: [any ParsableCommand.Type]
  /// The words after those that name the command.
  let rest: ArraySlice<String>
  /// Whether the first word asks for help about those that follow.
  let asksForHelp: Bool

  init(_ words: [String], of root: any ParsableCommand.Type) {
    (self.root, self.words) = (root, words)
    var rest = words[...]
    asksForHelp = rest.first.map { $0 == "help" || Self.helpFlags.contains($0) } ?? false
    if asksForHelp { rest.removeFirst() }
    var path: [any ParsableCommand.Type] = [root]
    while let word = rest.first,
      let next = path[path.count - 1].configuration.subcommands.first(where: {
        $0._commandName == word
      })
    {
      path.append(next)
      rest.removeFirst()
    }
    (self.path, self.rest) = (path, rest)
  }

  private static let helpFlags: Set<String> = ["--help", "-h"]

  /// The last command that is named; it may be a group of others.
  var group: any ParsableCommand.Type { path[path.count - 1] }

  /// The command that runs: of a group the one that stands for it, where it has one.
  var command: any ParsableCommand.Type { group.configuration.defaultSubcommand ?? group }

  /// The name of the program.
  private var program: String { root._commandName }

  /// What names the command, without the name of the program: `export csv `.
  private var prefix: String { path.dropFirst().map { $0._commandName + " " }.joined() }

  /// What shows the help of the command.
  var helpCommand: String {
    if root.configuration.subcommands.isEmpty { return "\(program) --help" }
    let names = path.dropFirst().map { $0._commandName }
    let standing = group.configuration.defaultSubcommand.map { [$0._commandName] } ?? []
    return ([program, "help"] + names + standing).joined(separator: " ")
  }

  // MARK: Verbs

  /// The names of the commands of the group.
  private var verbs: [String] {
    group.configuration.subcommands.filter { $0.configuration.shouldDisplay }.map {
      $0._commandName
    }
  }

  /// Throws `MistakenRequest` where a word stands in the place of a verb and is none.
  func checkVerb() throws {
    guard let word = rest.first else { return }
    guard !word.hasPrefix("-") else { return try checkOrder(word) }
    guard !group.configuration.subcommands.isEmpty else {
      if asksForHelp {
        throw MistakenRequest("there is no verb '\(prefix)\(word)'; see '\(helpCommand)'")
      }
      return
    }
    // Help about help is the parser's own.
    if asksForHelp, path.count == 1, word == "help" { return }
    guard !asksForHelp, group.configuration.defaultSubcommand != nil else {
      throw unknownVerb(word)
    }
    // It may be an argument of the command that stands for the group.
    let takesArguments = root.helpMessage(for: command).contains("\nARGUMENTS:\n")
    let asksHere = rest.contains { Self.helpFlags.contains($0) }
    if !takesArguments || word == "help" || (asksHere && isNearVerb) { throw unknownVerb(word) }
  }

  /// Whether the word in the place of a verb is much like one.
  private var isNearVerb: Bool {
    rest.first.map { !nearestNames(to: $0, among: verbs).isEmpty } ?? false
  }

  private func unknownVerb(_ word: String) -> MistakenRequest {
    let problem = "there is no verb '\(prefix)\(Wording.quotable(word))'"
    if word == "help" {
      return MistakenRequest("\(problem); did you mean 'help \(prefix.dropLast())'?")
    }
    let help = path.dropFirst().isEmpty ? "\(program) help" : "\(program) help \(prefix.dropLast())"
    return MistakenRequest(
      problem + "; "
        + (Wording.suggestion(for: word, among: verbs) { prefix + $0 } ?? "'\(help)' lists them"))
  }

  /// The error of a verb that was taken for an argument and is much like one of the group's.
  var mistypedVerb: MistakenRequest? {
    guard let word = rest.first, group.configuration.defaultSubcommand != nil, isNearVerb else {
      return nil
    }
    return unknownVerb(word)
  }

  /// Throws `MistakenRequest` for an option before the verb that it belongs to.
  private func checkOrder(_ option: String) throws {
    let verbs = self.verbs
    guard path.count == 1, !Self.helpFlags.contains(option), option != "--version",
      let verb = rest.first(where: verbs.contains)
    else { return }
    throw MistakenRequest(
      "the option '\(Wording.quotable(option))' comes after the verb: \(program) \(verb) "
        + "\(Wording.quotable(option)) …")
  }
}
