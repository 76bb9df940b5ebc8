import Foundation

extension ManifestSummary {
  /// What a collection needs of the manifest at `url`, which may be that of a result nobody can use any more:
  /// stage, version and files. Nil where it is gone or unreadable. Changes nothing. Throws `storeTooNew`,
  /// `inputOutput`.
  ///
  /// - Parameter buffer: memory for the file's bytes, to be used again for the next one.
  init?(at url: URL, _ buffer: inout [UInt8]) throws {
    if let count = try? BoundedFile.read(url.path, atMost: Manifest.byteLimit, into: &buffer),
      let summary = buffer.withUnsafeBytes({
        ManifestSummary(lines: UnsafeRawBufferPointer(rebasing: $0[..<count]), reading: .files)
      })
    {
      self = summary
      return
    }
    struct Version: Decodable { let schema: Int }
    // Not more than is needed: what else there is may be damaged, and the files are kept even so.
    struct Head: Decodable {
      let stage: String
      let version: Int
      let outputs: [Manifest.Output]
    }
    guard let bytes = try Self.bytes(at: url),
      let schema = (try? StoreJSON.decode(Version.self, from: bytes))?.schema
    else { return nil }
    guard schema <= Manifest.schema else {
      throw PipelineError(
        .storeTooNew,
        "the manifest '\(url.path)' has format \(schema), this program knows formats up to "
          + "\(Manifest.schema)", advice: "use a newer engram")
    }
    guard let head = try? StoreJSON.decode(Head.self, from: bytes) else { return nil }
    self.init()
    (stage, version, files) = (head.stage, head.version, head.outputs.map(\.sha256))
  }

  private static func bytes(at url: URL) throws -> Data? {
    do {
      return try Files.contents(of: url, limit: Manifest.byteLimit)
    } catch let error as PipelineError where error.code == .undecodable {
      return nil
    }
  }
}
