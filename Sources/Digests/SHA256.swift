internal import CCrypto
import Foundation

/// SHA-256 (FIPS 180-4) over bytes that come in pieces, computed by OpenSSL's libcrypto.
package struct SHA256: ~Copyable {
  /// The 32 bytes of a digest, as four big-endian words.
  package typealias Digest = (UInt64, UInt64, UInt64, UInt64)

  private let context: OpaquePointer

  /// Starts a digest.
  package init() {
    guard let context = EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
    self.context = context
    start()
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds bytes. Complexity: linear in their count.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    Self.require(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
  }

  /// The digest of all that was added; what is added from here on belongs to a new one.
  package mutating func finish() -> Digest {
    var digest: Digest = (0, 0, 0, 0)
    Self.require(
      withUnsafeMutableBytes(of: &digest) {
        EVP_DigestFinal_ex(context, $0.assumingMemoryBound(to: UInt8.self).baseAddress, nil)
      })
    start()
    return (
      UInt64(bigEndian: digest.0), UInt64(bigEndian: digest.1), UInt64(bigEndian: digest.2),
      UInt64(bigEndian: digest.3)
    )
  }

  /// The digest as 64 lower-case hexadecimal digits, otherwise as `finish()`.
  package mutating func finishHexadecimal() -> String { Self.hexadecimal(finish()) }

  /// The digest of `bytes`.
  package static func digest(of bytes: Data) -> Digest {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update($0) }
    return hash.finish()
  }

  /// The digest of `bytes` as 64 lower-case hexadecimal digits.
  package static func hexadecimal(of bytes: Data) -> String { hexadecimal(digest(of: bytes)) }

  /// A digest as 64 lower-case hexadecimal digits.
  package static func hexadecimal(_ digest: Digest) -> String {
    var text = ""
    text.reserveCapacity(64)
    for word in [digest.0, digest.1, digest.2, digest.3] {
      let digits = String(word, radix: 16)
      text.append(String(repeating: "0", count: 16 - digits.count))
      text.append(digits)
    }
    return text
  }

  private func start() { Self.require(EVP_DigestInit_ex(context, EVP_sha256(), nil)) }

  /// libcrypto reports failure only where it has no memory, or its own set-up forbids SHA-256.
  private static func require(_ result: Int32) {
    precondition(result == 1, "libcrypto cannot compute SHA-256 on this machine")
  }
}
