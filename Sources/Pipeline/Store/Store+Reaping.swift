import Foundation

extension Store {
  /// Removes what processes that died left behind: folders in `tmp` nobody holds, untouched for a
  /// minute, and leases.
  func reap() {
    let folder = root.appendingPathComponent("tmp")
    for name in Files.names(in: folder) {
      let entry = folder.appendingPathComponent(name)
      guard UUID(uuidString: name) != nil,
        let status = FileStatus(at: entry.path, followingLinks: false),
        time(nil) - status.written.seconds > 60, let lock = FileLock.tryFolder(entry)
      else { continue }
      try? FileManager.default.removeItem(at: entry)
      _ = consume lock
    }
    for url in leaseFiles() { removeIfFree(url) }
  }

  /// Removes a lock's file unless somebody holds it: a lock that can be had removes it at its end.
  func removeIfFree(_ url: URL) { _ = try? FileLock.tryFile(url) }

  /// The files in `locks` that nobody holds; a process that is killed leaves its own.
  func deadLocks() -> [URL] {
    let folder = root.appendingPathComponent("locks")
    return Files.names(in: folder).map { folder.appendingPathComponent($0) }.filter { url in
      let isFree = try? Files.reading(url) { file, _ in flock(file, LOCK_SH | LOCK_NB) == 0 }
      return isFree == true
    }
  }
}
