import Foundation
import GRDB

extension ResultsStore {
  /// What the database says of a run.
  package struct RecordedRun: Hashable, Sendable {
    /// How far it came.
    package let status: String
    /// The cache key of each node.
    package let keys: [String: String]
  }

  /// What SQLite finds wrong with the file: damaged pages, rows that refer to nothing. Empty where it
  /// is sound. Reads all of it.
  package func damage() throws(ResultsError) -> [String] {
    try translating { try queue.read(Self.findings) }
  }

  /// Throws `corrupt` where SQLite finds something wrong.
  static func check(_ queue: DatabaseQueue, path: String) throws {
    let damage = try queue.read(findings)
    guard damage.isEmpty else {
      throw ResultsError(
        .corrupt, "the database does not pass its check (\(damage.joined(separator: "; ")))",
        path: path)
    }
  }

  private static func findings(in database: Database) throws -> [String] {
    let pages = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)")
      .filter { $0 != "ok" }
    let references = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map {
      "a row of \($0[0] as String) refers to a row of \($0[2] as String) that is not there"
    }
    return pages + Set(references).sorted()
  }

  /// The runs by identifier.
  package func rows() throws(ResultsError) -> [String: RecordedRun] {
    var keys: [String: [String: String]] = [:]
    for row in try query("SELECT run_id, node, cache_key FROM stage_execution").rows {
      keys[row[0].plainText, default: [:]][row[1].plainText] = row[2].plainText
    }
    var rows: [String: RecordedRun] = [:]
    for row in try query("SELECT run_id, status FROM run").rows {
      let id = row[0].plainText
      rows[id] = RecordedRun(status: row[1].plainText, keys: keys[id] ?? [:])
    }
    return rows
  }

  /// Calls `body` with the database for reading, also where a writer was killed and the next one would
  /// have to play its journal back: then with a copy, on which that is done.
  ///
  /// Throws as `init` with `readOnly`, `locked` where others never stop writing, and what `body` throws.
  package static func examine<Value>(
    at url: URL, _ body: (ResultsStore) throws(ResultsError) -> Value
  ) throws(ResultsError) -> Value {
    if let results = try unlessUnfinished(url) { return try body(results) }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "engram-\(UUID().uuidString)", isDirectory: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let copy: URL
    do {
      // Nobody writes meanwhile, where the store can be written at all.
      let lock = try WriterLock(forDatabaseAt: url)
      defer { withExtendedLifetime(lock) {} }
      // The journal may have been that of a writer who was still at work.
      if let results = try unlessUnfinished(url) { return try body(results) }
      copy = try DatabaseFiles.copy(url, to: folder)
    }
    return try body(ResultsStore(at: copy))
  }

  /// The database for reading; nil where a journal would have to be played back first.
  private static func unlessUnfinished(_ url: URL) throws(ResultsError) -> ResultsStore? {
    do {
      return try ResultsStore(at: url, access: .readOnly)
    } catch  where error.code == .readOnly {
      return nil
    }
  }
}
