import Foundation

/// A file or folder held by `flock`; the kernel lets go of it when the process dies.
package struct FileLock: ~Copyable {
  private let descriptor: Int32
  let url: URL
  private let isRemovedAtEnd: Bool

  private init(_ descriptor: Int32, _ url: URL, isRemovedAtEnd: Bool) {
    (self.descriptor, self.url, self.isRemovedAtEnd) = (descriptor, url, isRemovedAtEnd)
  }

  deinit {
    // Removed while still held: whoever waits for it will find that the name is gone and try anew.
    StopPoint.pass("unlock")
    if isRemovedAtEnd { unlink(url.path) }
    close(descriptor)
  }

  /// Adds `bytes` to the locked file, by one call; they are in that file even if its name is gone.
  func append(_ bytes: Data) throws {
    try bytes.withUnsafeBytes { try Files.writeAll($0, to: descriptor, path: url.path) }
  }

  /// The lock of the file `url`, which exists only while somebody holds it; nil if somebody does.
  package static func tryFile(_ url: URL) throws -> FileLock? {
    StopPoint.pass("lock")
    while true {
      let file = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o664)
      guard file >= 0 else { throw PipelineError.system("open", url.path, errno) }
      guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
        let number = errno
        close(file)
        if number == EWOULDBLOCK { return nil }
        if number == EINTR { continue }
        throw PipelineError.system("lock", url.path, number)
      }
      if isNamed(file, url) { return FileLock(file, url, isRemovedAtEnd: true) }
      close(file)
    }
  }

  /// Whether what is open is still what `url` names.
  private static func isNamed(_ descriptor: Int32, _ url: URL) -> Bool {
    var held = stat()
    var named = stat()
    return fstat(descriptor, &held) == 0 && stat(url.path, &named) == 0
      && held.st_ino == named.st_ino && held.st_dev == named.st_dev
  }

  /// The lock of a file that stays where it is, held by one (`exclusively`) or by many; nil if others
  /// stand in the way.
  static func tryStanding(_ url: URL, exclusively: Bool) throws -> FileLock? {
    StopPoint.pass("lock")
    let file = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o664)
    guard file >= 0 else { throw PipelineError.system("open", url.path, errno) }
    while flock(file, (exclusively ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 {
      let number = errno
      if number == EINTR { continue }
      close(file)
      if number == EWOULDBLOCK { return nil }
      throw PipelineError.system("lock", url.path, number)
    }
    return FileLock(file, url, isRemovedAtEnd: false)
  }

  /// The lock of an existing folder; nil if somebody holds it or it is gone, even just now.
  static func tryFolder(_ url: URL) -> FileLock? {
    let folder = open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return nil }
    guard flock(folder, LOCK_EX | LOCK_NB) == 0, isNamed(folder, url) else {
      close(folder)
      return nil
    }
    return FileLock(folder, url, isRemovedAtEnd: false)
  }
}
