import Foundation

/// Reads files that somebody else may have put there: no more of them than was judged, no folder, no
/// device and no pipe that would never end.
package enum BoundedFile {
  /// Why a file is not read.
  package enum Refusal: Error, Hashable, Sendable {
    /// There is nothing of that name.
    case missing
    /// It is a folder, a device, a pipe, or a symbolic link where none is followed.
    case notRegular
    /// It has `found` bytes, more than were asked for.
    case tooLarge(found: Int)
    /// The operating system refused, by this `errno`.
    case system(Int32)
  }

  /// The bytes of the regular file at `path`, if there are at most `limit`.
  ///
  /// Memory is taken after the size was looked at; a file that grows meanwhile is cut at that size.
  ///
  /// - Parameter followsLink: whether `path` itself may be a symbolic link; folders on the way may.
  /// - Complexity: O(bytes).
  package static func read(
    _ path: String, atMost limit: Int, followsLink: Bool = true
  ) throws(Refusal) -> Data {
    try opened(path, followsLink: followsLink) { file, size throws(Refusal) in
      guard size <= limit else { throw .tooLarge(found: size) }
      return try bytes(of: file, from: 0, count: size)
    }
  }

  /// The same into `buffer`, which grows as needed; returns how many bytes there are. Follows no link.
  static func read(
    _ path: String, atMost limit: Int, into buffer: inout [UInt8]
  ) throws(Refusal) -> Int {
    try opened(path, followsLink: false) { file, size throws(Refusal) in
      guard size <= limit else { throw .tooLarge(found: size) }
      if buffer.count < size { buffer = [UInt8](repeating: 0, count: 2 * size) }
      return try filling(size) { count in
        buffer.withUnsafeMutableBytes {
          pread(file, $0.baseAddress.map { $0 + count }, size - count, off_t(count))
        }
      }
    }
  }

  /// Calls `body` with the descriptor and the size of the regular file at `path`.
  static func opened<Value>(
    _ path: String, followsLink: Bool, _ body: (Int32, Int) throws(Refusal) -> Value
  ) throws(Refusal) -> Value {
    // Without blocking: opening a pipe would wait for somebody to write to it.
    let file = open(
      path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followsLink ? 0 : O_NOFOLLOW))
    guard file >= 0 else {
      switch errno {
      case ENOENT, ENOTDIR: throw .missing
      case ELOOP, ENXIO: throw .notRegular
      case let number: throw .system(number)
      }
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .system(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    return try body(file, Int(status.st_size))
  }

  /// `count` bytes of an open file, or fewer where it ends before.
  static func bytes(of file: Int32, from offset: Int, count: Int) throws(Refusal) -> Data {
    var bytes = Data(count: count)
    let filled = try filling(count) { filled in
      bytes.withUnsafeMutableBytes {
        pread(file, $0.baseAddress.map { $0 + filled }, count - filled, off_t(offset + filled))
      }
    }
    return filled < count ? bytes.prefix(filled) : bytes
  }

  /// Calls `read` with the bytes that are there until `count` are or the file ends.
  private static func filling(_ count: Int, _ read: (Int) -> Int) throws(Refusal) -> Int {
    var filled = 0
    while filled < count {
      let got = read(filled)
      if got == 0 { break }
      if got < 0 {
        if errno == EINTR { continue }
        throw .system(errno)
      }
      filled += got
    }
    return filled
  }
}
