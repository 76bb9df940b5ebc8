import Digests
import Foundation

/// A dataset whose files were all found to hold what its manifest declares.
package struct VerifiedDataset: Sendable {
  /// One file's contents and where they came from.
  package struct File: Sendable {
    /// What the manifest declares.
    package let declaration: DatasetFile
    /// The uncompressed bytes, verified.
    package let contents: Data
    /// The path or address the copy was read from.
    package let origin: String
    /// The known compressed copy it is, if it is one.
    package let archive: DatasetFile.Checksum?
    /// What was wrong with the sources tried before; worth telling if it is not merely absence.
    package let rejected: [SourceFailure]

    /// The part the file plays.
    package var role: DatasetFile.Role { declaration.role }
    /// The declared name.
    package var name: String { declaration.name }
  }

  /// What the dataset declares.
  package let manifest: DatasetManifest
  /// One file per role of the format, in the order of the roles.
  package let files: [File]

  /// What identifies the data, however they were compressed: see `DatasetManifest.contentDigest`.
  package var contentDigest: String { manifest.contentDigest }

  /// What identifies several datasets that count as one; that of the dataset itself where there is one.
  package static func contentDigest(of datasets: [VerifiedDataset]) -> String {
    guard datasets.count != 1 else { return datasets[0].contentDigest }
    let lines = ["engram-datasets 1"] + datasets.map(\.contentDigest)
    return SHA256.hexadecimal(of: Data(lines.joined(separator: "\n").utf8))
  }

  init(manifest: DatasetManifest, files: [File]) {
    precondition(
      files.map(\.role) == manifest.format.roles, "files \(files.map(\.role.rawValue))")
    self.manifest = manifest
    self.files = files
  }

  /// The dataset of `manifest` with uncompressed `contents` kept somewhere else, such as in a store;
  /// messages call that place `origin`.
  ///
  /// Throws `wrong-digest` for contents that are not those declared, `no-usable-source` for a role
  /// without contents. O(bytes).
  package init(
    manifest: DatasetManifest, contents: [DatasetFile.Role: Data], origin: String
  ) throws {
    let files = try manifest.format.roles.map { role in
      let declaration = manifest.file(role)
      guard let data = contents[role] else {
        throw DatasetError(
          .noUsableSource, "the contents of '\(declaration.name)' are missing", file: origin)
      }
      try FileVerifier.check(data, as: declaration, from: "\(origin), \(declaration.name)")
      return File(
        declaration: declaration, contents: data, origin: origin, archive: nil, rejected: [])
    }
    self.init(manifest: manifest, files: files)
  }

  /// The images and labels.
  ///
  /// Throws `DatasetError` when the files agree with their digests and yet not with the format or
  /// the declared shape. O(bytes).
  package func images() throws -> ImageDataset {
    ImageDataset(
      name: manifest.name, classCount: manifest.classes.count,
      train: try part(isTraining: true, count: manifest.counts.train),
      test: try part(isTraining: false, count: manifest.counts.test))
  }

  private func part(isTraining: Bool, count: Int) throws -> LabelledImages {
    let (shape, classCount) = (manifest.image, manifest.classes.count)
    if let layout = manifest.record {
      return try LabelledImages(
        records: named(isTraining ? .train : .test), layout: layout, count: count, shape: shape,
        classCount: classCount)
    }
    return try LabelledImages(
      idxImages: named(isTraining ? .trainImages : .testImages),
      labels: named(isTraining ? .trainLabels : .testLabels), count: count, shape: shape,
      classCount: classCount)
  }

  private func named(_ role: DatasetFile.Role) -> LabelledImages.NamedContents {
    guard let file = files.first(where: { $0.role == role }) else {
      preconditionFailure("no file for \(role.rawValue)")
    }
    return LabelledImages.NamedContents(file.contents, file: file.origin)
  }
}
