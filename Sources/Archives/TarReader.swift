internal import CArchive
import Foundation

/// Reads a tar archive of regular files, entry by entry, in bounded memory.
///
/// It is stricter than libarchive, which passes over much that is wrong: every warning is an error, no
/// entry may be anything but a regular file of a known size (or a folder, where they are allowed), the end
/// must be marked by two blocks of zeros, and nothing but zeros may follow it.
package struct TarReader: ~Copyable {
  /// A file in the archive.
  package struct Entry: Hashable, Sendable {
    /// The name as it is stored.
    package let name: String
    /// The size that its header declares; the data may end before.
    package let bytes: Int
  }

  /// Zeros that may follow the end of an archive: programs fill up their last record.
  private static let longestPadding = 1 << 20

  private let handle: OpaquePointer
  /// libarchive keeps a pointer to it.
  private let source: ByteSource
  /// Whether no entry was read yet.
  private var isAtStart = true
  private let isOpen: Bool
  private let passesFolders: Bool

  /// Reads from the open file `descriptor`, which the caller closes. An entry that is a folder is an error.
  package init(_ descriptor: Int32) { self.init(ByteSource(descriptor), passesFolders: false) }

  /// Reads the bytes that `reading` gives, which returns their number, and 0 at the end. Entries that are
  /// folders are passed over. The caller bounds the bytes where they are inflated.
  package init(
    passingFolders reading:
      @escaping (UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int
  ) {
    self.init(ByteSource(reading: reading), passesFolders: true)
  }

  private init(_ source: ByteSource, passesFolders: Bool) {
    guard let handle = archive_read_new() else { preconditionFailure("out of memory") }
    // No filter: what libarchive inflates by itself could expand without bound.
    archive_read_support_format_tar(handle)
    let opened = source.open(handle)
    (self.handle, self.source, isOpen) = (handle, source, opened == ARCHIVE_OK)
    self.passesFolders = passesFolders
  }

  deinit {
    archive_read_free(handle)
    withExtendedLifetime(source) {}
  }

  /// The next entry; nil at the end of the archive, after which nothing follows.
  ///
  /// What is left of the entry before is passed over. Throws all codes.
  package mutating func next() throws(ArchiveError) -> Entry? {
    guard isOpen else { throw failure(.notAnArchive) }
    while true {
      let isFirst = isAtStart
      var entry: OpaquePointer?
      let code = archive_read_next_header(handle, &entry)
      if code == ARCHIVE_EOF {
        try checkEnd(isEmpty: isFirst)
        return nil
      }
      guard code == ARCHIVE_OK, let entry else {
        throw failure(isFirst ? .notAnArchive : .damaged)
      }
      isAtStart = false
      if passesFolders, UInt32(archive_entry_filetype(entry)) == engram_folder { continue }
      return try file(entry)
    }
  }

  /// The regular file that `entry` is. Throws `unusualEntry` for anything else.
  private func file(_ entry: OpaquePointer) throws(ArchiveError) -> Entry {
    guard let bytes = archive_entry_pathname(entry), let name = String(validatingCString: bytes)
    else { throw ArchiveError(.unusualEntry, "an entry has a name that is no text") }
    let kind = archive_entry_filetype(entry)
    guard UInt32(kind) == engram_regular_file, archive_entry_hardlink(entry) == nil,
      archive_entry_symlink(entry) == nil, archive_entry_sparse_count(entry) == 0
    else {
      throw ArchiveError(.unusualEntry, "the entry '\(name)' is no regular file")
    }
    guard archive_entry_size_is_set(entry) != 0, let size = Int(exactly: archive_entry_size(entry)),
      size >= 0
    else { throw ArchiveError(.unusualEntry, "the entry '\(name)' has no size") }
    return Entry(name: name, bytes: size)
  }

  /// Reads the next bytes of the current entry into `buffer`; 0 at its end.
  ///
  /// Throws `truncated`, `damaged`, `inputOutput`.
  package mutating func read(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(ArchiveError) -> Int {
    let count = archive_read_data(handle, buffer.baseAddress, buffer.count)
    guard count >= 0 else { throw failure(.truncated) }
    return count
  }

  /// Throws unless the end is marked and nothing but zeros follows.
  private func checkEnd(isEmpty: Bool) throws(ArchiveError) {
    // Where the header of another entry would stand.
    let end = Int(archive_read_header_position(handle))
    while source.significant <= end, source.delivered - end <= Self.longestPadding {
      guard let more = source.next() else { throw failure(.damaged) }
      if more.isEmpty { break }
    }
    if isEmpty, source.significant == 0 {
      throw ArchiveError(.notAnArchive, "it is empty")
    }
    guard source.significant <= end, source.delivered - end <= Self.longestPadding else {
      throw ArchiveError(.trailingBytes, "bytes follow the end of the archive at byte \(end)")
    }
    guard source.delivered - end >= 1024, source.delivered % 512 == 0 else {
      throw ArchiveError(
        .truncated, "it ends at byte \(source.delivered) without the two blocks that end an archive"
      )
    }
  }

  /// The error that libarchive tells, of kind `code` unless reading itself failed.
  private func failure(_ code: ArchiveError.Code) -> ArchiveError {
    if let failure = source.failure { return failure }
    let text = archive_error_string(handle).map { String(cString: $0) } ?? "unknown error"
    let isTruncated = text.lowercased().contains("truncated")
    return ArchiveError(isTruncated ? .truncated : code, "\(text) (after byte \(source.delivered))")
  }
}
