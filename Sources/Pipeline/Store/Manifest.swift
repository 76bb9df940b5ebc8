import Foundation

/// What the store keeps of one result: the key and all that led to it, and the files it consists of.
public struct Manifest: Codable, Hashable, Sendable {
  /// The format that this program writes, and the newest that it reads.
  public static let schema = 1
  /// The most bytes of a manifest that are read; real ones have some tens of thousands.
  static let byteLimit = 1 << 22
  /// The most bytes that a stored file may have. A dataset's files have less than half of it.
  static let outputByteLimit = 1 << 33

  /// One file of a result.
  public struct Output: Codable, Hashable, Sendable {
    /// The name within the artifact, such as `checkpoint.h5`.
    public let name: String
    /// The kind of file, such as `checkpoint`.
    public let kind: String
    /// The digest of the bytes, and thereby the place in the store.
    public let sha256: Fingerprint
    /// The size.
    public let bytes: Int

    /// A file of a result.
    package init(name: String, kind: String, sha256: Fingerprint, bytes: Int) {
      (self.name, self.kind, self.sha256, self.bytes) = (name, kind, sha256, bytes)
    }
  }

  /// The format of this manifest.
  public let schema: Int
  /// The digest of `preimage`.
  public let key: Fingerprint
  /// All that determines the result.
  public let preimage: Preimage
  /// The stage's identifier.
  public let stage: String
  /// The stage's version.
  public let version: Int
  /// The kind of artifact.
  public let kind: String
  /// The files, in the order in which the artifact wrote them.
  public let outputs: [Output]
  /// What identifies the content in the keys of the stages that take it.
  public let contentDigest: Fingerprint
  /// The keys of the inputs, in the order of the stage's parameters.
  public let inputKeys: [Fingerprint]
  /// The program that computed it.
  public let program: Program
  /// The machine it was computed on.
  public let host: String
  /// When the computation began.
  public let startedAt: Date
  /// How long it took, in seconds.
  public let seconds: Double
  /// How long each unit of the stage's work took of that, such as a training step: nil where the stage
  /// told of none, and of results that were computed before this was measured.
  public let unitSeconds: Double?
  /// How many units of work that were; nil where `unitSeconds` is, and of results that were computed before
  /// this was noted.
  public let units: Int?
}

/// The program that computes, as results tell of it; no part of any key.
public struct Program: Codable, Hashable, Sendable {
  /// The release.
  public let version: String
  /// The commit it was built from, where known.
  public let sourceRevision: String?
  /// Whether it was built from more than that commit, where known.
  public let sourceIsDirty: Bool?
  /// The versions of the libraries whose work is in the results.
  public let libraries: [String: String]

  /// A program of this description.
  public init(
    version: String, sourceRevision: String? = nil, sourceIsDirty: Bool? = nil,
    libraries: [String: String] = [:]
  ) {
    (self.version, self.libraries) = (version, libraries)
    (self.sourceRevision, self.sourceIsDirty) = (sourceRevision, sourceIsDirty)
  }

  /// The link that names the running program even where its file has been replaced meanwhile; nil where the system
  /// has none.
  public static var runningLink: String? {
    let link = "/proc/self/exe"
    return FileManager.default.fileExists(atPath: link) ? link : nil
  }

  /// The file of the running program.
  public static var path: String {
    let file =
      runningLink.flatMap { try? FileManager.default.destinationOfSymbolicLink(atPath: $0) }
      ?? Bundle.main.executablePath ?? CommandLine.arguments[0]
    // What the kernel says of a file that has been replaced meanwhile.
    let gone = " (deleted)"
    return file.hasSuffix(gone) ? String(file.dropLast(gone.count)) : file
  }
}
