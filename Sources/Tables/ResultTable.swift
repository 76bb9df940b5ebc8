import Mistakes

/// A table: named columns and rows of typed values. The answer to a query, or a summary that a verb shows.
package struct ResultTable: Hashable, Sendable {
  /// The columns' names, in their order.
  package var columns: [String]
  /// The rows; each has one value per column.
  package var rows: [[TableValue]]

  /// A table; traps if a row's length differs from the number of columns.
  package init(columns: [String], rows: [[TableValue]]) {
    precondition(
      rows.allSatisfy { $0.count == columns.count }, "every row needs \(columns.count) values")
    self.columns = columns
    self.rows = rows
  }

  /// The values of the column `name`; nil if there is none.
  package subscript(column name: String) -> [TableValue]? {
    columns.firstIndex(of: name).map { index in rows.map { $0[index] } }
  }

  /// An aligned table for a terminal: a header, a rule and a line per row, numbers to the right.
  package var text: String {
    let cells = rows.map { row in row.map { Self.oneLine($0.plainText) } }
    let numeric = columns.indices.map { column in
      rows.contains { $0[column].isNumber }
        && rows.allSatisfy { $0[column].isNumber || $0[column] == .null }
    }
    let widths = columns.indices.map { column in
      max(columns[column].count, cells.map { $0[column].count }.max() ?? 0)
    }
    func line(_ row: [String]) -> String {
      let padded = row.indices.map { column -> String in
        let blanks = String(repeating: " ", count: widths[column] - row[column].count)
        return numeric[column] ? blanks + row[column] : row[column] + blanks
      }
      return Self.trimmingEnd(padded.joined(separator: "  ")) + "\n"
    }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return line(columns) + line(rule) + cells.map(line).joined()
  }

  /// Comma-separated values after RFC 4180, with a header; NULL is an empty field, an empty text
  /// is `""`.
  package var csv: String {
    ([Self.csvLine(columns.map(TableValue.text))] + rows.map(Self.csvLine)).joined()
  }

  /// A JSON array with one object per row, keys in the order of the columns.
  package var json: String {
    guard !rows.isEmpty else { return "[]\n" }
    return "[\n" + rows.map { "  " + jsonObject($0) }.joined(separator: ",\n") + "\n]\n"
  }

  /// One JSON object per line and row.
  package var jsonLines: String {
    rows.map { jsonObject($0) + "\n" }.joined()
  }

  private func jsonObject(_ row: [TableValue]) -> String {
    "{" + zip(columns, row).map { "\(jsonString($0)): \($1.json)" }.joined(separator: ", ") + "}"
  }

  private static func csvLine(_ values: [TableValue]) -> String {
    values.map { value in
      let text = value.plainText
      let needsQuotes =
        text.unicodeScalars.contains { [",", "\"", "\n", "\r"].contains($0) }
        || value == .text("")
      return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }.joined(separator: ",") + "\r\n"
  }

  /// Line breaks and tabs would break the table apart; other control characters command the terminal.
  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }).withoutControlCharacters
  }

  private static func trimmingEnd(_ text: String) -> String {
    var text = Substring(text)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
