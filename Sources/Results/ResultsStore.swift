import Foundation
import GRDB

/// The results database of a store: an SQLite file any tool can open.
///
/// Tables hold what was measured, views what a person asks for. The file is derived: it can be made
/// anew from `RunRecord`s. Several processes may use it at once; a writer waits for another one up
/// to the busy time-out. Migrating and writing take the `WriterLock`. Journal mode is the rollback
/// journal, which works on network folders too and leaves a single file.
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
  let busyTimeout: Duration

  /// The most bytes of a database's path: SQLite opens none of more than 504, and one that is being made
  /// has a longer name.
  package static let pathLimit = 460
  /// Called once by what has to wait for another writer.
  let waiting: @Sendable () -> Void

  /// Opens the database at `url`, creating or migrating it unless `access` is `readOnly`.
  ///
  /// Throws `missing` (reader only), `notADatabase`, `foreignApplication`, `newerVersion`,
  /// `olderVersion` (reader only), `readOnly`, `locked`, `corrupt`, `inputOutput`; a file that is
  /// refused is left untouched. `waiting` is called by what has to wait for another writer for more
  /// than a second, here or later.
  ///
  /// - Parameter recovering: whether a reader that finds the journal of a killed writer has it played
  ///   back, which writes, instead of throwing `readOnly`
  package init(
    at url: URL, access: Access = .readWrite, recovering: Bool = false,
    busyTimeout: Duration = ResultsStore.defaultBusyTimeout,
    waiting: @escaping @Sendable () -> Void = {}
  ) throws(ResultsError) {
    let path = url.path
    if access == .readOnly && !FileManager.default.fileExists(atPath: path) {
      throw Self.missing(url)
    }
    try Self.refuseLink(url)
    let configuration = Self.configuration(access, busyTimeout)
    self.url = url
    self.access = access
    self.busyTimeout = busyTimeout
    self.waiting = waiting
    let lock = { () throws(ResultsError) in
      try WriterLock(forDatabaseAt: url, timeout: busyTimeout, waiting: waiting)
    }
    if access == .readWrite { DatabaseFiles.make(url) }
    queue = try translatingErrors(path: path) {
      do {
        return try Self.open(path, configuration, access, lock)
      } catch let error as DatabaseError
        where recovering && error.extendedResultCode.isUnfinishedWrite
      {
        // A writer was killed. Whoever may write takes back what it had begun; then it can be read.
        _ = try ResultsStore(at: url, busyTimeout: busyTimeout)
        return try Self.open(path, configuration, access, lock)
      }
    }
    if access == .readWrite { DatabaseFiles.share(url) }
  }

  /// The error of a database that is not there, though runs of its store may be.
  private static func missing(_ url: URL) -> ResultsError {
    let store = url.deletingLastPathComponent()
    let runs = try? FileManager.default.contentsOfDirectory(
      atPath: store.appendingPathComponent("runs").path)
    let problem =
      runs?.isEmpty ?? true
      ? "there are no results yet in '\(store.path)'; 'engram run <experiment>' makes some"
      : "the store '\(store.path)' has runs, but no database; 'engram results rebuild' makes one"
    return ResultsError(.missing, problem, path: url.path)
  }

  /// Throws unless `url` is no symbolic link.
  static func refuseLink(_ url: URL) throws(ResultsError) {
    guard (try? FileManager.default.destinationOfSymbolicLink(atPath: url.path)) == nil else {
      throw ResultsError(
        .inputOutput,
        "the results database is a symbolic link, and a store is never left by one; remove the "
          + "link, then run 'engram results rebuild'", path: url.path)
    }
  }

  static func open(
    _ path: String, _ configuration: Configuration, _ access: Access,
    _ lock: () throws -> WriterLock
  ) throws -> DatabaseQueue {
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try prepare(queue, access: access, path: path, lock)
    return queue
  }

  static func configuration(_ access: Access, _ busyTimeout: Duration) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = access == .readOnly
    configuration.busyMode = .timeout(busyTimeout / .seconds(1))
    configuration.label = "engram.results"
    configuration.prepareDatabase { ReadingStatement.removeFunctions(from: $0) }
    return configuration
  }

  /// Checks whose file it is and brings the schema up to date.
  private static func prepare(
    _ queue: DatabaseQueue, access: Access, path: String, _ lock: () throws -> WriterLock
  ) throws {
    let isCurrent = { try queue.read { try ResultsSchema.inspect($0, path: path) } }
    if try isCurrent() { return }
    if access == .readOnly {
      throw ResultsError(
        .olderVersion,
        "the database has an older schema than version \(ResultsSchema.version); any 'engram run' "
          + "or 'engram results rebuild' brings it up to date", path: path)
    }
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    // Another process may have migrated it meanwhile.
    if try isCurrent() { return }
    do {
      try ResultsSchema.migrator.migrate(queue)
    } catch {
      // Where the lock does not work (some network folders) two processes may find the same old
      // file; the slower one then fails on the faster one's tables, which are what it wanted.
      guard (try? isCurrent()) == true else { throw error }
    }
    guard try isCurrent() else {
      throw ResultsError(
        .corrupt,
        "the schema of the database is not what its version says; 'engram results rebuild' makes a "
          + "new database", path: path)
    }
  }

  /// Runs `body` and gives its errors codes and advice.
  func translating<Value>(_ body: () throws -> Value) throws(ResultsError) -> Value {
    try translatingErrors(path: url.path, body)
  }
}

extension ResultCode {
  /// Whether a reader found the journal of a writer that was killed, which only a writer can play
  /// back.
  var isUnfinishedWrite: Bool {
    self == .SQLITE_READONLY_ROLLBACK || self == .SQLITE_READONLY_RECOVERY
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
