import GRDB

/// Tells SQL that only reads from SQL that may not be run for somebody who asks a question.
///
/// The connection cannot write the database either way. This is about what reaches beyond it: `ATTACH`
/// makes files, and some pragmas change the connection already while SQLite compiles them, also behind
/// `EXPLAIN`. So texts are looked at before SQLite sees them.
enum ReadingStatement {
  private static let verbs: Set = ["SELECT", "WITH", "VALUES"]

  /// Pragmas that tell something and take a name or a number in parentheses.
  private static let askingPragmas: Set = [
    "FOREIGN_KEY_CHECK", "FOREIGN_KEY_LIST", "INDEX_INFO", "INDEX_LIST", "INDEX_XINFO",
    "INTEGRITY_CHECK", "QUICK_CHECK", "TABLE_INFO", "TABLE_LIST", "TABLE_XINFO",
  ]
  /// Pragmas that tell something as long as they stand alone.
  private static let tellingPragmas: Set = [
    "APPLICATION_ID", "COLLATION_LIST", "COMPILE_OPTIONS", "DATABASE_LIST", "ENCODING",
    "FREELIST_COUNT", "FUNCTION_LIST", "JOURNAL_MODE", "PAGE_COUNT", "PAGE_SIZE", "PRAGMA_LIST",
    "SCHEMA_VERSION", "USER_VERSION",
  ]

  /// Whether the first statement of `sql` begins as one that only reads. O(length).
  static func begins(_ sql: String) -> Bool {
    var rest = sql[...]
    var word = nextWord(&rest)
    while ["EXPLAIN", "QUERY", "PLAN"].contains(word) { word = nextWord(&rest) }
    guard word == "PRAGMA" else { return verbs.contains(word) }
    let name = nextWord(&rest)
    let hasArgument = rest.contains { $0 == "=" || $0 == "(" }
    if tellingPragmas.contains(name) { return !hasArgument }
    return askingPragmas.contains(name) && !rest.contains("=")
  }

  /// Takes functions away that reach into the process: SQLite may be built with them, and any view of a
  /// database of other origin may call them.
  static func removeFunctions(from database: Database) {
    for name in ["fts3_tokenizer", "load_extension"] {
      for count in [1, 2] {
        database.add(
          function: DatabaseFunction(name, argumentCount: count) { _ in
            throw DatabaseError(resultCode: .SQLITE_ERROR, message: "there is no function \(name)")
          })
      }
    }
  }

  /// Takes the next word, in capitals, after white space, comments and opening parentheses.
  private static func nextWord(_ rest: inout Substring) -> String {
    while true {
      rest = rest.drop { $0.isWhitespace || $0 == "(" }
      if rest.hasPrefix("--") {
        rest = rest.drop { !$0.isNewline }
      } else if rest.hasPrefix("/*"), let end = rest.firstRange(of: "*/") {
        rest = rest[end.upperBound...]
      } else {
        break
      }
    }
    let word = rest.prefix { $0.isLetter || $0 == "_" }
    rest = rest.dropFirst(word.count)
    return word.uppercased()
  }
}
