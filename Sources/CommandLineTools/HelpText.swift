/// Help as the command shows it.
enum HelpText {
  /// The columns of a terminal that nobody has widened.
  private static let width = 80

  /// `text` with its line of usage broken, so that it fits 80 columns as all other lines do.
  static func fitted(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("USAGE: ") && line.count > width ? broken(line) : String(line)
    }.joined(separator: "\n")
  }

  /// The line in several, each beginning below the name of the command.
  private static func broken(_ line: Substring) -> String {
    var lines: [String] = []
    for part in parts(of: line) {
      if let last = lines.last, last.count + 1 + part.count <= width {
        lines[lines.count - 1] += " " + part
      } else {
        lines.append(lines.isEmpty ? part : String(repeating: " ", count: 9) + part)
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The words of a usage; what stands in brackets is one word.
  private static func parts(of line: Substring) -> [String] {
    var parts = [""]
    var depth = 0
    for character in line {
      if "[<".contains(character) { depth += 1 }
      if "]>".contains(character) { depth -= 1 }
      if character == " ", depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }
}
