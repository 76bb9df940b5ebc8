internal import CArchive
import Foundation

/// The bytes of an open file or of another stream, in order, as libarchive asks for them.
///
/// It counts what it has delivered, so that what follows an archive can be judged.
final class ByteSource {
  private static let blockByteCount = 1 << 16

  /// Writes the next bytes into a buffer and returns how many there are; 0 at the end.
  typealias Reading = (UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int

  private let reading: Reading
  private let block: UnsafeMutableRawBufferPointer
  /// How many bytes were delivered.
  private(set) var delivered = 0
  /// How many bytes there are up to the last one that is not zero, of those delivered.
  private(set) var significant = 0
  /// Why the last read failed; nil where none has.
  private(set) var failure: ArchiveError?

  private let observer: (UnsafeRawBufferPointer) -> Void

  /// The bytes that `reading` gives.
  ///
  /// - Parameter observer: gets all that is delivered
  init(
    observer: @escaping (UnsafeRawBufferPointer) -> Void = { _ in }, reading: @escaping Reading
  ) {
    (self.reading, self.observer) = (reading, observer)
    block = .allocate(byteCount: Self.blockByteCount, alignment: 16)
  }

  /// The bytes of `descriptor` from where it stands; the caller closes it.
  convenience init(
    _ descriptor: Int32, observer: @escaping (UnsafeRawBufferPointer) -> Void = { _ in }
  ) {
    self.init(observer: observer) { block throws(ArchiveError) in
      try ArchiveError.reading(descriptor, into: block)
    }
  }

  deinit { block.deallocate() }

  /// The next bytes, valid until the next call: none at the end, nil where reading fails.
  func next() -> UnsafeRawBufferPointer? {
    do throws(ArchiveError) {
      let bytes = UnsafeRawBufferPointer(rebasing: block[..<(try reading(block))])
      if let last = bytes.lastIndex(where: { $0 != 0 }) { significant = delivered + last + 1 }
      delivered += bytes.count
      observer(bytes)
      return bytes
    } catch {
      failure = error
      return nil
    }
  }

  /// Opens `archive` upon these bytes, and returns libarchive's code. The source must live as long.
  func open(_ archive: OpaquePointer) -> Int32 {
    archive_read_open(
      archive, Unmanaged.passUnretained(self).toOpaque(), nil,
      { _, source, bytes in
        guard let source, let bytes else { return -1 }
        guard let block = Unmanaged<ByteSource>.fromOpaque(source).takeUnretainedValue().next()
        else { return -1 }
        bytes.pointee = block.baseAddress
        return block.count
      }, nil)
  }
}
