import Digests
import Foundation

/// What a dataset's `manifest.json` declares: what it is, what its files hold, where they come from.
///
/// Decoding is strict: an unknown, missing or mistyped field is an error that names the field.
package struct DatasetManifest: Codable, Hashable, Sendable {
  /// The newest schema this program reads.
  package static let currentSchemaVersion = 1

  /// The encoding of the data files.
  package enum Format: String, Codable, Hashable, Sendable, CaseIterable {
    /// Arrays of unsigned bytes behind a header of big-endian sizes, as MNIST came in.
    case idx
  }

  /// The extent of one image.
  package struct ImageShape: Codable, Hashable, Sendable {
    /// Rows.
    package let height: Int
    /// Columns.
    package let width: Int
    /// Values per pixel: 1 for grey, 3 for colour.
    package let channels: Int

    /// The extent of images of `height × width` pixels.
    package init(height: Int, width: Int, channels: Int) {
      (self.height, self.width, self.channels) = (height, width, channels)
    }

    /// The values of one image.
    package var valueCount: Int { height * width * channels }
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
  /// The extent of one image.
  package let image: ImageShape
  /// The number of images in each part.
  package let counts: Counts
  /// The data files, one per role.
  package let files: [DatasetFile]
  /// Where the files can be had, in the order to ask.
  package let sources: [DatasetSource]

  enum CodingKeys: String, CodingKey, CaseIterable {
    case schemaVersion = "schema_version"
    case name, version, title, licence, citation, description, format, classes, image, counts
    case files, sources
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
  /// The same for every way to compress, name or host the same data.
  package var contentDigest: String {
    var preimage = "engram-dataset 1\nformat \(format.rawValue)\nclasses \(classes.count)\n"
    preimage += "image \(image.height) \(image.width) \(image.channels)\n"
    for role in DatasetFile.Role.allCases {
      preimage += "\(role.rawValue) \(file(role).uncompressed.sha256)\n"
    }
    return SHA256.hexadecimal(of: Data(preimage.utf8))
  }
}
