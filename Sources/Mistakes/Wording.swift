/// How messages speak of names, the same everywhere.
package enum Wording {
  /// A list longer than this is cut.
  private static let longest = 16

  /// Says that there is no `what` of that name, and what may have been meant: the nearest names, else
  /// all there are, else what lists them.
  ///
  ///     there is no setting 'stpes'; did you mean 'steps'?
  ///     there is no pin 'x'; there is none yet
  ///     there is no method 'x'; there are ewc, hnet, si
  ///     there is no setting 'x'; 'engram experiments describe' lists them
  ///
  /// - Parameter lister: the command that lists them, for where they are many
  package static func unknown(
    _ what: String, _ name: String, known: [String], listedBy lister: String? = nil
  ) -> String {
    let advice =
      suggestion(for: name, among: known)
      ?? (known.isEmpty
        ? "there is none yet"
        : lister.map { "'\($0)' lists them" } ?? "there \(listing(known, limit: longest))")
    return "there is no \(what) '\(quotable(name))'; \(advice)"
  }

  /// `did you mean 'a' or 'b'?`; nil where no name is near.
  ///
  /// - Parameter written: how a name is to be written
  package static func suggestion(
    for name: String, among known: [String], written: (String) -> String = { $0 }
  ) -> String? {
    let near = nearestNames(to: name, among: known).map { "'\(written($0))'" }
    guard let last = near.last else { return nil }
    let others = near.dropLast().joined(separator: ", ")
    return "did you mean \(others.isEmpty ? "" : others + " or ")\(last)?"
  }

  /// Says that several `matches` begin with what was typed, and names the first few.
  ///
  ///     several runs begin with 'fig4': fig4-seed0-5560e0, fig4-seed1-688e65; type more of the name
  package static func ambiguous(_ things: String, _ name: String, _ matches: [String]) -> String {
    "several \(things) begin with '\(quotable(name))': \(list(matches.sorted(), limit: 5)); "
      + "type more of the name"
  }

  /// `a, b, c`, or the first of them and how many more there are.
  package static func list(_ names: [String], limit: Int = longest) -> String {
    let shown = names.prefix(limit).joined(separator: ", ")
    return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
  }

  private static func listing(_ names: [String], limit: Int) -> String {
    names.count == 1 ? "is only \(names[0])" : "are \(list(names, limit: limit))"
  }

  /// What somebody typed, as messages quote it: of bounded length, without control characters.
  package static func quotable(_ text: String, limit: Int = 120) -> String {
    String(text.unicodeScalars.prefix(limit)).withoutControlCharacters
      + (text.unicodeScalars.count > limit ? "…" : "")
  }
}

extension Int {
  /// The number with what is counted, such as `1 run` or `3 runs`.
  package func text(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
