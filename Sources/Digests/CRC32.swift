/// The CRC-32 of gzip, PNG and others (ISO 3309; reflected polynomial 0xEDB88320).
package struct CRC32: Sendable {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }

  private var state: UInt32 = 0xFFFF_FFFF

  /// The check of no bytes, which is zero.
  package init() {}

  /// The check of all bytes that were added.
  package var value: UInt32 { ~state }

  /// Adds bytes. Complexity: linear in their count.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    let crc = Self.table.withUnsafeBufferPointer { table in
      bytes.reduce(state) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
    }
    state = crc
  }

  /// The check of `bytes`.
  package static func value(of bytes: UnsafeRawBufferPointer) -> UInt32 {
    var crc = CRC32()
    crc.update(bytes)
    return crc.value
  }
}
