import Foundation
import GRDB

extension ResultsStore {
  /// Puts a new database in the place of the one at `url`, whatever state that is in.
  ///
  /// The new one is made beside it, checked and renamed, so a reader sees the old one or the new one,
  /// and a process killed in between leaves the old one. Who wants to write meanwhile waits, and
  /// writes to the new one: `fill` is called when nobody else writes, so what has been recorded
  /// before it is called is there to be read, and what is recorded later comes on top.
  ///
  /// - Parameter fill: gives all runs, one by one, to the function that it gets
  /// - Throws: `foreignApplication`, `newerVersion`: the file is left untouched, as one that is
  ///   `locked` or `readOnly`; `corrupt` where the new database does not pass its check; what `fill`
  ///   throws.
  package static func rebuild<Value>(
    at url: URL, busyTimeout: Duration = ResultsStore.defaultBusyTimeout,
    filling fill: (_ add: (RunRecord) throws -> Void) throws -> Value
  ) throws -> Value {
    // Other writers of this program wait for this lock, those of other programs for SQLite's.
    let lock = try WriterLock(forDatabaseAt: url, timeout: busyTimeout)
    defer { withExtendedLifetime(lock) {} }
    guard let current = try usable(at: url, busyTimeout) else {
      return try replaceFile(at: url, filling: fill)
    }
    var result: Value?
    do {
      try current.inTransaction(.immediate) { _ in
        result = try replaceFile(at: url, filling: fill)
        return .rollback
      }
    } catch let error as DatabaseError {
      if let result { return result }
      guard [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) else {
        throw ResultsError(translating: error, path: url.path)
      }
      return try replaceFile(at: url, filling: fill)
    }
    guard let result else { preconditionFailure("a rebuild without a result") }
    return result
  }

  /// The database at `url` as it is, made if it is missing: not migrated, since it is to be replaced.
  /// Nil for one that is damaged in any way, or a link to one.
  private static func usable(
    at url: URL, _ busyTimeout: Duration
  ) throws(ResultsError) -> DatabaseQueue? {
    if (try? FileManager.default.destinationOfSymbolicLink(atPath: url.path)) != nil { return nil }
    DatabaseFiles.make(url)
    do {
      return try translatingErrors(path: url.path) {
        let queue = try DatabaseQueue(
          path: url.path, configuration: configuration(.readWrite, busyTimeout))
        _ = try queue.read { try ResultsSchema.inspect($0, path: url.path) }
        return queue
      }
    } catch {
      switch error.code {
      case .foreignApplication, .newerVersion, .locked, .readOnly, .inputOutput, .diskFull:
        throw error
      default: return nil
      }
    }
  }

  private static func replaceFile<Value>(
    at url: URL, filling fill: (_ add: (RunRecord) throws -> Void) throws -> Value
  ) throws -> Value {
    let fresh = DatabaseFiles.temporary(beside: url)
    defer { DatabaseFiles.remove(fresh) }
    let store = try ResultsStore(at: fresh)
    // Nobody else knows of this file, and it is thrown away if anything fails: it needs no journal,
    // and is flushed to the disk once, when it is whole. Keys come in no order, so pages are kept; and
    // references are checked once, at the end.
    try store.queue.writeWithoutTransaction { database in
      try database.execute(
        sql: """
          PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;
          PRAGMA foreign_keys = OFF
          """)
    }
    let value = try store.queue.write { database in
      try fill { run in try write(run, to: database) }
    }
    try check(store.queue, path: url.path)
    try store.queue.close()
    try DatabaseFiles.put(fresh, inPlaceOf: url)
    return value
  }
}
