import Foundation

/// A database as the file system sees it: a file, and perhaps a journal beside it.
enum DatabaseFiles {
  private static let companions = ["-journal", "-wal", "-shm"]

  /// A name for a database that is made in the folder of `url`, to be renamed.
  static func temporary(beside url: URL) -> URL {
    url.deletingLastPathComponent().appendingPathComponent(
      ".\(url.lastPathComponent).\(UUID().uuidString)")
  }

  /// Removes a database; does nothing where there is none.
  static func remove(_ url: URL) {
    for suffix in [""] + companions { unlink(url.path + suffix) }
  }

  /// Whether there is a database, or a journal of one.
  static func exist(at url: URL) -> Bool {
    ([""] + companions).contains { FileManager.default.fileExists(atPath: url.path + $0) }
  }

  /// Flushes the closed database `fresh` to the disk and gives it the name `url`, in one step for
  /// everybody else.
  static func put(_ fresh: URL, inPlaceOf url: URL) throws(ResultsError) {
    try flush(fresh, O_RDONLY, for: url)
    // The journal of a database that was there would be played back into the new one.
    for suffix in companions { unlink(url.path + suffix) }
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

/// Which file a name stands for at the moment.
struct FileIdentity: Equatable {
  private let device: UInt64
  private let number: UInt64

  /// Nil where there is no such file.
  init?(of url: URL) {
    var status = stat()
    guard stat(url.path, &status) == 0 else { return nil }
    (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}
