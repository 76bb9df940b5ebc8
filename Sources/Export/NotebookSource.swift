import Foundation

/// The text of a notebook as a Python file: cells after lines `# %%`, as many editors know them.
///
/// | line | what follows |
/// |---|---|
/// | `# %% [markdown]` | a cell of text, in comments; `{{name}}` stands for a text that is filled in |
/// | `# %%` | a cell of code |
/// | `# %% parameters` | assignments `NAME = …`, a line each, whose values are filled in |
/// | `# %% include store` | the cell of the file `store.py`, which several notebooks have |
struct NotebookSource {
  private let text: String

  /// A source; `file` is an embedded one.
  init(_ file: [UInt8]) { text = String(decoding: file, as: UTF8.self) }

  /// What several notebooks include.
  private static let shared = [
    "store": PackageResources.store_py, "activations": PackageResources.activations_py,
  ]

  /// The cells, with Python literals for the assignments of the parameters, and texts for the marks.
  ///
  /// Traps where the file and what fills it do not fit: both are parts of the program.
  func cells(
    assigning values: [String: String], filling texts: [String: String] = [:]
  ) -> [Notebook.Cell] {
    var cells: [Notebook.Cell] = []
    var assigned: Set<String> = []
    for part in ("\n" + text).components(separatedBy: "\n# %%").dropFirst() {
      let (kind, body) = Self.divided(part)
      switch kind {
      case "": cells.append(.code(body))
      case "[markdown]": cells.append(.markdown(Self.filled(Self.uncommented(body), texts)))
      case "parameters":
        cells.append(.code(Self.assigned(body, values, &assigned)))
      default:
        guard kind.hasPrefix("include "), let file = Self.shared[String(kind.dropFirst(8))] else {
          preconditionFailure("a notebook has cells of kind '\(kind)'")
        }
        cells.append(.code(String(decoding: file, as: UTF8.self).trimmed))
      }
    }
    precondition(assigned == Set(values.keys), "a notebook takes \(assigned.sorted())")
    return cells
  }

  /// The rest of the line that begins a cell, and what follows.
  private static func divided(_ part: String) -> (kind: String, body: String) {
    let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    return (String(lines[0]).trimmed, lines.count > 1 ? String(lines[1]).trimmed : "")
  }

  /// Comments without their marks.
  private static func uncommented(_ body: String) -> String {
    body.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("# ") ? $0.dropFirst(2) : $0.dropFirst() }.joined(separator: "\n")
  }

  private static func filled(_ text: String, _ texts: [String: String]) -> String {
    texts.reduce(text) { $0.replacing("{{\($1.key)}}", with: $1.value) }
  }

  /// The assignments with their values; the names that were found are added to `assigned`.
  private static func assigned(
    _ body: String, _ values: [String: String], _ assigned: inout Set<String>
  ) -> String {
    body.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard let name = values.keys.first(where: { line.hasPrefix("\($0) = ") }) else {
        precondition(line.hasPrefix("#"), "no value for '\(line)'")
        return String(line)
      }
      assigned.insert(name)
      return "\(name) = \(values[name] ?? "")"
    }.joined(separator: "\n")
  }
}

extension String {
  /// Without white space at both ends.
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
