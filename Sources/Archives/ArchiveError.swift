import Foundation

/// A failure of an archive: what is wrong with it, or why it cannot be read or written.
package struct ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable name for each kind of failure.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    /// The bytes are no archive of the expected format.
    case notAnArchive = "not-an-archive"
    /// The archive ends before its end is marked.
    case truncated
    /// The archive contradicts itself.
    case damaged
    /// Bytes follow the end of the archive.
    case trailingBytes = "trailing-bytes"
    /// More bytes than the caller allows.
    case tooLarge = "too-large"
    /// An entry is no regular file, or its size is not told.
    case unusualEntry = "unusual-entry"
    /// The operating system refused to read or write.
    case inputOutput = "input-output"
  }

  /// The kind of failure.
  package let code: Code
  /// What is wrong and where, in one sentence without a full stop.
  package let description: String

  /// A failure of kind `code`.
  package init(_ code: Code, _ description: String) {
    (self.code, self.description) = (code, description)
  }
}

extension ArchiveError {
  /// Reads the next bytes of an open file and returns their number, 0 at its end. Throws `inputOutput`.
  package static func reading(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
  ) throws(ArchiveError) -> Int {
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      guard errno == EINTR else {
        throw ArchiveError(.inputOutput, String(cString: strerror(errno)))
      }
    }
  }
}
