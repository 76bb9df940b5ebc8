import Foundation

/// Collects the files of an artifact before they are published together.
public struct ArtifactWriter: Sendable {
  /// One file of an artifact.
  struct File: Sendable {
    let name: String
    let kind: String
    let bytes: Data
  }

  /// The cache key that the artifact is published under, for files that tell it.
  ///
  /// A file that does makes `contentDigest` necessary: the content must not depend on the key.
  public let key: Fingerprint

  let kind: String
  private(set) var files: [File] = []

  /// What identifies the content for the stages that take it, where that is not all of the bytes.
  ///
  /// Left nil, it is a digest of all files' names and SHA-256. Two artifacts of one content digest
  /// must be interchangeable.
  public var contentDigest: Fingerprint?

  init(kind: String, key: Fingerprint) { (self.kind, self.key) = (kind, key) }

  /// Adds a file.
  ///
  /// - Parameters:
  ///   - name: letters, digits, `.`, `-` and `_`, not beginning with a dot; unique in the artifact.
  ///   - kind: the kind of this file, where it is another than the artifact's.
  /// - Throws: `invalidName`.
  public mutating func add(_ bytes: Data, named name: String, kind: String? = nil) throws {
    guard isPlainName(name), !files.contains(where: { $0.name == name }) else {
      throw PipelineError(
        .invalidName, "the artifact '\(self.kind)' cannot have a file '\(name)'",
        advice: "use letters, digits, '.', '-' and '_', and each name once")
    }
    files.append(File(name: name, kind: kind ?? self.kind, bytes: bytes))
  }

  /// Adds `value` as JSON of one form: sorted keys, shortest exact numbers, a newline at the end.
  public mutating func add(
    json value: some Encodable, named name: String, kind: String? = nil
  ) throws {
    var bytes = try Self.encoder.encode(value)
    bytes.append(UInt8(ascii: "\n"))
    try add(bytes, named: name, kind: kind)
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  /// The digest of names and contents, in the order of the names.
  static func contentDigest(of files: [(name: String, sha256: Fingerprint)]) -> Fingerprint {
    var builder = FingerprintBuilder(domain: "engram.pipeline.content")
    builder.append(files.count)
    for file in files.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      builder.append(file.name)
      builder.append(file.sha256.hex)
    }
    return builder.finish()
  }
}

/// Whether `name` can be a file or folder name within the store and nothing more.
func isPlainName(_ name: String) -> Bool {
  guard (1...120).contains(name.utf8.count), name.first != "." else { return false }
  return name.utf8.allSatisfy {
    switch $0 {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
