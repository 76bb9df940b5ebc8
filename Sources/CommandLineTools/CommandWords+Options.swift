import ArgumentParser
import Mistakes
import Settings

extension CommandWords {
  /// An option of the command.
  struct Option {
    /// With its dashes.
    let name: String
    /// What its value is called; nil for a flag.
    let value: String?

    /// As it is to be typed, with the value `text`.
    func written(_ text: String?) -> String {
      value.map { "\(name) \(text ?? "<\($0)>")" } ?? name
    }
  }

  /// The long options of the command, as its help lists them.
  var options: [Option] {
    root.helpMessage(for: command, columns: 1000).split(separator: "\n")
      .drop { $0 != "OPTIONS:" }.compactMap { line in
        line.firstMatch(of: #/^  (?:-\w, )?(--[a-z-]+)(?: <([^>]*)>)?/#).map {
          Option(name: String($0.1), value: $0.2.map(String.init))
        }
      }
  }

  /// The option most like `name`, which is without dashes.
  func nearestOptions(to name: String) -> [Option] {
    let options = options
    return nearestNames(to: name, among: options.map { String($0.name.dropFirst(2)) })
      .compactMap { near in options.first { $0.name == "--" + near } }
  }

  /// Whether the command takes settings, as `key=value`.
  var takesSettings: Bool { root.usageString(for: command).contains("key=value") }

  /// The usage of the command in a line, and what shows its help.
  var usage: String {
    let usage = root.usageString(for: command).split(separator: "\n").first ?? ""
    return "usage: \(usage.trimmingPrefix("Usage: "))\nsee '\(helpCommand)'"
  }

  /// The value that was typed for the option `name`: after it, or after an equals sign.
  func typedValue(ofOption name: String) -> String? {
    if let joined = words.first(where: { $0.hasPrefix(name + "=") }) {
      return String(joined.dropFirst(name.count + 1))
    }
    guard let index = words.firstIndex(of: name), words.indices.contains(index + 1) else {
      return nil
    }
    let next = words[index + 1]
    return next.hasPrefix("-") && Double(next) == nil ? nil : next
  }

  /// The error of an option that the command does not have: it may be a setting, or one mistyped.
  func unknownOption(_ name: String) -> MistakenRequest {
    let problem = "there is no option '\(Wording.quotable(name))'"
    let bare = String(name.drop { $0 == "-" })
    let value = typedValue(ofOption: name).map { Wording.quotable($0) } ?? "VALUE"
    let settings = takesSettings ? SettingKey.all.map(\.name) : []
    let key = bare.replacing("-", with: "_")
    if settings.contains(key) {
      return MistakenRequest("\(problem); a setting has no dashes: write '\(key)=\(value)'")
    }
    let options = options.map { String($0.name.dropFirst(2)) }
    let advice =
      Wording.suggestion(for: bare, among: options) { "--\($0)" }
      ?? Wording.suggestion(for: bare, among: settings) { "\($0)=\(value)" }
    return MistakenRequest(problem + (advice.map { "; \($0)" } ?? "") + "\n" + usage)
  }

  /// The error of the first word that looks like an option and is none, whatever the parser found first:
  /// it may take `-quiet` for five options, or the value for an argument.
  var mistypedOption: MistakenRequest? {
    let options = options
    for word in rest.prefix(while: { $0 != "--" }) where word.hasPrefix("-") && word.count > 2 {
      let name = String(word.prefix { $0 != "=" })
      if options.contains(where: { $0.name == name }) { continue }
      let bare = String(name.drop { $0 == "-" })
      let key = bare.replacing("-", with: "_")
      let isLong = name.hasPrefix("--")
      if isLong || !nearestOptions(to: bare).isEmpty
        || SettingKey.all.contains(where: { $0.name == key })
      {
        return unknownOption(name)
      }
    }
    return nil
  }

  /// The error of a setting that there is not, where an option of that name may be meant.
  func unknownSetting(_ name: String, known: [String]) -> MistakenRequest? {
    let option =
      options.first { $0.name == "--" + name }
      ?? (nearestNames(to: name, among: known).isEmpty ? nearestOptions(to: name).first : nil)
    guard let option else { return nil }
    let value = words.first { $0.hasPrefix(name + "=") }.map {
      String($0.dropFirst(name.count + 1))
    }
    let written = Wording.quotable(option.written(value))
    return MistakenRequest(
      option.name == "--" + name
        ? "'\(name)' is an option: write '\(written)'"
        : "there is no setting '\(name)'; did you mean '\(written)'?")
  }
}
