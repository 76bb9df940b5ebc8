import Foundation

/// System calls on files, each failure an error that names the call and the path.
enum Files {
  /// Makes a folder unless it is there. Nobody but owner and group may write in it, whatever the umask.
  static func makeFolder(_ url: URL) throws {
    StopPoint.pass("make-folder")
    guard mkdir(url.path, 0o775) != 0 else { return }
    guard errno == EEXIST else { throw PipelineError.system("make folder", url.path, errno) }
    try requireFolder(url)
  }

  /// Throws `unsafePath` unless the name is that of a folder itself, not of a link to one elsewhere.
  static func requireFolder(_ url: URL) throws {
    var status = stat()
    guard lstat(url.path, &status) == 0 else {
      throw PipelineError.system("look at", url.path, errno)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw PipelineError(
        .unsafePath, "'\(url.path)' is no folder, but a link or a file",
        advice: "a store is never left by a link: make the whole store a link instead, or choose "
          + "another --store")
    }
  }

  /// Whether anything of that name is there.
  static func exists(_ url: URL) -> Bool {
    FileStatus(at: url.path, followingLinks: false) != nil
  }

  /// The size of a regular file, or nil where there is none; a link is none.
  static func size(of url: URL) -> Int? {
    guard let status = FileStatus(at: url.path, followingLinks: false), status.kind == S_IFREG
    else { return nil }
    return status.bytes
  }

  /// Writes a new file and flushes it to the disk; nothing is left behind by a failure.
  ///
  /// - Parameter mode: the permissions, less those that the umask takes away.
  static func write(_ bytes: Data, to url: URL, mode: mode_t) throws {
    StopPoint.pass("create")
    let file = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard file >= 0 else { throw PipelineError.system("create", url.path, errno) }
    do {
      defer { close(file) }
      try bytes.withUnsafeBytes { try writeAll($0, to: file, path: url.path) }
      StopPoint.pass("flush")
      guard fsync(file) == 0 else { throw PipelineError.system("flush", url.path, errno) }
    } catch {
      unlink(url.path)
      throw error
    }
  }

  /// Adds `bytes` to the end of a file, by one call.
  static func append(_ bytes: Data, to url: URL) throws {
    StopPoint.pass("append")
    let file = open(url.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o664)
    guard file >= 0 else { throw PipelineError.system("open", url.path, errno) }
    defer { close(file) }
    try bytes.withUnsafeBytes { try writeAll($0, to: file, path: url.path) }
  }

  static func writeAll(
    _ bytes: UnsafeRawBufferPointer, to file: Int32, path: String
  ) throws {
    do {
      try Descriptor.write(bytes, to: file) { StopPoint.pass("write") }
    } catch {
      throw PipelineError.system("write", path, error.number)
    }
  }

  /// Puts a file in its place; a reader sees the old one or the new one.
  static func rename(_ url: URL, to target: URL) throws {
    StopPoint.pass("rename")
    let file = FileStatus(at: url.path, followingLinks: false)?.identity
    guard Foundation.rename(url.path, target.path) != 0 else { return }
    let number = errno
    // A network folder may lose the reply and ask again: then the file is there already.
    if number == ENOENT, let file,
      FileStatus(at: target.path, followingLinks: false)?.identity == file
    {
      return
    }
    throw PipelineError.system("rename to", target.path, number)
  }

  /// Gives a file its name unless the name is taken: then it is false, and nothing has changed. The name that
  /// it had stays, too, but where the file system has no second names.
  static func name(_ url: URL, as target: URL) throws -> Bool {
    StopPoint.pass("name")
    guard Foundation.link(url.path, target.path) != 0 else { return true }
    switch errno {
    case EEXIST:
      // As above: the name may be that of this very file.
      let found = [url, target].map { FileStatus(at: $0.path, followingLinks: false)?.identity }
      return found[0] != nil && found[0] == found[1]
    case EPERM, EMLINK, ENOSYS, EOPNOTSUPP:
      if exists(target) { return false }
      try rename(url, to: target)
      return true
    case let number: throw PipelineError.system("name", target.path, number)
    }
  }

  /// Flushes a folder's list of names, so that a renamed file is still there after a power cut.
  static func synchronizeFolder(_ url: URL) throws {
    StopPoint.pass("flush-folder")
    let folder = open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw PipelineError.system("open", url.path, errno) }
    defer { close(folder) }
    // Some file systems cannot flush folders and say EINVAL; they have nothing to flush.
    guard fsync(folder) == 0 || errno == EINVAL else {
      throw PipelineError.system("flush", url.path, errno)
    }
  }
}
