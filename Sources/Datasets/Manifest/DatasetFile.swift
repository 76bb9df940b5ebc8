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
    /// The records to train on: images with their labels.
    case train
    /// The records to measure on.
    case test

    /// Whether it is of the images to train on.
    var isOfTraining: Bool { [.trainImages, .trainLabels, .train].contains(self) }
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
  /// The name of its file in folders and on mirrors, with the suffix `.gz` when it is compressed there. Data
  /// files in one archive have the archive's name.
  package let name: String
  /// The paths of its parts in the archive, where it lies in one.
  package let members: [String]?
  /// Size and digest of the contents: the authority. Those of records are of the records in bytewise order.
  package let uncompressed: Checksum
  /// The known compressed copies. Each makes a copy recognizable and the progress of a download
  /// exact; a copy that is none of them is still judged by its contents.
  package let archives: [Checksum]

  enum CodingKeys: String, CodingKey, CaseIterable {
    case role, name, members, uncompressed, archives
  }

  /// The names that a copy of the file `name` can have in a folder: as declared, and without the suffix `.gz`.
  static func localNames(of name: String) -> [String] {
    name.hasSuffix(".gz") ? [name, String(name.dropLast(3))] : [name]
  }
}
