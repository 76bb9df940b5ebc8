internal import Digests
import Foundation

/// A SHA-256 digest: the identity of bytes, of an artifact's content, or of a cache key.
///
/// Fingerprints order as their bytes do, and as their hexadecimal forms do.
public struct Fingerprint: Hashable, Sendable {
  // Four big-endian words: no allocation, and hashing touches 32 bytes only.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// The digest of `bytes`. Complexity: linear in their count.
  public init(of bytes: Data) {
    self.init(SHA256.digest(of: bytes))
  }

  /// The digest that 64 hexadecimal digits spell, or nil where `hex` is anything else.
  ///
  /// Only lower-case digits are accepted, so that a digest has one spelling.
  public init?(hex: some StringProtocol) {
    var digits = hex.utf8.makeIterator()
    var words: [UInt64] = []
    guard hex.utf8.count == 64 else { return nil }
    for _ in 0..<4 {
      var word: UInt64 = 0
      for _ in 0..<16 {
        switch digits.next() {
        case .some(let digit) where UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit:
          word = word << 4 | UInt64(digit - UInt8(ascii: "0"))
        case .some(let digit) where UInt8(ascii: "a")...UInt8(ascii: "f") ~= digit:
          word = word << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
        default: return nil
        }
      }
      words.append(word)
    }
    self.words = (words[0], words[1], words[2], words[3])
  }

  fileprivate init(_ digest: SHA256.Digest) { words = digest }

  /// The 64 lower-case hexadecimal digits.
  public var hex: String { SHA256.hexadecimal(words) }

  /// The first 12 hexadecimal digits, for messages where two digests stand side by side.
  public var abbreviated: String { String(hex.prefix(12)) }

  public static func == (left: Fingerprint, right: Fingerprint) -> Bool {
    left.words == right.words
  }

  public func hash(into hasher: inout Hasher) {
    // A digest is uniform already: one word of it is a full hash.
    hasher.combine(words.0)
  }
}

extension Fingerprint: Comparable {
  public static func < (left: Fingerprint, right: Fingerprint) -> Bool {
    left.words < right.words
  }
}

extension Fingerprint: CustomStringConvertible {
  public var description: String { hex }
}

extension Fingerprint: Codable {
  /// Reads the hexadecimal form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Fingerprint(hex: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not a SHA-256 digest (64 hex digits)")
    }
    self = value
  }

  /// Writes the hexadecimal form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}

/// SHA-256 over bytes that come in pieces, with length-prefixed strings.
package struct FingerprintBuilder: ~Copyable {
  private var state = SHA256()

  /// Starts a digest of raw bytes.
  package init() {}

  /// Starts a digest of a structured message: `domain` keeps messages of different kinds apart.
  package init(domain: String) {
    append(domain)
  }

  /// Adds bytes as they are.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    state.update(bytes)
  }

  /// Adds a number as 8 little-endian bytes.
  package mutating func append(_ number: Int) {
    withUnsafeBytes(of: UInt64(number).littleEndian) { state.update($0) }
  }

  /// Adds the length of the text's UTF-8 form as 8 little-endian bytes, then that form.
  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      append(bytes.count)
      state.update(UnsafeRawBufferPointer(bytes))
    }
  }

  /// The digest of all that was added.
  package mutating func finish() -> Fingerprint { Fingerprint(state.finish()) }
}
