import Archives
import Digests
import Foundation

/// Reads the data files of an archive of records, where it lies or where it was unpacked. Nothing is written.
struct RecordPackage {
  private let package: DatasetPackage
  private var collectors: [RecordCollector]

  /// A reader of `package`, whose data files have records of `recordByteCount` bytes.
  init(_ package: DatasetPackage, recordByteCount: Int) {
    self.package = package
    collectors = package.files.map { RecordCollector($0, recordByteCount: recordByteCount) }
  }

  /// The contents of all data files, of the archive unpacked in `folder`.
  ///
  /// Throws `missing-member` with the first part that is not there, and what `RecordCollector` throws.
  consuming func read(unpackedIn folder: URL) throws -> [FileVerifier.Verified] {
    for (i, file) in package.files.enumerated() {
      for member in file.members ?? [] {
        let url = folder.appendingPathComponent(member)
        guard FileManager.default.fileExists(atPath: url.path) else { continue }
        var part = try InputFile(url)
        try collectors[i].add(member, bytes: part.byteCount, from: folder.path) {
          try part.read(into: $0)
        }
      }
    }
    return try verified(from: folder.path)
  }

  /// The contents of all data files in the tar archive `input`, compressed by gzip or not.
  ///
  /// What else is in the archive is passed over. Throws `not-an-archive`, `truncated`, `corrupt-stream`,
  /// `trailing-bytes`, `unusual-entry`, `too-large`, and what `RecordCollector` throws. Takes memory for the
  /// declared contents, whatever the archive would inflate to.
  consuming func read(_ input: consuming InputFile) throws -> [FileVerifier.Verified] {
    let (path, bytes) = (input.path, input.byteCount)
    let isCompressed = try input.bytes(from: 0, count: 2) == [0x1f, 0x8b]
    let stream = Stream(input, isCompressed: isCompressed, limit: package.inflatedByteLimit)
    var digest: String?
    do {
      var tar = TarReader { buffer throws(ArchiveError) in try stream.read(into: buffer) }
      while let entry = try tar.next() {
        let name = entry.name.hasPrefix("./") ? String(entry.name.dropFirst(2)) : entry.name
        guard let i = collectors.firstIndex(where: { $0.takes(name) }) else { continue }
        try collectors[i].add(name, bytes: entry.bytes, from: path) { try tar.read(into: $0) }
      }
      digest = try stream.finish()
    } catch let error as ArchiveError {
      throw Self.translated(error, path)
    }
    return try verified(
      from: path,
      archive: package.archives.first { $0.bytes == bytes && $0.sha256 == digest })
  }

  /// What was collected, sorted and found right.
  private mutating func verified(
    from place: String, archive: DatasetFile.Checksum? = nil
  ) throws -> [FileVerifier.Verified] {
    var verified: [FileVerifier.Verified] = []
    for i in collectors.indices {
      let contents = try collectors[i].takeSorted(from: place)
      verified.append(FileVerifier.Verified(contents: contents, archive: archive))
    }
    return verified
  }

  /// The bytes of an archive, inflated where they are compressed, and no more of them than a limit.
  private final class Stream {
    private final class Hash { var value = SHA256() }

    private let file: InputFile
    private let limit: Int
    private var delivered = 0
    private var decoder: GzipDecoder
    private let isCompressed: Bool
    private let stored: Hash

    init(_ file: consuming InputFile, isCompressed: Bool, limit: Int) {
      let stored = Hash()
      decoder = GzipDecoder(file.descriptor) { stored.value.update($0) }
      (self.isCompressed, self.limit, self.stored) = (isCompressed, limit, stored)
      self.file = file
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
      let count =
        isCompressed
        ? try decoder.read(into: buffer)
        : try ArchiveError.reading(file.descriptor, into: buffer)
      delivered += count
      guard delivered <= limit else {
        throw ArchiveError(.tooLarge, "it holds more than \(limit) bytes")
      }
      return count
    }

    /// The SHA-256 of the compressed bytes; nil where they are not compressed. Throws `trailingBytes` where
    /// bytes follow the compressed data.
    func finish() throws(ArchiveError) -> String? {
      guard isCompressed else { return nil }
      let (end, size) = (decoder.consumed, file.byteCount)
      guard end == size else {
        throw ArchiveError(.trailingBytes, "\(size - end) bytes follow the compressed data")
      }
      try decoder.finish()
      return stored.value.finishHexadecimal()
    }
  }

  private static func translated(_ error: ArchiveError, _ path: String) -> DatasetError {
    let code: DatasetError.Code =
      switch error.code {
      case .notAnArchive: .notAnArchive
      case .truncated: .truncated
      case .damaged: .corruptStream
      case .trailingBytes: .trailingBytes
      case .tooLarge: .tooLarge
      case .unusualEntry: .unusualEntry
      case .inputOutput: .inputOutput
      }
    return DatasetError(
      code, "the archive cannot be used: \(error.description)", file: path,
      expected: "a tar archive of regular files and folders")
  }
}
