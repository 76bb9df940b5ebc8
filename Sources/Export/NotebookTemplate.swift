import Foundation
import Pipeline
import Results

/// A notebook that the program can write: a name, and cells that read the results of runs.
package struct NotebookTemplate: Sendable {
  /// Which runs it shows.
  package enum Subject: Hashable, Sendable {
    /// One run: the latest of the experiment with rows in the table that it draws, unless another is
    /// named.
    case latestRun(experiment: String, table: String)
    /// The runs of cells of Table 1.
    case table1
    /// The runs of the panels of the figure that has the notebook's name.
    case panels
  }

  /// The runs that a notebook shows.
  package enum Content: Sendable {
    /// One.
    case run(String)
    /// Those of Table 1, and what is reported of them.
    case table1([String], Table1Report)
    /// Those of each panel that was run, by seed, and what is to be seen of them, in words.
    case panels([(title: String, runs: [String])], verdicts: [String])
  }

  /// The name on the command line, and of the file.
  package let name: String
  /// What it shows.
  package let summary: String
  /// Of which runs.
  package let subject: Subject
  let cells: @Sendable (_ content: Content, _ store: String) -> [Notebook.Cell]

  /// The template `name`, or nil.
  package static func named(_ name: String) -> NotebookTemplate? { all.first { $0.name == name } }

  /// Writes `<name>.ipynb` into `folder` and returns its place.
  ///
  /// - Parameters:
  ///   - content: the runs to show, as the subject has them.
  ///   - store: the store's folder, which the notebook refers to relative to its own where that is
  ///     beside it or deeper, and which the variable `ENGRAM_STORE` overrides.
  /// - Throws: `OutputError` where the file cannot be written.
  package func write(_ content: Content, store: URL, to folder: URL) throws -> URL {
    let target = folder.appendingPathComponent("\(name).ipynb")
    let notebook = Notebook(cells(content, Self.path(of: store, from: folder)))
    try OutputFile(target.path, within: folder).write(notebook.json())
    return target
  }

  /// `store` as a notebook in `folder` finds it.
  private static func path(of store: URL, from folder: URL) -> String {
    let store = store.standardizedFileURL
    // A notebook runs where the links end. The store itself may be a link, which stays what is meant.
    let folder = components(folder.standardizedFileURL)
    let parent = components(store.deletingLastPathComponent())
    // To a store elsewhere the way would be a guess that the two are moved together.
    guard parent.count > 1, folder.count > parent.count, folder.starts(with: parent) else {
      return store.path
    }
    return String(repeating: "../", count: folder.count - parent.count) + store.lastPathComponent
  }

  /// The names on the way to `folder`, without links; its end may be missing.
  private static func components(_ folder: URL) -> [String] {
    if folder.path == "/" || FileManager.default.fileExists(atPath: folder.path) {
      return folder.resolvingSymlinksInPath().pathComponents
    }
    return components(folder.deletingLastPathComponent()) + [folder.lastPathComponent]
  }
}

/// A text as a Python string literal.
func pythonLiteral(_ text: String) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .withoutEscapingSlashes
  // JSON's string literals are Python's, too.
  return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
}

/// Texts as a Python list, one to a line.
func pythonLiteral(_ texts: [String], indent: Int = 0) -> String {
  let margin = String(repeating: " ", count: indent)
  return "[\n" + texts.map { "\(margin)    \(pythonLiteral($0)),\n" }.joined() + "\(margin)]"
}
