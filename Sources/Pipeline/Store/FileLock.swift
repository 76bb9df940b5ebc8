import Foundation

/// A file or folder held by `flock`; the kernel lets go of it when the process dies.
struct FileLock: ~Copyable {
  private let descriptor: Int32
  private let url: URL
  private let isRemovedAtEnd: Bool

  private init(_ descriptor: Int32, _ url: URL, isRemovedAtEnd: Bool) {
    (self.descriptor, self.url, self.isRemovedAtEnd) = (descriptor, url, isRemovedAtEnd)
  }

  deinit {
    // Removed while still held: whoever waits for it will find that the name is gone and try anew.
    if isRemovedAtEnd { unlink(url.path) }
    close(descriptor)
  }

  /// The lock of the file `url`, which exists only while somebody holds it; nil if somebody does.
  static func tryFile(_ url: URL) throws -> FileLock? {
    while true {
      let file = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
      guard file >= 0 else { throw PipelineError.system("open", url.path, errno) }
      guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
        let number = errno
        close(file)
        if number == EWOULDBLOCK { return nil }
        if number == EINTR { continue }
        throw PipelineError.system("lock", url.path, number)
      }
      var held = stat()
      var named = stat()
      if fstat(file, &held) == 0, stat(url.path, &named) == 0, held.st_ino == named.st_ino,
        held.st_dev == named.st_dev
      {
        return FileLock(file, url, isRemovedAtEnd: true)
      }
      close(file)
    }
  }

  /// The lock of an existing folder; nil if somebody holds it or it is gone.
  static func tryFolder(_ url: URL) -> FileLock? {
    let folder = open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return nil }
    guard flock(folder, LOCK_EX | LOCK_NB) == 0 else {
      close(folder)
      return nil
    }
    return FileLock(folder, url, isRemovedAtEnd: false)
  }
}
