import Foundation

extension Store {
  /// Removes what processes that died left behind: folders in `tmp` nobody holds, untouched for a
  /// minute, and leases.
  ///
  /// The lock of a folder that another host has made may not be seen here; that host removes it, or a
  /// collection when it has lain there for long.
  func reap() {
    let folder = root.appendingPathComponent("tmp")
    var clock = Clock(of: self)
    for name in Files.names(in: folder) {
      let entry = folder.appendingPathComponent(name)
      guard let origin = host.origin(of: name), origin != .elsewhere,
        let status = FileStatus(at: entry.path, followingLinks: false),
        clock.now - status.written.seconds > 60, let lock = FileLock.tryFolder(entry),
        lock.isExclusive
      else { continue }
      try? FileManager.default.removeItem(at: entry)
      _ = consume lock
    }
    removeDeadLeases()
  }

  /// Removes a lock's file unless somebody holds it: a lock that can be had removes it at its end.
  func removeIfFree(_ url: URL) { _ = try? FileLock.tryFile(url) }

  /// The files in `locks` that nobody holds; a process that is killed leaves its own. None where locks do not
  /// tell.
  func deadLocks() throws -> [URL] {
    guard try liveLeases().allSatisfy(\.isReached) else { return [] }
    let folder = root.appendingPathComponent("locks")
    return Files.names(in: folder).map { folder.appendingPathComponent($0) }.filter { url in
      let isFree = try? Files.reading(url) { file, _ in flock(file, LOCK_SH | LOCK_NB) == 0 }
      return isFree == true
    }
  }
}
