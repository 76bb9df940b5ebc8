import Foundation

/// A Jupyter notebook (nbformat 4.5) without outputs: executing it makes them.
package struct Notebook: Encodable {
  /// A cell's text, of one of the two kinds.
  package enum Cell: Sendable {
    /// Text for readers.
    case markdown(String)
    /// Python code.
    case code(String)
  }

  private let cells: [CellDocument]

  /// A notebook of these cells; equal cells give equal bytes.
  package init(_ cells: [Cell]) {
    self.cells = cells.enumerated().map { CellDocument($1, id: "cell-\($0 + 1)") }
  }

  /// The file's bytes.
  package func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  private enum CodingKeys: String, CodingKey { case cells, metadata, nbformat, nbformat_minor }

  /// Writes the notebook as nbformat has it, with a Python 3 kernel.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(cells, forKey: .cells)
    try container.encode(
      [
        "kernelspec": ["display_name": "Python 3", "language": "python", "name": "python3"],
        "language_info": ["name": "python"],
      ], forKey: .metadata)
    try container.encode(4, forKey: .nbformat)
    try container.encode(5, forKey: .nbformat_minor)
  }

  private struct CellDocument: Encodable {
    let cell: Cell
    let id: String

    init(_ cell: Cell, id: String) { (self.cell, self.id) = (cell, id) }

    enum CodingKeys: String, CodingKey {
      case cell_type, id, metadata, source, execution_count, outputs
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(id, forKey: .id)
      try container.encode([String: String](), forKey: .metadata)
      switch cell {
      case .markdown(let text):
        try container.encode("markdown", forKey: .cell_type)
        try container.encode(lines(text), forKey: .source)
      case .code(let text):
        try container.encode("code", forKey: .cell_type)
        try container.encode(lines(text), forKey: .source)
        try container.encodeNil(forKey: .execution_count)
        try container.encode([String](), forKey: .outputs)
      }
    }

    /// The text as nbformat keeps it: lines with their ends.
    private func lines(_ text: String) -> [String] {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      return lines.dropLast().map { $0 + "\n" } + lines.suffix(1).filter { !$0.isEmpty }
    }
  }
}
