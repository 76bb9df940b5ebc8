internal import CArchive
import Foundation

/// Inflates a file that gzip has compressed, piece by piece.
///
/// libarchive inflates. It checks no CRC and no length, and takes what follows the compressed data for
/// nothing at all; `consumed` tells where that begins, so that the caller can judge both.
package struct GzipDecoder: ~Copyable {
  private let handle: OpaquePointer
  /// libarchive keeps a pointer to it.
  private let source: ByteSource
  private var isOpen = false
  private var isAtEnd = false

  /// Reads from the open file `descriptor`, which the caller closes.
  ///
  /// - Parameter observer: gets all bytes of the file that are read, in order
  package init(_ descriptor: Int32, observer: @escaping (UnsafeRawBufferPointer) -> Void = { _ in })
  {
    guard let handle = archive_read_new() else { preconditionFailure("out of memory") }
    archive_read_support_filter_gzip(handle)
    archive_read_support_format_raw(handle)
    archive_read_support_format_empty(handle)
    (self.handle, source) = (handle, ByteSource(descriptor, observer: observer))
  }

  deinit {
    archive_read_free(handle)
    withExtendedLifetime(source) {}
  }

  /// The next bytes of the contents into `buffer`; 0 at their end.
  ///
  /// Throws `notAnArchive` for what gzip has not compressed, `truncated`, `damaged`, `inputOutput`.
  package mutating func read(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(ArchiveError) -> Int {
    if !isOpen { try open() }
    guard !isAtEnd else { return 0 }
    let count = archive_read_data(handle, buffer.baseAddress, buffer.count)
    guard count >= 0 else { throw failure(.damaged) }
    isAtEnd = count == 0
    return count
  }

  /// The bytes of the file that the compressed data take, as far as they were read: all of them where the
  /// contents are at their end. Several compressed files in a row count as one.
  package var consumed: Int { max(0, Int(archive_filter_bytes(handle, -1))) }

  /// Reads the rest of the file for the observer. Throws `inputOutput`.
  package mutating func finish() throws(ArchiveError) {
    while true {
      guard let bytes = source.next() else { throw failure(.inputOutput) }
      if bytes.isEmpty { return }
    }
  }

  private mutating func open() throws(ArchiveError) {
    isOpen = true
    // What is no gzip is opened as it is; what is, begins to be inflated here.
    guard source.open(handle) == ARCHIVE_OK else { throw failure(.damaged) }
    var entry: OpaquePointer?
    let code = archive_read_next_header(handle, &entry)
    // Itself and the file: contents that look compressed stay as they are not.
    guard archive_filter_count(handle) == 2, archive_filter_code(handle, 0) == ARCHIVE_FILTER_GZIP
    else { throw failure(.notAnArchive) }
    if code == ARCHIVE_EOF {
      isAtEnd = true
      return
    }
    guard code == ARCHIVE_OK else { throw failure(.damaged) }
  }

  private func failure(_ code: ArchiveError.Code) -> ArchiveError {
    if let failure = source.failure { return failure }
    // A trailer that is cut off is told without words.
    guard let text = archive_error_string(handle).map({ String(cString: $0) }) else {
      return ArchiveError(code == .damaged ? .truncated : code, "the file ends too early")
    }
    return ArchiveError(text.hasPrefix("truncated") ? .truncated : code, text)
  }
}
