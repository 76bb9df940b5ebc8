import CZlib
import Digests
import Foundation

/// Inflates one gzip file (RFC 1952), in pieces, checking all that the format lets one check.
///
/// The wrapper is read here and not by zlib, so that each error can say at which byte it was found,
/// what was expected and what was there. Several members in a row are one stream, as for `gunzip`.
struct GzipReader: ~Copyable {
  /// Deflate cannot make less than one byte of 1032; so little input can hold no more.
  private static let greatestRatio = 1032
  private static let bufferByteCount = 1 << 17
  /// Output is made in pieces that are still in the processor's cache when they are hashed.
  private static let pieceByteCount = 1 << 18

  private var file: InputFile
  private let buffer: UnsafeMutableRawBufferPointer
  /// On the heap, because zlib keeps a pointer to it.
  private let stream: UnsafeMutablePointer<z_stream>
  private var unread = 0..<0
  private var storedOffset = 0
  private var storedHash = SHA256()
  private var contentsHash = SHA256()

  /// A reader of `file`, from its first byte.
  init(_ file: consuming InputFile) throws(DatasetError) {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard engram_inflate_init_raw(stream) == Z_OK else {
      stream.deallocate()
      throw DatasetError(
        .inputOutput, "cannot start to inflate", file: file.path, advice: "free some memory")
    }
    self.stream = stream
    self.file = file
    buffer = .allocate(byteCount: Self.bufferByteCount, alignment: 16)
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    buffer.deallocate()
  }

  /// The contents, which must be `byteCount` bytes, and the SHA-256 of contents and stored bytes.
  ///
  /// Throws `not-gzip`, `truncated`, `corrupt-stream`, `wrong-crc`, `wrong-length`, `too-large` or
  /// `trailing-bytes`. Allocates `byteCount` bytes, and only when the file can hold as many; time
  /// O(`byteCount`), whatever the file would inflate to.
  consuming func contents(
    byteCount: Int
  ) throws -> (contents: Data, sha256: String, storedSHA256: String) {
    try requireMagic()
    guard byteCount / Self.greatestRatio <= file.byteCount else {
      throw DatasetError(
        .truncated, "the file is too short for its contents", file: file.path,
        offset: file.byteCount, expected: "at least \(byteCount / Self.greatestRatio) bytes",
        found: "\(file.byteCount)")
    }
    var contents = Data(count: byteCount)
    var filled = 0
    try contents.withUnsafeMutableBytes { output in
      repeat {
        try readHeader()
        try readMember(into: output, &filled)
      } while try anotherMember()
    }
    guard filled == byteCount else {
      throw error(
        .wrongLength, "the contents are too short", expected: "\(byteCount) bytes",
        found: "\(filled)")
    }
    return (contents, contentsHash.finishHexadecimal(), storedHash.finishHexadecimal())
  }

  private func error(
    _ code: DatasetError.Code, _ message: String, at offset: Int? = nil, expected: String? = nil,
    found: String? = nil
  ) -> DatasetError {
    DatasetError(
      code, message, file: file.path, offset: offset ?? storedOffset, expected: expected,
      found: found)
  }

  // MARK: Stored bytes

  /// Fills the buffer when it is empty; false at the end of the file.
  private mutating func fill() throws(DatasetError) -> Bool {
    guard unread.isEmpty else { return true }
    unread = 0..<(try file.read(into: buffer))
    storedHash.update(UnsafeRawBufferPointer(rebasing: buffer[unread]))
    return !unread.isEmpty
  }

  private mutating func advance(by count: Int) {
    unread = (unread.lowerBound + count)..<unread.upperBound
    storedOffset += count
  }

  private mutating func nextByte(of part: String) throws(DatasetError) -> UInt8 {
    guard try fill() else {
      throw error(.truncated, "the file ends within \(part)", expected: "more bytes", found: "none")
    }
    let byte = buffer[unread.lowerBound]
    advance(by: 1)
    return byte
  }

  /// The next four bytes as a number, least significant byte first.
  private mutating func nextWord(of part: String) throws(DatasetError) -> UInt32 {
    var word: UInt32 = 0
    for shift in 0..<UInt32(4) { word |= UInt32(try nextByte(of: part)) << (8 * shift) }
    return word
  }

  // MARK: Members

  private mutating func requireMagic() throws(DatasetError) {
    let present = try fill() ? buffer[unread].prefix(2).map { $0 } : []
    guard present == [0x1f, 0x8b] else {
      throw error(
        .notGzip, "that is no gzip file", expected: "the bytes 1f 8b",
        found: present.isEmpty ? "an empty file" : present.hexadecimal(separator: " "))
    }
  }

  private mutating func readHeader() throws(DatasetError) {
    let part = "the gzip header"
    let start = storedOffset
    var crc: UInt = 0
    func next(_ reader: inout GzipReader) throws(DatasetError) -> UInt8 {
      var byte = try reader.nextByte(of: part)
      crc = crc32(crc, &byte, 1)
      return byte
    }
    for expected in [0x1f, 0x8b, 8] as [UInt8] {
      let found = try next(&self)
      guard found == expected else {
        throw error(
          .notGzip, "that is no gzip file compressed with deflate", at: storedOffset - 1,
          expected: [expected].hexadecimal(), found: [found].hexadecimal())
      }
    }
    let flags = try next(&self)
    guard flags & 0xe0 == 0 else {
      throw error(
        .notGzip, "the gzip header has unknown flags", at: start + 3,
        expected: "the three highest bits zero", found: [flags].hexadecimal())
    }
    for _ in 0..<6 { _ = try next(&self) }  // time, level, operating system
    if flags & 4 != 0 {  // extra field
      let low = Int(try next(&self))
      let count = low | Int(try next(&self)) << 8
      for _ in 0..<count { _ = try next(&self) }
    }
    // Name and comment, each up to a zero.
    for flag in [8, 16] as [UInt8] where flags & flag != 0 { while try next(&self) != 0 {} }
    if flags & 2 != 0 {
      let found = UInt16(truncatingIfNeeded: crc)
      let low = UInt16(try nextByte(of: part))
      let stored = low | UInt16(try nextByte(of: part)) << 8
      guard stored == found else {
        throw error(
          .wrongCRC, "the gzip header is damaged", at: storedOffset - 2,
          expected: "CRC \(hexadecimal(UInt32(stored)))", found: hexadecimal(UInt32(found)))
      }
    }
  }

  /// Inflates the compressed data of a member behind `filled`, and checks the trailer.
  private mutating func readMember(
    into output: UnsafeMutableRawBufferPointer, _ filled: inout Int
  ) throws(DatasetError) {
    inflateReset(stream)
    let start = filled
    var crc: UInt = 0
    var spare: UInt8 = 0
    var ended = false
    while !ended {
      guard try fill() else {
        throw error(
          .truncated, "the file ends within the compressed data",
          expected: "\(output.count) bytes of contents", found: "\(filled)")
      }
      let piece = min(output.count - filled, Self.pieceByteCount)
      let count: Int
      if piece > 0 {
        let target = UnsafeMutableRawBufferPointer(rebasing: output[filled..<(filled + piece)])
        (count, ended) = try inflatePiece(into: target)
        crc = crc32(crc, target.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(count))
        contentsHash.update(UnsafeRawBufferPointer(rebasing: target[..<count]))
      } else {
        // All is there; whatever comes now is too much. One byte tells, nothing is kept.
        let result = try withUnsafeMutableBytes(of: &spare) { (target) -> Result<_, DatasetError> in
          do throws(DatasetError) {
            return .success(try inflatePiece(into: target))
          } catch {
            return .failure(error)
          }
        }.get()
        guard result.count == 0 else {
          throw error(
            .tooLarge, "the file inflates to more than its contents",
            expected: "\(output.count) bytes", found: "more")
        }
        (count, ended) = result
      }
      filled += count
    }
    try checkTrailer(crc: UInt32(truncatingIfNeeded: crc), byteCount: filled - start)
  }

  /// Inflates into `target` until it is full, the buffer is empty or the data end.
  private mutating func inflatePiece(
    into target: UnsafeMutableRawBufferPointer
  ) throws(DatasetError) -> (count: Int, ended: Bool) {
    stream.pointee.next_in = (buffer.baseAddress?.assumingMemoryBound(to: UInt8.self))
      .map { $0 + unread.lowerBound }
    stream.pointee.avail_in = UInt32(unread.count)
    stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(target.count)
    let code = inflate(stream, Z_NO_FLUSH)
    advance(by: unread.count - Int(stream.pointee.avail_in))
    let count = target.count - Int(stream.pointee.avail_out)
    switch code {
    case Z_OK, Z_BUF_ERROR: return (count, false)
    case Z_STREAM_END: return (count, true)
    default:
      throw error(
        .corruptStream, "the compressed data are damaged", expected: "a valid deflate stream",
        found: stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(code)")
    }
  }

  private mutating func checkTrailer(crc: UInt32, byteCount: Int) throws(DatasetError) {
    let part = "the gzip trailer"
    let storedCRC = try nextWord(of: part)
    guard storedCRC == crc else {
      throw error(
        .wrongCRC, "the contents do not fit their CRC-32", at: storedOffset - 4,
        expected: hexadecimal(storedCRC), found: hexadecimal(crc))
    }
    let storedLength = try nextWord(of: part)
    guard storedLength == UInt32(truncatingIfNeeded: byteCount) else {
      throw error(
        .wrongLength, "the contents do not fit the length in the trailer", at: storedOffset - 4,
        expected: "\(storedLength) bytes", found: "\(byteCount)")
    }
  }

  /// Whether another member follows; bytes that are none are refused.
  private mutating func anotherMember() throws(DatasetError) -> Bool {
    guard try fill() else { return false }
    guard buffer[unread.lowerBound] == 0x1f else {
      throw error(
        .trailingBytes, "bytes follow the compressed data", expected: "the end of the file",
        found: "\(file.byteCount - storedOffset) more bytes")
    }
    return true
  }
}
