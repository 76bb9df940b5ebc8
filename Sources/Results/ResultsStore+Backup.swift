import Foundation
import GRDB

extension ResultsStore {
  /// Copies the database at `url` to `destination`, as it is at one moment, while others may write.
  ///
  /// The copy is made beside `destination`, checked and then given its name, so that there is a whole
  /// copy or none. A database of an older version is copied as it is. Writers wait until the copy is
  /// taken. Linear in the size of the file.
  ///
  /// Throws `missing`, `notADatabase`, `foreignApplication`, `newerVersion`, `corrupt` (also where
  /// the copy does not pass its check), `locked`, `exists`, `diskFull`, `inputOutput`.
  ///
  /// - Parameter replacing: whether a file that is there already is replaced
  package static func backUp(
    _ url: URL, to destination: URL, replacing: Bool,
    busyTimeout: Duration = ResultsStore.defaultBusyTimeout
  ) throws(ResultsError) {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw ResultsError(
        .missing, "there are no results to back up in '\(url.deletingLastPathComponent().path)'",
        path: url.path)
    }
    guard FileIdentity(of: url) != FileIdentity(of: destination) else {
      throw ResultsError(
        .exists, "'\(destination.path)' is the database itself; choose another file for its copy",
        path: destination.path)
    }
    let exists = ResultsError(
      .exists, "the file '\(destination.path)' is there already; choose another, or add --force",
      path: destination.path)
    if !replacing, DatabaseFiles.exist(at: destination) { throw exists }
    let copy = DatabaseFiles.temporary(beside: destination)
    defer { DatabaseFiles.remove(copy) }
    try translatingErrors(path: url.path) {
      let source = try openAsItIs(url, busyTimeout)
      try translatingErrors(path: destination.path) {
        let target = try DatabaseQueue(path: copy.path)
        try source.backup(to: target)
        try check(target, path: destination.path)
        try target.close()
      }
    }
    if replacing {
      try DatabaseFiles.put(copy, inPlaceOf: destination)
    } else {
      try DatabaseFiles.put(copy, at: destination, unless: exists)
    }
  }

  /// The database for reading, of whatever version; what a killed writer left is taken back first.
  private static func openAsItIs(_ url: URL, _ busyTimeout: Duration) throws -> DatabaseQueue {
    func open(_ access: Access) throws -> DatabaseQueue {
      let queue = try DatabaseQueue(
        path: url.path, configuration: configuration(access, busyTimeout))
      _ = try queue.read { try ResultsSchema.inspect($0, path: url.path) }
      return queue
    }
    try refuseLink(url)
    do {
      return try open(.readOnly)
    } catch let error as DatabaseError where error.extendedResultCode.isUnfinishedWrite {
      let lock = try WriterLock(forDatabaseAt: url, timeout: busyTimeout)
      try withExtendedLifetime(lock) { try open(.readWrite).close() }
      return try open(.readOnly)
    }
  }
}
