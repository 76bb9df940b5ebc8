import Datasets
import Foundation
import Pipeline

/// A dataset's verified files, uncompressed; parsed by the stages that need the images.
package struct DatasetArtifact: Artifact {
  package static let kind = "dataset"
  private let files: VerifiedDataset

  package init(_ files: VerifiedDataset) { self.files = files }

  /// The images and labels. O(bytes). Throws `DatasetError`.
  package func images() throws -> ImageDataset { try files.images() }

  package func write(to writer: inout ArtifactWriter) throws {
    try writer.add(json: files.manifest, named: Self.manifestName, kind: "manifest")
    for file in files.files { try writer.add(file.contents, named: Self.name(of: file.role)) }
    // The same images under another title or from another mirror are the same dataset.
    writer.contentDigest = Fingerprint(hex: files.contentDigest)
  }

  package init(from reader: ArtifactReader) throws {
    let manifest = try DatasetManifest(
      json: reader.bytes(of: Self.manifestName), file: "\(reader.place), \(Self.manifestName)")
    let contents = try DatasetFile.Role.allCases.map {
      ($0, try reader.bytes(of: Self.name(of: $0)))
    }
    files = try VerifiedDataset(
      manifest: manifest, contents: Dictionary(uniqueKeysWithValues: contents),
      origin: reader.place)
  }

  private static let manifestName = "manifest.json"
  private static func name(of role: DatasetFile.Role) -> String { "\(role.rawValue).idx" }
}
