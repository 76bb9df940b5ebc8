import Foundation
import Pipeline

/// A database as the file system sees it: a file, and perhaps a journal beside it.
package enum DatabaseFiles {
  private static let companions = ["-journal", "-wal", "-shm"]

  /// A name for a database that is made in the folder of `url`, to be renamed.
  static func temporary(beside url: URL) -> URL {
    url.deletingLastPathComponent().appendingPathComponent(
      ".\(url.lastPathComponent).\(UUID().uuidString)")
  }

  /// Makes an empty database unless something is there, with the permissions that the umask leaves.
  ///
  /// SQLite would take the right to write from the group, whatever the umask. It gives journals the
  /// database's permissions.
  static func make(_ url: URL) {
    // Where this fails, SQLite tells what is wrong.
    let file = open(url.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o664)
    if file >= 0 { close(file) }
  }

  /// Lets those of the group who may read a database write to it too, where the umask does: it may come
  /// from a program that left its permissions to SQLite.
  static func share(_ url: URL) {
    func permissions(_ url: URL) -> mode_t? {
      guard let status = FileStatus(at: url.path, followingLinks: false), status.kind == S_IFREG
      else { return nil }
      return status.permissions
    }
    let (readable, writable): (mode_t, mode_t) = (0o640, 0o020)
    guard let present = permissions(url), present & (readable | writable) == readable else {
      return
    }
    // Only a new file tells the umask without changing it for a moment.
    let fresh = temporary(beside: url)
    make(fresh)
    defer { unlink(fresh.path) }
    if let usual = permissions(fresh), usual & writable != 0 { chmod(url.path, present | writable) }
  }

  /// Removes a database; does nothing where there is none.
  static func remove(_ url: URL) {
    for suffix in [""] + companions { unlink(url.path + suffix) }
  }

  /// Removes the journal of a database that is to be replaced: it would be played back into the new one.
  static func removeCompanions(of url: URL) {
    for suffix in companions { unlink(url.path + suffix) }
  }

  /// Whether there is a database, or a journal of one.
  static func exist(at url: URL) -> Bool {
    ([""] + companions).contains { FileManager.default.fileExists(atPath: url.path + $0) }
  }

  /// Flushes the closed database `fresh` to the disk and gives it the name `url`, in one step for
  /// everybody else.
  static func put(_ fresh: URL, inPlaceOf url: URL) throws(ResultsError) {
    try flush(fresh, O_RDONLY, for: url)
    removeCompanions(of: url)
    guard rename(fresh.path, url.path) == 0 else {
      throw failure("the new database could not be put in place", url)
    }
    try flush(url.deletingLastPathComponent(), O_RDONLY | O_DIRECTORY, for: url)
  }

  /// The same where nothing of that name may be there: `exists` is what is thrown if there is.
  static func put(_ fresh: URL, at url: URL, unless exists: ResultsError) throws(ResultsError) {
    try flush(fresh, O_RDONLY, for: url)
    // A link, other than a rename, never displaces a file that has just been made by somebody else.
    if link(fresh.path, url.path) != 0 {
      if errno == EEXIST { throw exists }
      // Some file systems have no links.
      return try put(fresh, inPlaceOf: url)
    }
    try flush(url.deletingLastPathComponent(), O_RDONLY | O_DIRECTORY, for: url)
  }

  private static func flush(_ url: URL, _ flags: Int32, for target: URL) throws(ResultsError) {
    let file = open(url.path, flags | O_CLOEXEC)
    guard file >= 0 else { throw failure("'\(url.path)' could not be opened", target) }
    defer { close(file) }
    // Some file systems cannot flush folders and say EINVAL; they have nothing to flush.
    guard fsync(file) == 0 || errno == EINVAL else {
      throw failure("'\(url.path)' could not be flushed to the disk", target)
    }
  }

  private static func failure(_ what: String, _ url: URL) -> ResultsError {
    let number = errno
    return ResultsError(
      number == ENOSPC || number == EDQUOT ? .diskFull : .inputOutput,
      "\(what): \(String(cString: strerror(number)))", path: url.path)
  }
}

extension DatabaseFiles {
  /// Copies a database and its journal to the new folder `folder`, both as they are at one moment:
  /// what was written meanwhile is copied once more. Returns where the copy is.
  ///
  /// Throws `locked` where that never ends, `inputOutput`, `diskFull`.
  ///
  /// - Parameter copied: called after each copy, before it is looked whether it is of one moment
  package static func copy(
    _ url: URL, to folder: URL, copied: () throws -> Void = {}
  ) throws(ResultsError) -> URL {
    let copy = folder.appendingPathComponent(url.lastPathComponent)
    let names = ["", "-journal"]
    let files = FileManager.default
    return try translatingErrors(path: url.path) {
      try files.createDirectory(at: folder, withIntermediateDirectories: false)
      for _ in 0..<50 {
        let before = names.map { FileStatus(at: url.path + $0) }
        do {
          for name in names {
            try? files.removeItem(atPath: copy.path + name)
            guard files.fileExists(atPath: url.path + name) else { continue }
            try files.copyItem(atPath: url.path + name, toPath: copy.path + name)
            try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: copy.path + name)
          }
        } catch  where names.map({ FileStatus(at: url.path + $0) }) != before {
          // A journal may go between the look and the copy.
          continue
        }
        try copied()
        if names.map({ FileStatus(at: url.path + $0) }) == before { return copy }
        usleep(20_000)
      }
      throw ResultsError(
        .locked, "others write to the results database without a pause", path: url.path)
    }
  }
}
