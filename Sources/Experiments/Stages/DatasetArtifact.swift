import Datasets
import Foundation
import Pipeline
import Tasks

/// What there is to learn: a dataset's verified files, uncompressed, or tables of numbers. A stage that needs
/// the images parses the files.
package struct DatasetArtifact: Artifact {
  package static let kind = "dataset"

  private enum Contents: Sendable {
    case files(VerifiedDataset)
    case tables([RegressionTask])
  }
  private let contents: Contents

  /// The images of a dataset.
  package init(_ files: VerifiedDataset) { contents = .files(files) }

  /// The samples of regression tasks, in order.
  package init(_ tables: [RegressionTask]) { contents = .tables(tables) }

  /// The images or numbers. O(bytes). Throws `DatasetError` for files that are not what they declare.
  package func samples() throws -> TaskData.Samples {
    switch contents {
    case .files(let files): .images(try files.images())
    case .tables(let tables): .tables(tables)
    }
  }

  /// Writes the manifest and a file for each role, or `tables.json`.
  package func write(to writer: inout ArtifactWriter) throws {
    switch contents {
    case .tables(let tables): try writer.add(json: tables, named: Self.tablesName)
    case .files(let files):
      try writer.add(json: files.manifest, named: Self.manifestName, kind: "manifest")
      for file in files.files { try writer.add(file.contents, named: Self.name(of: file.role)) }
      // The same images under another title or from another mirror are the same dataset.
      writer.contentDigest = Fingerprint(hex: files.contentDigest)
    }
  }

  /// Reads what `write` has written. Throws `DatasetError` for files that are not those declared.
  package init(from reader: ArtifactReader) throws {
    if reader.names.contains(Self.tablesName) {
      contents = .tables(try reader.decode([RegressionTask].self, from: Self.tablesName))
      return
    }
    let manifest = try DatasetManifest(
      json: reader.bytes(of: Self.manifestName), file: "\(reader.place), \(Self.manifestName)")
    let files = try DatasetFile.Role.allCases.map {
      ($0, try reader.bytes(of: Self.name(of: $0)))
    }
    contents = .files(
      try VerifiedDataset(
        manifest: manifest, contents: Dictionary(uniqueKeysWithValues: files),
        origin: reader.place))
  }

  private static let manifestName = "manifest.json"
  private static let tablesName = "tables.json"
  private static func name(of role: DatasetFile.Role) -> String { "\(role.rawValue).idx" }
}
