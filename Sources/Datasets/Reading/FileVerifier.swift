import Digests
import Foundation

/// Reads a copy of a dataset's file and proves that it holds what the manifest declares.
enum FileVerifier {
  /// A copy that was found good.
  struct Verified {
    /// The uncompressed contents.
    let contents: Data
    /// The known compressed copy it is, if it is one.
    let archive: DatasetFile.Checksum?
  }

  /// The contents of the data files in a copy of `package`, in their order.
  ///
  /// Throws `DatasetError`: `too-large`, `input-output`, and those of `RecordPackage` or `GzipFile`.
  static func verify(_ copy: DatasetPackage.Copy, as package: DatasetPackage) throws -> [Verified] {
    let reader = package.recordByteCount.map { RecordPackage(package, recordByteCount: $0) }
    if case .unpacked(let folder) = copy, let reader { return try reader.read(unpackedIn: folder) }
    let input = try InputFile(copy.url)
    guard input.byteCount <= package.storedByteLimit else {
      throw DatasetError(
        .tooLarge, "the file is larger than any copy of it can be", file: copy.url.path,
        offset: package.storedByteLimit, expected: "at most \(package.storedByteLimit) bytes",
        found: "\(input.byteCount)")
    }
    if let reader { return try reader.read(input) }
    return [try verify(input, copy.url, package.files[0])]
  }

  /// The contents of the copy of `file` at `url`, compressed or not.
  ///
  /// Which of the two it is, its first bytes tell: some servers and tools unpack a file and leave
  /// its name. Throws `DatasetError`: those of `GzipFile`, `truncated`, `trailing-bytes` or `wrong-digest`.
  private static func verify(
    _ input: consuming InputFile, _ url: URL, _ file: DatasetFile
  ) throws -> Verified {
    guard try isPlain(url, file, byteCount: input.byteCount) else {
      let byteCount = input.byteCount
      let result = try GzipFile(input).contents(byteCount: file.uncompressed.bytes)
      try check(result.sha256, url, file)
      let archive = file.archives.first {
        $0.bytes == byteCount && $0.sha256 == result.storedSHA256
      }
      return Verified(contents: result.contents, archive: archive)
    }
    return Verified(contents: try plainContents(input, url, file), archive: nil)
  }

  /// Throws unless `contents`, which messages say is from `origin`, are those of `file`.
  static func check(_ contents: Data, as file: DatasetFile, from origin: String) throws {
    let found = DatasetFile.Checksum(
      bytes: contents.count, sha256: SHA256.hexadecimal(of: contents))
    guard found == file.uncompressed else {
      throw wrongDigest(origin, file, found: found.description)
    }
  }

  /// Whether the copy is uncompressed: it does not start as gzip does, and either its size is that
  /// of the contents or its name does not promise gzip.
  private static func isPlain(_ url: URL, _ file: DatasetFile, byteCount: Int) throws -> Bool {
    var input = try InputFile(url)
    var start: [UInt8] = [0, 0]
    let count = try start.withUnsafeMutableBytes { try input.read(into: $0) }
    if count == 2, start == [0x1f, 0x8b] { return false }
    return byteCount == file.uncompressed.bytes || url.pathExtension != "gz"
  }

  private static func plainContents(
    _ input: consuming InputFile, _ url: URL, _ file: DatasetFile
  ) throws -> Data {
    let (expected, found) = (file.uncompressed.bytes, input.byteCount)
    guard found == expected else {
      throw DatasetError(
        found < expected ? .truncated : .trailingBytes,
        found < expected ? "the file ends too early" : "bytes follow the contents",
        file: url.path, offset: min(expected, found), expected: "\(expected) bytes",
        found: "\(found)")
    }
    let contents = try input.readAll()
    try check(SHA256.hexadecimal(of: contents), url, file)
    return contents
  }

  private static func check(_ sha256: String, _ url: URL, _ file: DatasetFile) throws {
    guard sha256 == file.uncompressed.sha256 else {
      throw wrongDigest(url.path, file, found: sha256)
    }
  }

  private static func wrongDigest(
    _ origin: String, _ file: DatasetFile, found: String
  ) -> DatasetError {
    DatasetError(
      .wrongDigest, "the contents are not those of '\(file.name)'", file: origin,
      expected: "\(file.uncompressed)", found: found)
  }
}
