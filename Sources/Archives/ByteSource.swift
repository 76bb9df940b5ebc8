internal import CArchive
import Foundation

/// The bytes of an open file, in order, as libarchive asks for them.
///
/// It counts what it has delivered, so that what follows an archive can be judged.
final class ByteSource {
  private static let blockByteCount = 1 << 16

  private let descriptor: Int32
  private let block: UnsafeMutableRawBufferPointer
  /// How many bytes were delivered.
  private(set) var delivered = 0
  /// How many bytes there are up to the last one that is not zero, of those delivered.
  private(set) var significant = 0
  /// Why the last read failed, as an `errno`; zero where none has.
  private(set) var failure: Int32 = 0

  private let observer: (UnsafeRawBufferPointer) -> Void

  /// The bytes of `descriptor` from where it stands; the caller closes it.
  ///
  /// - Parameter observer: gets all that is delivered
  init(_ descriptor: Int32, observer: @escaping (UnsafeRawBufferPointer) -> Void = { _ in }) {
    (self.descriptor, self.observer) = (descriptor, observer)
    block = .allocate(byteCount: Self.blockByteCount, alignment: 16)
  }

  deinit { block.deallocate() }

  /// The next bytes, valid until the next call: none at the end, nil where reading fails.
  func next() -> UnsafeRawBufferPointer? {
    while true {
      let count = read(descriptor, block.baseAddress, block.count)
      if count < 0 {
        if errno == EINTR { continue }
        failure = errno
        return nil
      }
      let bytes = UnsafeRawBufferPointer(rebasing: block[..<count])
      if let last = bytes.lastIndex(where: { $0 != 0 }) { significant = delivered + last + 1 }
      delivered += count
      observer(bytes)
      return bytes
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
