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
  /// Throws as `init` with `readOnly`, and what `body` throws.
  package static func examine<Value>(
    at url: URL, _ body: (ResultsStore) throws(ResultsError) -> Value
  ) throws(ResultsError) -> Value {
    do {
      return try body(ResultsStore(at: url, access: .readOnly))
    } catch  where error.code == .readOnly {
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "engram-\(UUID().uuidString)", isDirectory: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let copy = folder.appendingPathComponent(url.lastPathComponent)
      try translatingErrors(path: url.path) {
        let files = FileManager.default
        try files.createDirectory(at: folder, withIntermediateDirectories: false)
        for suffix in ["", "-journal"] where files.fileExists(atPath: url.path + suffix) {
          try files.copyItem(atPath: url.path + suffix, toPath: copy.path + suffix)
          try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: copy.path + suffix)
        }
      }
      return try body(ResultsStore(at: copy))
    }
  }
}
