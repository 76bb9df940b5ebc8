/// What a stage gives and other stages take: a value that the store keeps as files.
///
/// Writing and reading are inverses: equal values write equal bytes, and what was written reads back
/// as an equal value. The store checks every file's SHA-256 before `init(from:)` sees it.
public protocol Artifact: Sendable {
  /// The kind of thing, such as `checkpoint`: it names the files in the store's manifests and in the
  /// results.
  static var kind: String { get }

  /// Adds the files that stand for this value.
  func write(to files: inout ArtifactWriter) throws

  /// The value that `files` stand for.
  init(from files: ArtifactReader) throws
}

/// An artifact of one JSON file, by `Codable`.
///
/// Keys are sorted and numbers written with as many digits as reading them back exactly takes, so
/// equal values give equal bytes.
public protocol CodableArtifact: Artifact, Codable {}

extension CodableArtifact {
  /// Writes `<kind>.json`.
  public func write(to files: inout ArtifactWriter) throws {
    try files.add(json: self, named: "\(Self.kind).json")
  }

  /// Reads `<kind>.json`.
  public init(from files: ArtifactReader) throws {
    self = try files.decode(Self.self, from: "\(Self.kind).json")
  }
}
