import Foundation

extension Files {
  /// The bytes of a regular file of at most `limit` bytes; nil where there is none.
  ///
  /// The size is known before memory is taken, and a symbolic link is not followed: it could lead out
  /// of the store. Throws `undecodable` for a link, another kind of file or a larger one,
  /// `inputOutput`.
  static func contents(of url: URL, limit: Int) throws -> Data? {
    do throws(BoundedFile.Refusal) {
      return try BoundedFile.read(url.path, atMost: limit, followsLink: false)
    } catch {
      switch error {
      case .missing: return nil
      case .notRegular: throw unusual(url)
      case .tooLarge(let found):
        throw PipelineError(
          .undecodable, "'\(url.path)' has \(found) bytes, more than the \(limit) it may have",
          advice: "move that file away")
      case .system(let number): throw PipelineError.system("read", url.path, number)
      }
    }
  }

  /// The last bytes of a regular file, at most `limit`, and whether that is all of it; nil where there
  /// is none. Throws as `contents`.
  static func tail(of url: URL, limit: Int) throws -> (bytes: Data, isWhole: Bool)? {
    try reading(url) { file, size in
      let count = min(size, limit)
      return (try read(file, from: size - count, count: count, path: url.path), count == size)
    }
  }

  /// Calls `body` with the descriptor and the size of a regular file; nil where there is none.
  static func reading<Value>(_ url: URL, _ body: (Int32, Int) throws -> Value) throws -> Value? {
    // Without O_NONBLOCK a named pipe would let the reader wait for ever.
    let file = open(url.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      guard errno != ELOOP else { throw unusual(url) }
      throw PipelineError.system("open", url.path, errno)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw PipelineError.system("read", url.path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw unusual(url) }
    return try body(file, Int(status.st_size))
  }

  /// `count` bytes of an open file, or fewer where it ends before.
  static func read(_ file: Int32, from offset: Int, count: Int, path: String) throws -> Data {
    var bytes = Data(count: count)
    var done = 0
    while done < count {
      let got = bytes.withUnsafeMutableBytes {
        pread(file, $0.baseAddress?.advanced(by: done), count - done, off_t(offset + done))
      }
      if got < 0 {
        if errno == EINTR { continue }
        throw PipelineError.system("read", path, errno)
      }
      if got == 0 { break }
      done += got
    }
    return bytes.prefix(done)
  }

  private static func unusual(_ url: URL) -> PipelineError {
    PipelineError(
      .undecodable, "'\(url.path)' is a link or no regular file, which the store does not follow",
      advice: "move it away")
  }

  /// Whether `url` is a folder, and not a link to one.
  static func isFolder(_ url: URL) -> Bool {
    var status = stat()
    return lstat(url.path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in a folder, sorted; none where it is missing or cannot be read.
  static func names(in url: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
  }

  /// Removes a file; one that is gone already is no failure.
  static func remove(_ url: URL) throws {
    StopPoint.pass("remove")
    guard unlink(url.path) == 0 || errno == ENOENT else {
      throw PipelineError.system("remove", url.path, errno)
    }
  }

  /// Writes a file beside its place and renames it there, durably.
  static func publish(_ bytes: Data, at url: URL) throws {
    let folder = url.deletingLastPathComponent()
    let temporary = folder.appendingPathComponent(".new-\(UUID().uuidString)")
    try write(bytes, to: temporary, mode: 0o644)
    try rename(temporary, to: url)
    try synchronizeFolder(folder)
  }
}
