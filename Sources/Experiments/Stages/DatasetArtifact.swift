import Datasets
import Foundation
import Pipeline
import Tasks

/// What there is to learn: the verified contents of datasets, uncompressed, or tables of numbers. A stage that
/// needs the images parses them.
package struct DatasetArtifact: Artifact {
  package static let kind = "dataset"

  private enum Contents: Sendable {
    /// At least one. Several count as one dataset.
    case datasets([VerifiedDataset])
    case tables([RegressionTask])
  }
  private let contents: Contents

  /// The images of a dataset.
  package init(_ dataset: VerifiedDataset) { contents = .datasets([dataset]) }

  /// The samples of regression tasks, in order.
  package init(_ tables: [RegressionTask]) { contents = .tables(tables) }

  private init(_ datasets: [VerifiedDataset]) { contents = .datasets(datasets) }

  /// These datasets and then those of `others`. Traps for tables.
  package func joined(with others: DatasetArtifact) -> DatasetArtifact {
    guard case .datasets(let first) = contents, case .datasets(let last) = others.contents else {
      preconditionFailure("tables of numbers are joined by nobody")
    }
    return DatasetArtifact(first + last)
  }

  /// The images or numbers. O(bytes). Throws `DatasetError` for files that are not what they declare.
  package func samples() throws -> TaskData.Samples {
    switch contents {
    case .datasets(let datasets) where datasets.count == 1: .images(try datasets[0].images())
    case .datasets(let datasets):
      .images(ImageDataset(joining: try datasets.map { try $0.images() }))
    case .tables(let tables): .tables(tables)
    }
  }

  /// Writes `tables.json`; or the manifest and a file for each role; or these of several datasets, with the
  /// dataset's name before each, and the names in order in `datasets.json`.
  package func write(to writer: inout ArtifactWriter) throws {
    switch contents {
    case .tables(let tables): try writer.add(json: tables, named: Self.tablesName)
    case .datasets(let datasets):
      let isOne = datasets.count == 1
      if !isOne { try writer.add(json: datasets.map(\.manifest.name), named: Self.listName) }
      for dataset in datasets {
        let prefix = isOne ? "" : dataset.manifest.name + "."
        try writer.add(
          json: dataset.manifest, named: prefix + Self.manifestName, kind: "manifest")
        for file in dataset.files {
          try writer.add(
            file.contents, named: prefix + Self.name(of: file.role, in: dataset.manifest))
        }
      }
      // The same images under another title or from another mirror are the same dataset.
      writer.contentDigest = Fingerprint(hex: VerifiedDataset.contentDigest(of: datasets))
    }
  }

  /// Reads what `write` has written. Throws `DatasetError` for files that are not those declared.
  package init(from reader: ArtifactReader) throws {
    if reader.names.contains(Self.tablesName) {
      contents = .tables(try reader.decode([RegressionTask].self, from: Self.tablesName))
    } else if reader.names.contains(Self.listName) {
      let names = try reader.decode([String].self, from: Self.listName)
      contents = .datasets(try names.map { try Self.dataset(from: reader, prefix: $0 + ".") })
    } else {
      contents = .datasets([try Self.dataset(from: reader, prefix: "")])
    }
  }

  private static func dataset(
    from reader: ArtifactReader, prefix: String
  ) throws -> VerifiedDataset {
    let name = prefix + manifestName
    let manifest = try DatasetManifest(
      json: reader.bytes(of: name), file: "\(reader.place), \(name)")
    let files = try manifest.format.roles.map {
      ($0, try reader.bytes(of: prefix + Self.name(of: $0, in: manifest)))
    }
    return try VerifiedDataset(
      manifest: manifest, contents: Dictionary(uniqueKeysWithValues: files), origin: reader.place)
  }

  private static let manifestName = "manifest.json"
  private static let listName = "datasets.json"
  private static let tablesName = "tables.json"

  private static func name(of role: DatasetFile.Role, in manifest: DatasetManifest) -> String {
    "\(role.rawValue).\(manifest.format.rawValue)"
  }
}
