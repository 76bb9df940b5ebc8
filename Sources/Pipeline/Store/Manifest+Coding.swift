import Foundation

/// A manifest's file checks itself: `check` is the SHA-256 of its bytes with zeros in the check's
/// place. What a flipped bit makes of a digest or a name is valid JSON all the same.
extension Manifest {
  private struct Checked: Encodable {
    enum Key: CodingKey { case check }
    let manifest: Manifest

    func encode(to encoder: any Encoder) throws {
      try manifest.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(String(decoding: zeros, as: UTF8.self), forKey: .check)
    }
  }

  private static let zeros = Data(repeating: UInt8(ascii: "0"), count: 64)
  /// Nowhere else: within a string the quotation marks would be escaped.
  private static let label = Data("\"check\" : \"".utf8)

  /// The manifest as the store keeps it.
  func encoded() throws -> Data {
    var bytes = try StoreJSON.encode(Checked(manifest: self))
    guard let place = Self.check(in: bytes) else {
      preconditionFailure("a manifest without a check")
    }
    bytes.replaceSubrange(place, with: Data(Fingerprint(of: bytes).hex.utf8))
    return bytes
  }

  /// Reads what `encoded` wrote, or what was written before there were checks.
  ///
  /// Throws `undecodable` for bytes that are not those that were written. Complexity: O(bytes).
  static func decoded(from bytes: Data) throws -> Manifest {
    if let place = check(in: bytes) {
      var blank = bytes
      blank.replaceSubrange(place, with: zeros)
      guard Data(Fingerprint(of: blank).hex.utf8) == bytes[place] else {
        throw PipelineError(
          .undecodable, "a manifest's bytes are not those that were written",
          advice: "run again: it is quarantined and computed again")
      }
    }
    return try StoreJSON.decode(Manifest.self, from: bytes)
  }

  private static func check(in bytes: Data) -> Range<Data.Index>? {
    guard let start = bytes.range(of: label)?.upperBound, bytes.endIndex - start >= zeros.count
    else { return nil }
    return start..<start + zeros.count
  }
}
