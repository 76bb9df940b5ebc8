import Foundation

/// A file or folder held by `flock`; the kernel lets go of it when the process dies.
///
/// Some network folders have no locks. There everybody gets what they ask for: work may be done twice, and a
/// result stays what it is. Who must know whether others are at work looks at their leases.
package struct FileLock: ~Copyable {
  /// Whether an open file can be locked at this moment.
  package enum Answer: Sendable {
    /// Yes; where this was asked by locking it, it is locked now.
    case free
    /// Somebody has it, on this host or on one whose locks are seen here.
    case held
    /// The file system has no locks.
    case unsupported
  }

  private let descriptor: Int32
  let url: URL
  private let isRemovedAtEnd: Bool
  /// Whether the file system has locks, so that nobody else holds this one.
  let isExclusive: Bool

  private init(_ descriptor: Int32, _ url: URL, isRemovedAtEnd: Bool, _ answer: Answer) {
    (self.descriptor, self.url, self.isRemovedAtEnd) = (descriptor, url, isRemovedAtEnd)
    isExclusive = answer == .free
  }

  /// Asks `flock` for a lock without waiting. Throws `inputOutput`.
  static func ask(_ file: Int32, _ operation: Int32, path: String) throws -> Answer {
    while flock(file, operation | LOCK_NB) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK: return .held
      case ENOSYS, ENOLCK, EOPNOTSUPP: return .unsupported
      case let number: throw PipelineError.system("lock", path, number)
      }
    }
    return .free
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

  /// Sets the time at which the file was last written to now, by the file server's clock.
  func touch() { futimens(descriptor, nil) }

  /// The lock of the file `url`, which exists only while somebody holds it; nil if somebody does.
  package static func tryFile(_ url: URL) throws -> FileLock? {
    StopPoint.pass("lock")
    while true {
      let file = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o664)
      guard file >= 0 else { throw PipelineError.system("open", url.path, errno) }
      guard let answer = try answer(file, LOCK_EX, url) else { return nil }
      if isNamed(file, url) { return FileLock(file, url, isRemovedAtEnd: true, answer) }
      close(file)
    }
  }

  /// What the file system says to a lock of `file`, which is closed where there is none: nil where somebody
  /// holds it.
  private static func answer(_ file: Int32, _ operation: Int32, _ url: URL) throws -> Answer? {
    do {
      let answer = try ask(file, operation, path: url.path)
      if answer == .held { close(file) }
      return answer == .held ? nil : answer
    } catch {
      close(file)
      throw error
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
    return try answer(file, exclusively ? LOCK_EX : LOCK_SH, url).map {
      FileLock(file, url, isRemovedAtEnd: false, $0)
    }
  }

  /// What an existing file's lock is at this moment, which this leaves as it is. Throws `inputOutput`.
  package static func look(at url: URL) throws -> Answer {
    let file = open(url.path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw PipelineError.system("open", url.path, errno) }
    defer { close(file) }
    return try ask(file, LOCK_EX, path: url.path)
  }

  /// The lock of an existing folder; nil if somebody holds it or it is gone, even just now.
  static func tryFolder(_ url: URL) -> FileLock? {
    let folder = open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0, let answer = try? answer(folder, LOCK_EX, url) else { return nil }
    guard isNamed(folder, url) else {
      close(folder)
      return nil
    }
    return FileLock(folder, url, isRemovedAtEnd: false, answer)
  }
}
