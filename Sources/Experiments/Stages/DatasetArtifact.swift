import Datasets
import Foundation
import Pipeline
import Tasks

/// What there is to learn: a dataset's verified files, uncompressed, which the stages parse that need the
/// images; or tables of numbers.
package struct DatasetArtifact: Artifact {
  package static let kind = "dataset"

  private enum Contents: Sendable {
    case files(VerifiedDataset)
    case tables([RegressionTask])
  }
  private let contents: Contents

  package init(_ files: VerifiedDataset) { contents = .files(files) }

  /// The samples of regression tasks, in order.
  package init(_ tables: [RegressionTask]) { contents = .tables(tables) }

  /// The samples. O(bytes). Throws `DatasetError`.
  package func samples() throws -> TaskData.Samples {
    switch contents {
    case .files(let files): .images(try files.images())
    case .tables(let tables): .tables(tables)
    }
  }

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
