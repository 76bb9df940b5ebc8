import ArgumentParser
import Mistakes
import Results
import Settings

extension CommandWords {
  /// `error` in the words of this program: what the parser of arguments says is worded anew, and what
  /// only the command line can tell is added to others.
  func explained(_ error: any Error) -> any Error {
    if root.exitCode(for: error) == .validationFailure {
      return mistypedVerb ?? mistypedOption ?? worded(root.message(for: error))
    }
    switch error {
    case SettingError.unknown("experiment", let name, _) where name.contains("="):
      return MistakenRequest(
        "an experiment is missing before '\(Wording.quotable(name))'\n\(usage)")
    case SettingError.unknown("setting", let name, let known):
      return unknownSetting(name, known: known) ?? error
    case SettingError.malformed(let name):
      guard SettingKey.all.contains(where: { $0.name == name }),
        let index = words.firstIndex(of: name), words.indices.contains(index + 1),
        !words[index + 1].hasPrefix("-"), !words[index + 1].contains("=")
      else { return error }
      let written = Wording.quotable("\(name)=\(words[index + 1])")
      return MistakenRequest("the setting '\(name)' has no value; did you mean '\(written)'?")
    case let unknown as ResultsError where unknown.code == .unknownRun:
      return mistypedVerb ?? optionWithoutDashes ?? error
    case is MistakenRequest: return optionWithoutDashes ?? error
    default: return error
    }
  }

  /// The error of an option typed as `key=value` where the command takes none.
  private var optionWithoutDashes: MistakenRequest? {
    guard !takesSettings else { return nil }
    for word in rest {
      let name = word.prefix { $0 != "=" }
      if name.count < word.count, options.contains(where: { $0.name == "--" + name }) {
        return unknownSetting(String(name), known: [])
      }
    }
    return nil
  }

  /// What `ArgumentParser` says, in the words of this program.
  private func worded(_ message: String) -> MistakenRequest {
    if let match = message.firstMatch(of: #/^Unknown option '(.+?)'(\. Did|\n|$)/#) {
      return unknownOption(String(match.1))
    }
    if let match = message.wholeMatch(
      of: #/(?s)The value '(.*)' is invalid for '([^' ]*)[^']*'(.*)/#)
    {
      return impossible(String(match.1), for: String(match.2), because: String(match.3))
    }
    if let match = message.firstMatch(of: #/^Missing value for '(\S+)(.*)'$/#) {
      return MistakenRequest(
        "the option '\(match.1)' needs a value: \(match.1)\(match.2)\n\(usage)")
    }
    if let match = message.firstMatch(of: #/^The option '(.+)' does not take any value, but '/#) {
      return MistakenRequest(
        "the option '\(match.1)' takes no value; write '\(match.1)' alone\n\(usage)")
    }
    if let match = message.firstMatch(of: #/^Missing expected argument '(.+)'$/#) {
      return MistakenRequest("an argument is missing: \(match.1)\n\(usage)")
    }
    if message.contains(#/(?s)^(Unexpected argument|\d+ unexpected arguments:?) '/#) {
      return superfluous(message)
    }
    return MistakenRequest(message)
  }

  /// The error of the value `text` of an option or argument.
  private func impossible(_ text: String, for name: String, because reason: String)
    -> MistakenRequest
  {
    let text = Wording.quotable(text)
    let isOption = name.hasPrefix("-")
    let problem = "invalid value " + (isOption ? "\(name) \(text)" : "'\(text)'")
    guard reason.contains("Please provide one of") else {
      let reason = reason.trimmingPrefix(": takes")
      return MistakenRequest(reason.isEmpty ? problem : "\(problem); allowed:\(reason)")
    }
    let choices = reason.matches(of: #/(?:'([^']+)')|(?:\n  - (\S+))/#).compactMap {
      ($0.1 ?? $0.2).map(String.init)
    }
    return MistakenRequest(
      Wording.suggestion(for: text, among: choices).map { "\(problem); \($0)" }
        ?? "\(problem); allowed: \(choices.joined(separator: ", "))")
  }

  /// The error of arguments that the command has no use for, which `message` lists in quotes.
  private func superfluous(_ message: String) -> MistakenRequest {
    let list = message.drop { $0 != "'" }
    guard let first = list.dropFirst().firstMatch(of: #/(?s)^(.*?)('$|', ')/#)?.1 else {
      return MistakenRequest(message)
    }
    let problem = "'\(Wording.quotable(String(first)))' is one argument too many"
    // An option may be meant, without its dashes.
    let near = nearestOptions(to: String(first.prefix { $0 != "=" })).first
    return MistakenRequest(
      problem + (near.map { "; did you mean '\($0.name)'?" } ?? "") + "\n" + usage)
  }
}
