internal import CArchive
import Foundation

/// Writes a tar archive of regular files, piece by piece.
///
/// Entries have no times, no owners and the permissions 0444, so equal entries in equal order give equal
/// bytes. Names and sizes that a plain header cannot hold get the headers of POSIX (pax).
package struct TarWriter: ~Copyable {
  /// Takes the archive's bytes, in order.
  package typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  /// Where libarchive's callback leads.
  private final class Target {
    let sink: Sink
    var failure: (any Error)?

    init(_ sink: @escaping Sink) { self.sink = sink }
  }

  private let handle: OpaquePointer
  private let target: Target
  private var missing = 0
  private var isFinished = false

  /// An empty archive whose bytes go to `sink`; what that throws ends the writing.
  package init(to sink: @escaping Sink) throws {
    guard let handle = archive_write_new() else { preconditionFailure("out of memory") }
    let target = Target(sink)
    archive_write_set_format_pax_restricted(handle)
    archive_write_add_filter_none(handle)
    archive_write_set_bytes_per_block(handle, 1 << 16)
    archive_write_set_bytes_in_last_block(handle, 1)
    let opened = archive_write_open(
      handle, Unmanaged.passUnretained(target).toOpaque(), nil,
      { _, target, bytes, count in
        guard let target, let bytes else { return -1 }
        let box = Unmanaged<Target>.fromOpaque(target).takeUnretainedValue()
        guard box.failure == nil else { return -1 }
        do {
          try box.sink(UnsafeRawBufferPointer(start: bytes, count: count))
          return count
        } catch {
          box.failure = error
          return -1
        }
      }, nil)
    (self.handle, self.target) = (handle, target)
    guard opened == ARCHIVE_OK else { throw failure() }
  }

  deinit {
    // Else libarchive would write the end of the archive.
    if !isFinished { archive_write_fail(handle) }
    archive_write_free(handle)
    withExtendedLifetime(target) {}
  }

  /// Begins an entry, whose `bytes` bytes are to be written next. Traps where those of the one before
  /// are missing. Throws what the sink throws.
  package mutating func begin(_ name: String, bytes: Int) throws {
    precondition(missing == 0, "\(missing) bytes of the entry before are missing")
    guard let entry = archive_entry_new() else { preconditionFailure("out of memory") }
    defer { archive_entry_free(entry) }
    archive_entry_set_pathname(entry, name)
    archive_entry_set_size(entry, Int64(bytes))
    archive_entry_set_filetype(entry, engram_regular_file)
    archive_entry_set_perm(entry, 0o444)
    archive_entry_set_mtime(entry, 0, 0)
    guard archive_write_header(handle, entry) == ARCHIVE_OK else { throw failure() }
    missing = bytes
  }

  /// Adds bytes to the entry. Traps for more than it was begun with. Throws what the sink throws.
  package mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
    precondition(bytes.count <= missing, "\(bytes.count - missing) bytes too many")
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let written = archive_write_data(handle, part.baseAddress, part.count)
      guard written > 0 else { throw failure() }
      rest = rest.dropFirst(written)
    }
    missing -= bytes.count
  }

  /// Writes the end of the archive. Throws what the sink throws.
  package mutating func finish() throws {
    precondition(missing == 0, "\(missing) bytes of the last entry are missing")
    isFinished = true
    guard archive_write_close(handle) == ARCHIVE_OK else { throw failure() }
  }

  private func failure() -> any Error {
    target.failure
      ?? ArchiveError(
        .inputOutput, archive_error_string(handle).map { String(cString: $0) } ?? "unknown error")
  }
}
