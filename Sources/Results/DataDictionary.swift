import Foundation
import GRDB

/// What the tables, views and columns of the database mean: the table `data_dictionary`.
///
/// The file has for each table and view what it holds, by the empty name, and its columns; a column that means
/// the same in several of them stands once, below `*`.
struct DataDictionary {
  /// Unit, nil where there is none, and meaning.
  private typealias Entry = [String?]

  private let entries: [String: [String: Entry]]

  /// The one that the program has with it.
  static func embedded() throws -> DataDictionary {
    let file = Data(PackageResources.data_dictionary_json)
    return DataDictionary(
      entries: try JSONDecoder().decode([String: [String: Entry]].self, from: file))
  }

  /// Fills the table for the tables and views that the database has.
  func write(to database: Database) throws {
    let statement = try database.makeStatement(
      sql: """
        INSERT INTO data_dictionary (table_name, column_name, unit, meaning) VALUES (?, ?, ?, ?)
        """)
    let tables = try ["table", "view"].flatMap { try ResultsSchema.names(of: $0, in: database) }
    for table in tables {
      let columns = try String.fetchAll(
        database, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table])
      for column in [""] + columns {
        guard let entry = entries[table]?[column] ?? entries["*"]?[column], entry.count == 2,
          let meaning = entry[1]
        else { continue }
        try statement.execute(arguments: [table, column, entry[0], meaning])
      }
    }
  }
}
