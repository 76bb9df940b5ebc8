import Foundation
import GRDB
import Pipeline

extension ResultsStore {
  /// Copies the database at `url` to `destination`, as it is at one moment, while others may write.
  ///
  /// The copy is made beside `destination`, checked and then given its name, so that there is a whole
  /// copy or none. Links are followed; a device or a pipe is written through, and stays. A database of
  /// an older version is copied as it is. Writers wait until the copy is taken. Linear in the size of
  /// the file.
  ///
  /// Throws `ResultsError` with `missing`, `notADatabase`, `foreignApplication`, `newerVersion`,
  /// `corrupt` (also where the copy does not pass its check), `locked`, `exists`, `diskFull`,
  /// `inputOutput`; `OutputError` where `destination` may not be written.
  ///
  /// - Parameter replacing: whether a file that is there already is replaced
  /// - Returns: how many bytes the copy has
  @discardableResult
  package static func backUp(
    _ url: URL, to destination: URL, replacing: Bool,
    busyTimeout: Duration = ResultsStore.defaultBusyTimeout
  ) throws -> Int {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw ResultsError(
        .missing, "there are no results to back up in '\(url.deletingLastPathComponent().path)'",
        path: url.path)
    }
    guard FileStatus(at: url.path)?.identity != FileStatus(at: destination.path)?.identity else {
      throw ResultsError(
        .exists, "'\(destination.path)' is the database itself; choose another file for its copy",
        path: destination.path)
    }
    let exists = ResultsError(
      .exists, "the file '\(destination.path)' is there already; choose another, or add --force",
      path: destination.path)
    if !replacing, DatabaseFiles.exist(at: destination) { throw exists }
    let output = try OutputFile(destination.path)
    // Where nobody has mounted the disk for backups, there is no place for one.
    let copy = try output.draft(makingFolder: false)
    defer { DatabaseFiles.remove(copy) }
    DatabaseFiles.make(copy)
    let source = try translatingErrors(path: url.path) { try openAsItIs(url, busyTimeout) }
    try fill(copy, from: source, for: destination)
    let bytes = FileStatus(at: copy.path)?.bytes ?? 0
    if replacing {
      try output.take(copy) { DatabaseFiles.removeCompanions(of: output.url) }
    } else {
      try DatabaseFiles.put(copy, at: output.url, unless: exists)
    }
    return bytes
  }

  /// Copies a database to `copy`, and checks it. Throws `OutputError` where that cannot be written.
  private static func fill(
    _ copy: URL, from source: DatabaseQueue, for destination: URL
  ) throws {
    do {
      try translatingErrors(path: destination.path) {
        let target = try DatabaseQueue(path: copy.path)
        try source.backup(to: target)
        try check(target, path: destination.path)
        try target.close()
      }
    } catch {
      switch error.code {
      case .diskFull, .inputOutput, .readOnly:
        throw OutputError(
          destination.path, error.code == .diskFull ? "its disk is full" : error.message,
          advice: "choose another file")
      default: throw error
      }
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
