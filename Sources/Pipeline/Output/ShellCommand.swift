/// Commands as messages show them, to be typed.
package enum ShellCommand {
  /// The words of a command as a shell takes them, whatever characters they have.
  package static func text(_ words: [String]) -> String {
    words.map(quoted).joined(separator: " ")
  }

  /// `word` in quotes, where a shell would not take it as it is.
  package static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
        || "=,./:_-+".unicodeScalars.contains($0)
    }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
