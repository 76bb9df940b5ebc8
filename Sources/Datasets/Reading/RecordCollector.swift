import Digests
import Foundation

/// Puts the records of a data file together from its parts, in any order, and proves that they are those that
/// the manifest declares.
///
/// It allocates what the manifest declares, once the first part was found, and takes no byte more.
struct RecordCollector {
  private let file: DatasetFile
  private let recordByteCount: Int
  private var contents = Data()
  private var filled = 0
  private var found: Set<String> = []

  /// No records yet of `file`, each of `recordByteCount` bytes.
  init(_ file: DatasetFile, recordByteCount: Int) {
    (self.file, self.recordByteCount) = (file, recordByteCount)
  }

  /// Whether `member` is one of the file's parts.
  func takes(_ member: String) -> Bool { file.members?.contains(member) ?? false }

  /// Reads the part `member` of `bytes` bytes, which messages call `place`.
  ///
  /// - Parameter read: writes the next bytes into a buffer and returns their number, 0 at the end
  /// - Throws: `repeated-member`, `wrong-length`, `too-large`, `truncated`, and what `read` throws.
  mutating func add(
    _ member: String, bytes: Int, from place: String,
    read: (UnsafeMutableRawBufferPointer) throws -> Int
  ) throws {
    guard found.insert(member).inserted else {
      throw DatasetError(
        .repeatedMember, "'\(member)' is there twice", file: place, expected: "each part once")
    }
    guard bytes.isMultiple(of: recordByteCount), bytes > 0 else {
      throw DatasetError(
        .wrongLength, "'\(member)' does not hold whole records", file: place,
        expected: "a multiple of \(recordByteCount) bytes", found: "\(bytes)")
    }
    let total = file.uncompressed.bytes
    guard bytes <= total - filled else {
      throw DatasetError(
        .tooLarge, "the parts up to '\(member)' hold more than the \(file.role.rawValue) records",
        file: place, expected: "\(total) bytes", found: "\(filled + bytes)")
    }
    if contents.isEmpty { contents = Data(count: total) }
    let end = filled + bytes
    try contents.withUnsafeMutableBytes { buffer in
      while filled < end {
        let count = try read(UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<end]))
        guard count > 0 else {
          throw DatasetError(
            .truncated, "'\(member)' ends too early", file: place, expected: "\(bytes) bytes",
            found: "\(bytes - (end - filled))")
        }
        filled += count
      }
    }
  }

  /// Takes out the records of all parts, sorted bytewise in place.
  ///
  /// Throws `missing-member`, `truncated` or `wrong-digest`. O(bytes + records · log records).
  mutating func takeSorted(from place: String) throws -> Data {
    for member in file.members ?? [] where !found.contains(member) {
      throw DatasetError(
        .missingMember, "there is no '\(member)'", file: place,
        expected: "\(file.members?.count ?? 0) parts of the \(file.role.rawValue) records",
        found: "\(found.count)")
    }
    guard filled == file.uncompressed.bytes else {
      throw DatasetError(
        .truncated, "there are too few \(file.role.rawValue) records", file: place,
        expected: "\(file.uncompressed.bytes) bytes", found: "\(filled)")
    }
    RecordOrder.sort(&contents, recordByteCount: recordByteCount)
    let digest = SHA256.hexadecimal(of: contents)
    guard digest == file.uncompressed.sha256 else {
      throw DatasetError(
        .wrongDigest, "the \(file.role.rawValue) records, sorted, are not those of '\(file.name)'",
        file: place, expected: "\(file.uncompressed)", found: digest)
    }
    defer { contents = Data() }
    return contents
  }
}
