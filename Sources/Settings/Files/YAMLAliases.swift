/// Looks for aliases (`*name`) of anchors (`&name`) in YAML before a parser sees it.
///
/// A few hundred bytes of nested aliases stand for a tree of billions of nodes, and a parser that
/// compares keys walks through it. No experiment file needs one.
enum YAMLAliases {
  /// The first `*name` for which there is an `&name`, both wherever they stand.
  ///
  /// Quotes and comments are not told apart from the rest: in them, too, the pair would be strange,
  /// and what a mere look takes for a comment may be none. So nothing gets by. O(bytes).
  static func first(in text: String) -> (name: String, place: FileError.Place)? {
    let anchors = Set(marked(by: "&", in: text).map(\.name))
    return marked(by: "*", in: text).first { anchors.contains($0.name) }
  }

  /// The names that follow `mark`, with the place of the mark.
  private static func marked(
    by mark: Unicode.Scalar, in text: String
  ) -> [(name: String, place: FileError.Place)] {
    var found: [(name: String, place: FileError.Place)] = []
    var (line, column) = (1, 0)
    var open: (name: String, place: FileError.Place)?
    for scalar in text.unicodeScalars {
      column += 1
      if let (name, place) = open {
        if isNamePart(scalar) {
          open = (name + String(Character(scalar)), place)
          continue
        }
        if !name.isEmpty { found.append((name, place)) }
        open = nil
      }
      if scalar == mark { open = ("", .init(line: line, column: column)) }
      if scalar == "\n" { (line, column) = (line + 1, 0) }
    }
    if let (name, place) = open, !name.isEmpty { found.append((name, place)) }
    return found
  }

  /// The characters of an anchor's name in YAML 1.1 as libyaml reads it.
  private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
    default: false
    }
  }
}
