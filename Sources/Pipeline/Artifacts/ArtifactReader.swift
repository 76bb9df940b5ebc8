import Foundation

/// The files of a stored artifact; each is checked against its SHA-256 as it is read.
public struct ArtifactReader: Sendable {
  private let outputs: [Manifest.Output]
  private let store: Store

  init(_ outputs: [Manifest.Output], in store: Store) {
    (self.outputs, self.store) = (outputs, store)
  }

  /// The names of the files.
  public var names: [String] { outputs.map(\.name) }

  /// Where the files lie, for messages.
  public var place: String { store.root.path }

  /// The bytes of a file.
  ///
  /// - Throws: `unknownName` where the artifact has no such file, `damagedBlob` where the stored
  ///   bytes are not those that were published, `inputOutput`.
  /// - Complexity: linear in the bytes; a call reads the file.
  public func bytes(of name: String) throws -> Data {
    guard let output = outputs.first(where: { $0.name == name }) else {
      throw PipelineError(
        .unknownName, "the stored artifact has no file '\(name)', it has \(names)",
        advice: "raise the version of the stage whose files changed")
    }
    return try store.read(output)
  }

  /// Throws `damagedBlob` unless all files are those that were published. Complexity: linear in their bytes.
  public func check() throws {
    for output in outputs { _ = try store.read(output) }
  }

  /// The value that `ArtifactWriter.add(json:named:)` wrote. Throws `undecodable`, and as `bytes`.
  public func decode<Value: Decodable>(_ type: Value.Type, from name: String) throws -> Value {
    let bytes = try bytes(of: name)
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return try decoder.decode(type, from: bytes)
    } catch {
      throw PipelineError(
        .undecodable, "the stored file '\(name)' is intact and yet no \(type): \(error)",
        advice: "raise the version of the stage whose output type changed")
    }
  }
}
