import Foundation

extension ExperimentFile {
  /// The text of a file that lists all of `settings`, with comments; reading it gives them again.
  ///
  /// - Parameter preset: the preset from which the file derives.
  package static func text(of settings: ExperimentSettings, from preset: Preset) -> String {
    var text =
      comment("\(preset.name): \(preset.summary).") + """
        #
        # 'engram run THIS-FILE [key=value …]' runs it. A setting that is removed here has its value in the
        # experiment below, which the comments state.

        \(presetKey): \(preset.name)

        """
    let base = settings.selected()
    let found = SearchedHyperparameters.of(settings)
    for section in SettingSection.allCases {
      text += "\n# ---- \(section.title) ----\n"
      for key in section.keys {
        let usual = key.show(key.isSelector(in: preset.name) ? preset.settings : base)
        let meaning = key.meaning.prefix(1).uppercased() + key.meaning.dropFirst()
        text += "\n" + comment("\(meaning).")
        text += comment(
          "Allowed: \(key.allowed). Value in \(preset.name): \(usual.isEmpty ? "nothing" : usual)")
        if let found, found.finds(key.name), found.isUsed(in: base) {
          text += comment("This value is \(found.provenance)")
        }
        text += "\(key.name): \(value(of: key, in: settings))\n"
      }
    }
    return text
  }

  /// A setting's value as YAML.
  package static func value(of key: SettingKey, in settings: ExperimentSettings) -> String {
    let text = key.show(settings)
    func list(_ text: Substring) -> String {
      "[" + text.split(separator: ",").joined(separator: ", ") + "]"
    }
    switch key.kind {
    case .sizes: return list(text[...])
    case .groups where text.contains("-"): return scalar(text)
    case .groups: return "[" + text.split(separator: "/").map(list).joined(separator: ", ") + "]"
    case .text, .number, .choice, .wholeNumber, .flag, .schedule, .layers: return scalar(text)
    }
  }

  /// A text as a YAML scalar, in quotes where it could be taken for something else.
  private static func scalar(_ text: String) -> String {
    let isPlain =
      text.first.map { $0.isASCII && ($0.isLetter || $0.isNumber) } == true && text.last != ":"
      && text.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: Array(".,:+-_/".utf8).contains($0)
        }
      }
    if isPlain { return text }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    // A JSON string is a YAML scalar in double quotes.
    return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }

  /// A comment of lines of at most 100 columns.
  private static func comment(_ text: String) -> String {
    var lines = ["#"]
    for word in text.split(separator: " ") {
      if lines[lines.count - 1].count + word.count > 98 { lines.append("#") }
      lines[lines.count - 1] += " " + word
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
