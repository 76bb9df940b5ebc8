import Foundation
import GRDB

/// The results database of a store: an SQLite file any tool can open.
///
/// Tables hold what was measured, views what a person asks for. The file is derived: it can be made
/// anew from `RunRecord`s. Several processes may use it at once; a writer waits for another one up
/// to the busy time-out. Journal mode is the rollback journal, which works on network folders too
/// and leaves a single file.
package struct ResultsStore: Sendable {
  /// What the holder may do.
  package enum Access: Hashable, Sendable {
    /// Read only; the file must exist and is never changed, not even migrated.
    case readOnly
    /// Read and record; the file is created or migrated where needed.
    case readWrite
  }

  /// The database file.
  package let url: URL
  /// What this value may do.
  package let access: Access
  let queue: DatabaseQueue

  /// Opens the database at `url`, creating or migrating it unless `access` is `readOnly`.
  ///
  /// Throws `missing` (reader only), `notADatabase`, `foreignApplication`, `newerVersion`,
  /// `olderVersion` (reader only), `readOnly`, `locked`, `corrupt`, `inputOutput`; a file that is
  /// refused is left untouched.
  package init(
    at url: URL, access: Access = .readWrite, busyTimeout: Duration = .seconds(30)
  ) throws(ResultsError) {
    let path = url.path
    if access == .readOnly && !FileManager.default.fileExists(atPath: path) {
      throw ResultsError(
        .missing, "there are no results yet; 'engram run <experiment>' makes some", path: path)
    }
    guard (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) == nil else {
      throw ResultsError(
        .inputOutput,
        "the results database is a symbolic link, and a store is never left by one; remove the "
          + "link, then run 'engram results rebuild'", path: path)
    }
    var configuration = Configuration()
    configuration.readonly = access == .readOnly
    configuration.busyMode = .timeout(busyTimeout / .seconds(1))
    configuration.label = "engram.results"
    configuration.prepareDatabase { ReadingStatement.removeFunctions(from: $0) }
    self.url = url
    self.access = access
    queue = try translatingErrors(path: path) {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try Self.prepare(queue, access: access, path: path)
      return queue
    }
  }

  /// Checks whose file it is and brings the schema up to date.
  private static func prepare(_ queue: DatabaseQueue, access: Access, path: String) throws {
    let isCurrent = { try queue.read { try ResultsSchema.inspect($0, path: path) } }
    if try isCurrent() { return }
    if access == .readOnly {
      throw ResultsError(
        .olderVersion,
        "the database has an older schema than version \(ResultsSchema.version); any 'engram run' "
          + "or 'engram results rebuild' brings it up to date", path: path)
    }
    do {
      try ResultsSchema.migrator.migrate(queue)
    } catch {
      // Two processes may find the same old file; the slower one then fails on the faster one's
      // tables, which are exactly what it wanted.
      guard (try? isCurrent()) == true else { throw error }
    }
  }

  /// Runs `body` and gives its errors codes and advice.
  func translating<Value>(_ body: () throws -> Value) throws(ResultsError) -> Value {
    try translatingErrors(path: url.path, body)
  }
}

/// Runs `body`, turning whatever it throws into a `ResultsError` about the file at `path`.
func translatingErrors<Value>(
  path: String, _ body: () throws -> Value
) throws(ResultsError) -> Value {
  do {
    return try body()
  } catch {
    throw ResultsError(translating: error, path: path)
  }
}
