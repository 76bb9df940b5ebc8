import Foundation

/// A file that a person names to be written: what a command line calls `--output`.
///
/// A regular file is whole afterwards or as it was before, with its permissions and its owner. One that
/// cannot be replaced is overwritten in place: it has a second name, another owner, or a folder that may not
/// be written. A link leads to the file that is meant. A device or a pipe is written through, and stays what
/// it is. Nothing is written that has no permission for it, not even by root.
package struct OutputFile: Sendable {
  /// How the bytes get there.
  private enum Way {
    /// By a file beside it that gets its name.
    case replacing
    /// Into the file itself: it has other names or another owner, whom a new file would not have.
    case overwriting
    /// Into the open device, pipe or standard stream.
    case through
  }

  /// The file as it was named.
  private let path: String
  /// Where that leads.
  package let url: URL
  private let way: Way
  /// What is there already.
  private let present: FileStatus?
  /// The standard stream that is the same file.
  private let stream: Int32?

  /// Looks what `path` is, and changes nothing.
  ///
  /// Throws for a folder, and for what may not be written.
  ///
  /// - Parameter folder: the folder that was named, where the file's own name is the program's: a link that
  ///   leads out of it is refused
  package init(_ path: String, within folder: URL? = nil) throws(OutputError) {
    self.path = path
    guard !path.isEmpty, !path.hasSuffix("/") else {
      throw OutputError(path, "that is no name of a file", advice: Self.choose, isMistaken: true)
    }
    let named = URL(fileURLWithPath: path)
    if let folder {
      let end = try Self.end(ofLinks: named, path)
      let parent = end.deletingLastPathComponent().resolvingSymlinksInPath().pathComponents
      let isWithin = parent.starts(with: folder.resolvingSymlinksInPath().pathComponents)
      guard end == named || isWithin else {
        throw OutputError(
          path, "it is a link out of that folder", advice: "remove the link", isMistaken: true)
      }
    }
    present = FileStatus(at: named.path)
    stream = present.flatMap(Self.standardStream)
    guard let present else {
      (url, way) = (try Self.end(ofLinks: named, path), .replacing)
      return
    }
    guard present.kind == S_IFREG, stream == nil else {
      guard present.kind != S_IFDIR else {
        throw OutputError(path, "it is a folder", advice: "name a file in it", isMistaken: true)
      }
      (url, way) = (named, .through)
      return
    }
    url = try Self.end(ofLinks: named, path)
    // To root the operating system allows what the permissions do not.
    let file = present.isWritable ? open(url.path, O_WRONLY | O_CLOEXEC | O_NOCTTY) : -1
    guard file >= 0 else {
      let reason = present.isWritable ? "\(Descriptor.Failure(errno))" : "it is read-only"
      throw OutputError(path, reason, advice: Self.choose)
    }
    close(file)
    let folder = url.deletingLastPathComponent().path
    way =
      present.names == 1 && present.canBeGiven && access(folder, W_OK) == 0
      ? .replacing : .overwriting
  }

  private static let choose = "choose another file"

  /// Writes all of `bytes`. Makes the file's folder where that is missing.
  package func write(_ bytes: Data) throws(OutputError) {
    guard way == .replacing else { return try fill(with: bytes) }
    let draft = try draft()
    defer { unlink(draft.path) }
    try attempt { () throws(Descriptor.Failure) in
      let file = try Self.opened(draft.path, O_WRONLY | O_CREAT | O_EXCL)
      defer { close(file) }
      try Descriptor.write(bytes, to: file)
    }
    try take(draft)
  }

  /// A name for a file that is to become this one, in the folder that it is to be in.
  ///
  /// - Parameter makingFolder: whether a missing folder is made; else it is refused
  package func draft(makingFolder: Bool = true) throws(OutputError) -> URL {
    let name = ".engram-\(UUID().uuidString)"
    guard way == .replacing else {
      return FileManager.default.temporaryDirectory.appendingPathComponent(name)
    }
    let folder = url.deletingLastPathComponent()
    guard makingFolder || FileStatus(at: folder.path)?.kind == S_IFDIR else {
      throw OutputError(
        path, "there is no folder '\(folder.path)'", advice: "make that first", isMistaken: true)
    }
    try attempt { () throws(Descriptor.Failure) in try Self.makeFolder(folder) }
    return folder.appendingPathComponent(name)
  }

  /// Puts the closed file `draft` in this one's place, durably. A draft that is left is the caller's to
  /// remove.
  ///
  /// - Parameter prepare: called when all but the exchange is done
  package func take(_ draft: URL, prepare: () -> Void = {}) throws(OutputError) {
    guard way == .replacing else {
      let bytes: Data
      do {
        bytes = try Data(contentsOf: draft, options: .alwaysMapped)
      } catch {
        throw OutputError(path, error.localizedDescription, advice: Self.choose)
      }
      prepare()
      return try fill(with: bytes)
    }
    try attempt { () throws(Descriptor.Failure) in
      let file = try Self.opened(draft.path, O_RDONLY)
      defer { close(file) }
      if let present { try present.apply(to: file) }
      try Self.flush(file)
      prepare()
      guard rename(draft.path, url.path) == 0 else { throw Descriptor.Failure(errno) }
      let folder = try Self.opened(url.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY)
      defer { close(folder) }
      try Self.flush(folder)
    }
  }

  /// Writes into what is there.
  private func fill(with bytes: Data) throws(OutputError) {
    if let stream, stream == STDOUT_FILENO {
      do {
        return try Descriptor.write(bytes, to: stream)
      } catch { throw OutputError(standardOutput: error) }
    }
    let isFile = way == .overwriting
    let advice = isFile ? "it may hold a part of it now; \(Self.choose)" : Self.choose
    try attempt(advice) { () throws(Descriptor.Failure) in
      if let stream { return try Descriptor.write(bytes, to: stream) }
      let file = try Self.opened(url.path, O_WRONLY | (isFile ? O_TRUNC : 0))
      defer { close(file) }
      try Descriptor.write(bytes, to: file)
      if isFile { try Self.flush(file) }
    }
  }

  private func attempt(
    _ advice: String = OutputFile.choose, _ body: () throws(Descriptor.Failure) -> Void
  ) throws(OutputError) {
    do { try body() } catch { throw OutputError(path, "\(error)", advice: advice) }
  }
}

extension OutputFile {
  private static func opened(_ path: String, _ flags: Int32) throws(Descriptor.Failure) -> Int32 {
    let file = open(path, flags | O_CLOEXEC | O_NOCTTY, 0o666)
    guard file >= 0 else { throw Descriptor.Failure(errno) }
    return file
  }

  private static func flush(_ file: Int32) throws(Descriptor.Failure) {
    // Some file systems cannot flush folders and say EINVAL; they have nothing to flush.
    guard fsync(file) == 0 || errno == EINVAL else { throw Descriptor.Failure(errno) }
  }

  /// Makes a folder and those above it, unless they are there.
  private static func makeFolder(_ folder: URL) throws(Descriptor.Failure) {
    if mkdir(folder.path, 0o777) == 0 { return }
    switch errno {
    case EEXIST:
      guard FileStatus(at: folder.path)?.kind == S_IFDIR else { throw Descriptor.Failure(ENOTDIR) }
    case ENOENT where folder.path != "/":
      try makeFolder(folder.deletingLastPathComponent())
      guard mkdir(folder.path, 0o777) == 0 || errno == EEXIST else {
        throw Descriptor.Failure(errno)
      }
    case let number: throw Descriptor.Failure(number)
    }
  }

  /// Where the links that `url` names lead in the end, also if nothing is there.
  private static func end(ofLinks url: URL, _ path: String) throws(OutputError) -> URL {
    var url = url
    // The kernel follows as many.
    for _ in 0...40 {
      guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: url.path) else {
        return url
      }
      url =
        link.hasPrefix("/")
        ? URL(fileURLWithPath: link)
        : url.deletingLastPathComponent().appendingPathComponent(link)
    }
    throw OutputError(path, "\(Descriptor.Failure(ELOOP))", advice: choose)
  }

  /// Standard output or error where that is the same open file, as for `/dev/stdout`: what is written
  /// comes after what is there.
  private static func standardStream(_ file: FileStatus) -> Int32? {
    [STDOUT_FILENO, STDERR_FILENO].first { stream in
      FileStatus(of: stream)?.identity == file.identity
        && fcntl(stream, F_GETFL) & O_ACCMODE != O_RDONLY
    }
  }
}
