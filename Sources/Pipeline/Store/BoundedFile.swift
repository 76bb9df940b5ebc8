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
    let count = Int(status.st_size)
    guard count <= limit else { throw .tooLarge(found: count) }
    var bytes = Data(count: count)
    var filled = 0
    var failure: Int32 = 0
    bytes.withUnsafeMutableBytes { buffer in
      while filled < count {
        let got = Foundation.read(
          file, UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]).baseAddress,
          count - filled)
        if got == 0 { return }
        if got < 0 {
          if errno == EINTR { continue }
          failure = errno
          return
        }
        filled += got
      }
    }
    guard failure == 0 else { throw .system(failure) }
    return filled < count ? bytes.prefix(filled) : bytes
  }
}
