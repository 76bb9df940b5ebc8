/// A field of a preimage as two numbers, for counting in how many fields two preimages differ.
struct FieldHash: Hashable, Sendable {
  let path: UInt64
  let value: UInt64
  let isInput: Bool

  init(_ field: PreimageField) {
    var texts = (field.path, field.type.rawValue, field.value)
    self = texts.0.withUTF8 { path in
      texts.1.withUTF8 { type in
        texts.2.withUTF8 { value in
          FieldHash(
            path: UnsafeRawBufferPointer(path), type: UnsafeRawBufferPointer(type),
            value: UnsafeRawBufferPointer(value))
        }
      }
    }
  }

  init(
    path: UnsafeRawBufferPointer, type: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
  ) {
    self.path = Self.hash(path, from: Self.start)
    self.value = Self.hash(value, from: Self.hash(type, from: Self.start) &* Self.prime)
    isInput = path.hasPrefix("inputs") && (path.count == 6 || path[6] == UInt8(ascii: "["))
  }

  /// The hash of the path `text`.
  static func hash(ofPath text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { hash(UnsafeRawBufferPointer($0), from: start) }
  }

  private static let start: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let prime: UInt64 = 0x100_0000_01B3

  /// FNV-1a: quick for short texts; what it finds is compared in full before anybody is told.
  private static func hash(_ bytes: UnsafeRawBufferPointer, from start: UInt64) -> UInt64 {
    var hash = start
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* prime }
    return hash
  }
}
