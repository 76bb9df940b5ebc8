import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ResultsStore {
  /// Makes the database at `url` hold exactly the given runs, whatever state it is in.
  ///
  /// A sound database is refilled in one transaction. One that is missing or damaged is replaced by
  /// a new file. One of another program or of a newer version is refused untouched
  /// (`foreignApplication`, `newerVersion`); so is one that is locked or cannot be written.
  package static func rebuild(
    at url: URL, from runs: [RunRecord], busyTimeout: Duration = ResultsStore.defaultBusyTimeout
  ) throws(ResultsError) {
    do {
      try ResultsStore(at: url, busyTimeout: busyTimeout).replaceAll(with: runs)
      return
    } catch  where error.code != .notADatabase && error.code != .corrupt {
      throw error
    } catch {
      let lock = try WriterLock(forDatabaseAt: url, timeout: busyTimeout)
      try replaceFile(at: url, from: runs)
      _ = consume lock
    }
  }

  private static func replaceFile(at url: URL, from runs: [RunRecord]) throws(ResultsError) {
    let fresh = url.deletingLastPathComponent().appendingPathComponent(
      ".\(url.lastPathComponent).\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: fresh) }
    try ResultsStore(at: fresh).replaceAll(with: runs)
    // A journal of the damaged file would be played back into the new one.
    for suffix in ["-journal", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: url.path + suffix)
    }
    guard rename(fresh.path, url.path) == 0 else {
      let reason = String(cString: strerror(errno))
      throw ResultsError(
        .inputOutput, "the new results database could not be put in place: \(reason)",
        path: url.path)
    }
  }
}
