/// One data file of a dataset, as its manifest declares it.
///
/// The contents are what counts: a copy is good when its *uncompressed* bytes have the declared size
/// and SHA-256, however it was compressed, and if it was at all.
package struct DatasetFile: Codable, Hashable, Sendable {
  /// The part a file plays.
  package enum Role: String, Codable, Hashable, Sendable, CaseIterable {
    /// The images to train on.
    case trainImages = "train-images"
    /// Their labels.
    case trainLabels = "train-labels"
    /// The images to measure on.
    case testImages = "test-images"
    /// Their labels.
    case testLabels = "test-labels"
  }

  /// The size and SHA-256 of some bytes.
  package struct Checksum: Codable, Hashable, Sendable, CustomStringConvertible {
    /// The number of bytes.
    package let bytes: Int
    /// 64 hexadecimal digits in lower case.
    package let sha256: String

    /// Size and digest as messages show them.
    package var description: String { "\(bytes) bytes with SHA-256 \(sha256)" }
  }

  /// The part it plays.
  package let role: Role
  /// Its name in folders and on mirrors, with the suffix `.gz` when it is compressed there.
  package let name: String
  /// Size and digest of the contents: the authority.
  package let uncompressed: Checksum
  /// The known compressed copies. Each makes a copy recognizable and the progress of a download
  /// exact; a copy that is none of them is still judged by its contents.
  package let archives: [Checksum]

  enum CodingKeys: String, CodingKey, CaseIterable {
    case role, name, uncompressed, archives
  }

  /// The names a copy can have in a folder: as declared, and without the suffix `.gz`.
  var localNames: [String] {
    name.hasSuffix(".gz") ? [name, String(name.dropLast(3))] : [name]
  }

  /// No usable copy is stored in more bytes than this: deflate adds five bytes to each 16 KiB at the
  /// worst, and a gzip header some hundred.
  var storedByteLimit: Int {
    max(uncompressed.bytes + uncompressed.bytes / 3000 + 4096, archives.map(\.bytes).max() ?? 0)
  }
}
