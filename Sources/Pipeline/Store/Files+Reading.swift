import Foundation

extension Files {
  /// The bytes of a regular file of at most `limit` bytes; nil where there is none.
  ///
  /// The size is known before memory is taken, and a symbolic link is not followed: it could lead out
  /// of the store. Throws `undecodable` for a link, another kind of file or a larger one,
  /// `inputOutput`.
  static func contents(of url: URL, limit: Int) throws -> Data? {
    try reading(url) { file, size in
      guard size <= limit else {
        throw PipelineError(
          .undecodable, "'\(url.path)' has \(size) bytes, more than the \(limit) it may have",
          advice: "move that file away")
      }
      return try read(file, from: 0, count: size, path: url.path)
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
    let result: Result<Value, any Error>
    do throws(BoundedFile.Refusal) {
      result = try BoundedFile.opened(url.path, followsLink: false) { file, size in
        Result { try body(file, size) }
      }
    } catch {
      switch error {
      case .missing: return nil
      case .notRegular, .tooLarge: throw unusual(url)
      case .system(let number): throw PipelineError.system("open", url.path, number)
      }
    }
    return try result.get()
  }

  /// `count` bytes of an open file, or fewer where it ends before.
  static func read(_ file: Int32, from offset: Int, count: Int, path: String) throws -> Data {
    do throws(BoundedFile.Refusal) {
      return try BoundedFile.bytes(of: file, from: offset, count: count)
    } catch {
      guard case .system(let number) = error else { preconditionFailure("\(error)") }
      throw PipelineError.system("read", path, number)
    }
  }

  private static func unusual(_ url: URL) -> PipelineError {
    PipelineError(
      .undecodable, "'\(url.path)' is a link or no regular file, which the store does not follow",
      advice: "move it away")
  }

  /// Whether `url` is a folder, and not a link to one.
  static func isFolder(_ url: URL) -> Bool {
    FileStatus(at: url.path, followingLinks: false)?.kind == S_IFDIR
  }

  /// The names in a folder, also those with a leading dot, sorted; none where it is missing or cannot
  /// be read. Many times quicker than Foundation's.
  static func names(in url: URL) -> [String] {
    guard let stream = opendir(url.path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes a file; one that is gone already is no failure.
  static func remove(_ url: URL) throws {
    StopPoint.pass("remove")
    guard unlink(url.path) == 0 || errno == ENOENT else {
      throw PipelineError.system("remove", url.path, errno)
    }
  }

  /// Writes a file beside its place and renames it there, durably; a reader sees the old one or the
  /// new one. Nothing is left behind by a failure.
  ///
  /// - Parameter prefix: how the unfinished file's name begins; `Collector` knows them
  static func publish(
    _ bytes: Data, at url: URL, mode: mode_t = 0o664, prefix: String = ".new-"
  ) throws {
    let folder = url.deletingLastPathComponent()
    let temporary = folder.appendingPathComponent(prefix + UUID().uuidString)
    try write(bytes, to: temporary, mode: mode)
    do {
      try rename(temporary, to: url)
    } catch {
      unlink(temporary.path)
      throw error
    }
    try synchronizeFolder(folder)
  }
}
