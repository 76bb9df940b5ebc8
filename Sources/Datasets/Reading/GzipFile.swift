import Archives
import Digests
import Foundation

/// Inflates a file that gzip has compressed (RFC 1952), in bounded memory, and checks all that tells
/// whether it is whole.
///
/// libarchive inflates it. The checks are made here: the trailer, which libarchive passes over, the size,
/// and that nothing follows. Several members in a row are one stream, as for `gunzip`; of these the last
/// one's trailer is checked, and all contents by their SHA-256.
struct GzipFile: ~Copyable {
  /// Deflate cannot make less than one byte of 1032; so little input can hold no more.
  private static let greatestRatio = 1032
  /// A header, no contents and a trailer.
  private static let leastByteCount = 20
  /// Output is made in pieces that are still in the processor's cache when they are hashed.
  private static let pieceByteCount = 1 << 18

  /// A digest that a callback adds to.
  private final class Hash {
    var value = SHA256()
  }

  private let file: InputFile
  private let path: String
  private let stored = Hash()

  /// The file, from its first byte.
  init(_ file: consuming InputFile) {
    path = file.path
    self.file = file
  }

  /// The contents, which must be `byteCount` bytes, and the SHA-256 of contents and stored bytes.
  ///
  /// Throws `not-gzip`, `truncated`, `corrupt-stream`, `wrong-crc`, `wrong-length`, `too-large` or
  /// `trailing-bytes`. Allocates `byteCount` bytes, and only when the file can hold as many; time
  /// O(`byteCount`), whatever the file would inflate to.
  consuming func contents(
    byteCount: Int
  ) throws -> (contents: Data, sha256: String, storedSHA256: String) {
    let start = try file.bytes(from: 0, count: 2)
    guard start == [0x1f, 0x8b] else {
      throw error(
        .notGzip, "that is no gzip file", at: 0, expected: "the bytes 1f 8b",
        found: start.isEmpty ? "an empty file" : start.hexadecimal(separator: " "))
    }
    guard file.byteCount >= Self.leastByteCount else {
      throw error(
        .truncated, "the file ends within the gzip header or trailer", at: file.byteCount,
        expected: "at least \(Self.leastByteCount) bytes", found: "\(file.byteCount)")
    }
    guard byteCount / Self.greatestRatio <= file.byteCount else {
      throw error(
        .truncated, "the file is too short for its contents", at: file.byteCount,
        expected: "at least \(byteCount / Self.greatestRatio) bytes", found: "\(file.byteCount)")
    }
    let stored = stored
    var decoder = GzipDecoder(file.descriptor) { stored.value.update($0) }
    var contents = Data(count: byteCount)
    var hash = SHA256()
    let filled = try contents.withUnsafeMutableBytes { try inflate(&decoder, into: $0, &hash) }
    let end = decoder.consumed
    guard end == file.byteCount else {
      throw error(
        .trailingBytes, "bytes follow the compressed data", at: end,
        expected: "the end of the file", found: "\(file.byteCount - end) more bytes")
    }
    try checkTrailer(contents.prefix(filled))
    guard filled == byteCount else {
      throw error(
        .wrongLength, "the contents are too short", at: end, expected: "\(byteCount) bytes",
        found: "\(filled)")
    }
    do { try decoder.finish() } catch { throw Self.translated(error, path, filled, byteCount, end) }
    return (contents, hash.finishHexadecimal(), stored.value.finishHexadecimal())
  }

  /// Inflates into `output`, and returns how many bytes there are: no more than it has room for.
  private func inflate(
    _ decoder: inout GzipDecoder, into output: UnsafeMutableRawBufferPointer, _ hash: inout SHA256
  ) throws -> Int {
    var filled = 0
    var spare: UInt8 = 0
    while true {
      let piece = min(output.count - filled, Self.pieceByteCount)
      do {
        guard piece > 0 else {
          // All is there; whatever comes now is too much. One byte tells, nothing is kept.
          let more = try withUnsafeMutableBytes(of: &spare) { try decoder.read(into: $0) }
          guard more == 0 else {
            throw error(
              .tooLarge, "the file inflates to more than its contents", at: decoder.consumed,
              expected: "\(output.count) bytes", found: "more")
          }
          return filled
        }
        let target = UnsafeMutableRawBufferPointer(rebasing: output[filled..<(filled + piece)])
        let count = try decoder.read(into: target)
        if count == 0 { return filled }
        hash.update(UnsafeRawBufferPointer(rebasing: target[..<count]))
        filled += count
      } catch let failure as ArchiveError {
        let place = failure.code == .truncated ? file.byteCount : decoder.consumed
        throw Self.translated(failure, path, filled, output.count, place)
      }
    }
  }

  /// Throws unless the last eight bytes fit the contents, or the last part of them where the file has
  /// several members.
  private func checkTrailer(_ contents: Data) throws {
    let trailer = try file.bytes(from: file.byteCount - 8, count: 8)
    func word(_ start: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(trailer[start + $1]) << UInt32(8 * $1) }
    }
    let (storedCRC, storedLength) = (word(0), word(4))
    func crc(_ part: Data) -> UInt32 { part.withUnsafeBytes { CRC32.value(of: $0) } }
    let found = crc(contents)
    let isLength = storedLength == UInt32(truncatingIfNeeded: contents.count)
    if found == storedCRC, isLength { return }
    if !isLength, storedLength < contents.count,
      crc(contents.suffix(Int(storedLength))) == storedCRC
    {
      return
    }
    guard found == storedCRC else {
      throw error(
        .wrongCRC, "the contents do not fit their CRC-32", at: file.byteCount - 8,
        expected: hexadecimal(storedCRC), found: hexadecimal(found))
    }
    throw error(
      .wrongLength, "the contents do not fit the length in the trailer", at: file.byteCount - 4,
      expected: "\(storedLength) bytes", found: "\(contents.count)")
  }

  private func error(
    _ code: DatasetError.Code, _ message: String, at offset: Int, expected: String, found: String
  ) -> DatasetError {
    DatasetError(code, message, file: path, offset: offset, expected: expected, found: found)
  }

  private static func translated(
    _ failure: ArchiveError, _ path: String, _ filled: Int, _ byteCount: Int, _ place: Int
  ) -> DatasetError {
    let (code, message, expected, found): (DatasetError.Code, String, String, String) =
      switch failure.code {
      case .inputOutput: (.inputOutput, "cannot be read", "its bytes", failure.description)
      case .notAnArchive:
        (
          .notGzip, "that is no gzip file compressed with deflate", "a header of gzip",
          "another one"
        )
      case .truncated:
        (
          .truncated, "the file ends within the compressed data", "\(byteCount) bytes of contents",
          "\(filled)"
        )
      case .damaged, .trailingBytes, .tooLarge, .unusualEntry:
        (
          .corruptStream, "the compressed data are damaged", "a valid deflate stream",
          failure.description
        )
      }
    return DatasetError(
      code, message, file: path, offset: place, expected: expected, found: found)
  }
}
