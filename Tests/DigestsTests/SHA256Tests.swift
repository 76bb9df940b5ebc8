import Digests
import Foundation
import Testing

@Suite("SHA-256")
struct SHA256Tests {
  @Test(
    "gives the digests of FIPS 180-4's examples",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func examples(text: String, digest: String) {
    #expect(SHA256.hexadecimal(of: Data(text.utf8)) == digest)
  }

  @Test("does not depend on the pieces, and begins anew after each digest")
  func pieces() {
    let bytes = Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    var hash = SHA256()
    for start in stride(from: 0, to: bytes.count, by: 777) {
      bytes[start..<min(start + 777, bytes.count)].withUnsafeBytes { hash.update($0) }
    }
    #expect(hash.finishHexadecimal() == SHA256.hexadecimal(of: bytes))
    #expect(hash.finishHexadecimal() == SHA256.hexadecimal(of: Data()))
  }
}

@Suite("CRC-32")
struct CRC32Tests {
  @Test("the check value of the standard, of pieces as of the whole")
  func standard() {
    let bytes = Array("123456789".utf8)
    #expect(bytes.withUnsafeBytes { CRC32.value(of: $0) } == 0xCBF4_3926)
    #expect(CRC32().value == 0)
    var crc = CRC32()
    for byte in bytes { withUnsafeBytes(of: byte) { crc.update($0) } }
    #expect(crc.value == 0xCBF4_3926)
  }
}
