import Digests
import Foundation
import Tensors

/// What a dataset's `manifest.json` declares: what it is, what its files hold, where they come from.
///
/// Decoding is strict: an unknown, missing or mistyped field is an error that names the field.
package struct DatasetManifest: Codable, Hashable, Sendable {
  /// The newest schema this program reads.
  package static let currentSchemaVersion = 2

  /// The encoding of the data files.
  package enum Format: String, Codable, Hashable, Sendable, CaseIterable {
    /// Arrays of unsigned bytes behind a header of big-endian sizes, as MNIST came in.
    case idx
    /// Records of label bytes and an image each, in the parts of an archive, as CIFAR came in. Since version 2
    /// of the schema.
    case records

    /// The parts that the data files play.
    package var roles: [DatasetFile.Role] {
      switch self {
      case .idx: [.trainImages, .trainLabels, .testImages, .testLabels]
      case .records: [.train, .test]
      }
    }
  }

  /// The number of images in each part.
  package struct Counts: Codable, Hashable, Sendable {
    /// Images to train on.
    package let train: Int
    /// Images to measure on.
    package let test: Int
  }

  /// The version of the manifest's schema.
  package let schemaVersion: Int
  /// The name by which the dataset is asked for, and that of its folder.
  package let name: String
  /// The edition of the data.
  package let version: String
  /// The name for people.
  package let title: String
  /// The licence of the data.
  package let licence: String
  /// The publication to cite.
  package let citation: String
  /// What the data are.
  package let description: String
  /// The encoding of the data files.
  package let format: Format
  /// The names of the classes; a label is an index among them.
  package let classes: [String]
  /// How the bytes of a record lie; nil in other formats.
  package let record: RecordLayout?
  /// The extent of one image.
  package let image: SampleShape
  /// The number of images in each part.
  package let counts: Counts
  /// The data files, one per role.
  package let files: [DatasetFile]
  /// Where the files can be had, in the order to ask.
  package let sources: [DatasetSource]

  enum CodingKeys: String, CodingKey, CaseIterable {
    case schemaVersion = "schema_version"
    case name, version, title, licence, citation, description, format, classes, record, image
    case counts, files, sources
  }

  /// The data file that plays `role`.
  package func file(_ role: DatasetFile.Role) -> DatasetFile {
    guard let file = files.first(where: { $0.role == role }) else {
      preconditionFailure("manifest of '\(name)' was not validated: no file for \(role.rawValue)")
    }
    return file
  }

  /// What identifies the data: the SHA-256 (64 hexadecimal digits) over format, class count, image
  /// shape and the digests of the uncompressed files in the order of their roles.
  ///
  /// The same for every way to compress, name or host the same data, and for every order of records.
  package var contentDigest: String {
    var preimage = "engram-dataset 1\nformat \(format.rawValue)\nclasses \(classes.count)\n"
    preimage += "image \(image.height) \(image.width) \(image.channels)\n"
    if let record { preimage += "record \(record.labelBytes) \(record.label)\n" }
    for role in format.roles {
      preimage += "\(role.rawValue) \(file(role).uncompressed.sha256)\n"
    }
    return SHA256.hexadecimal(of: Data(preimage.utf8))
  }
}
