import Foundation

/// The part of a manifest that tells which files a result consists of.
///
/// A collection reads those of all results. Decoding ten thousand manifests takes seconds; what the
/// store writes has a value to a line, and is read as lines. One in another form is decoded.
struct ManifestHead {
  private(set) var schema = 0
  private(set) var stage = ""
  private(set) var version = 0
  /// The digests of the files.
  private(set) var files: [Fingerprint] = []

  /// The head of the manifest at `url`, which may be that of a result nobody can use any more; nil
  /// where it is gone or unreadable. Changes nothing. Throws `storeTooNew`, `inputOutput`.
  ///
  /// - Parameter buffer: memory for the file's bytes, to be used again for the next one.
  init?(at url: URL, _ buffer: inout [UInt8]) throws {
    if let count = try? BoundedFile.read(
      url.path, atMost: Manifest.byteLimit, into: &buffer),
      let head = buffer.withUnsafeBytes({
        ManifestHead(lines: UnsafeRawBufferPointer(rebasing: $0[..<count]))
      })
    {
      self = head
      return
    }
    struct Version: Decodable { let schema: Int }
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
    (self.schema, stage, version) = (schema, head.stage, head.version)
    files = head.outputs.map(\.sha256)
  }

  private static func bytes(at url: URL) throws -> Data? {
    do {
      return try Files.contents(of: url, limit: Manifest.byteLimit)
    } catch let error as PipelineError where error.code == .undecodable {
      return nil
    }
  }

  /// Reads what the store writes of this program's schema; nil for every other form: nothing is
  /// guessed, since a file that is overlooked here is one that a collection removes.
  init?(lines bytes: UnsafeRawBufferPointer) {
    var place = Place.top
    var names = 0
    var start = 0
    while start < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
      guard let base = rest.baseAddress else { return nil }
      let end = memchr(base, 0x0A, rest.count).map { UnsafeRawPointer($0) - base } ?? rest.count
      let line = UnsafeRawBufferPointer(rebasing: rest[..<end])
      start += end + 1
      switch place {
      case .preimage:
        if line.isLine("  ]") { place = .top }
      case .outputs:
        if line.hasPrefix("      \"sha256\" : \"") {
          guard let digest = line.quoted(after: 17).flatMap({ Fingerprint(hex: $0) }) else {
            return nil
          }
          files.append(digest)
        } else if line.hasPrefix("      \"name\" : \"") {
          names += 1
        } else if line.isLine("  ]") {
          place = .top
        } else if !line.isLine("    {") && !line.isLine("    }")
          && !line.hasPrefix("      \"bytes\" : ") && !line.hasPrefix("      \"kind\" : \"")
        {
          return nil
        }
      case .top:
        if line.hasPrefix("  \"preimage\" : [") {
          place = .preimage
        } else if line.hasPrefix("  \"outputs\" : [") {
          place = .outputs
        } else if line.hasPrefix("  \"stage\" : \"") {
          guard let text = line.quoted(after: 13) else { return nil }
          stage = text
        } else if line.hasPrefix("  \"version\" : ") {
          version = line.number(after: 14) ?? 0
        } else if line.hasPrefix("  \"schema\" : ") {
          schema = line.number(after: 13) ?? 0
        }
      }
    }
    guard schema == Manifest.schema, place == .top, version > 0, !stage.isEmpty, names > 0,
      files.count == names
    else { return nil }
  }

  private enum Place { case top, preimage, outputs }
}

extension UnsafeRawBufferPointer {
  func hasPrefix(_ text: StaticString) -> Bool {
    guard count >= text.utf8CodeUnitCount, let baseAddress else { return false }
    return memcmp(baseAddress, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  /// Whether this is `text`, with or without a comma behind it.
  fileprivate func isLine(_ text: StaticString) -> Bool {
    hasPrefix(text)
      && (count == text.utf8CodeUnitCount
        || count == text.utf8CodeUnitCount + 1 && self[count - 1] == UInt8(ascii: ","))
  }

  /// The bytes from `start` on, without a comma at the end.
  private func value(after start: Int) -> UnsafeRawBufferPointer {
    let end = count > start && self[count - 1] == UInt8(ascii: ",") ? count - 1 : count
    return UnsafeRawBufferPointer(rebasing: self[Swift.min(start, end)..<end])
  }

  /// The text from `start` on up to the quotation mark that ends the line; nil where JSON has escaped
  /// something.
  fileprivate func quoted(after start: Int) -> String? {
    let value = value(after: start)
    guard value.last == UInt8(ascii: "\""), !value.contains(UInt8(ascii: "\\")) else { return nil }
    return String(decoding: value.dropLast(), as: UTF8.self)
  }

  fileprivate func number(after start: Int) -> Int? {
    Int(String(decoding: value(after: start), as: UTF8.self))
  }
}
