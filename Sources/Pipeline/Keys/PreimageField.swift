import Foundation

/// One line of what a key was computed from: where, of which type, and the value.
public struct PreimageField: Hashable, Sendable {
  /// The type of a field's value; it enters the key, so `1` and `"1"` differ.
  public enum ValueType: String, Codable, Hashable, Sendable, CaseIterable {
    /// No value, inside an array, set or map.
    case null
    /// `true` or `false`.
    case boolean
    /// Decimal digits, with a minus sign where negative.
    case integer
    /// The bit pattern, 8 hexadecimal digits.
    case float32
    /// The bit pattern, 16 hexadecimal digits.
    case float64
    /// UTF-8 text.
    case string
    /// Two hexadecimal digits a byte.
    case bytes
    /// The digest of an input's content, 64 hexadecimal digits.
    case sha256
    /// The number of elements that follow at `path[0]`, `path[1]`, …
    case array
    /// An object without fields.
    case object
    /// The number of elements that follow at `path{0}`, `path{1}`, …
    case set
    /// The number of entries that follow at `path{0}.key`, `path{0}.value`, …
    case map
  }

  /// Where the value stands, such as `configuration.layers[2].width`.
  public let path: String

  /// The type of the value.
  public let type: ValueType

  /// The value, in the canonical form of its type.
  public let value: String

  /// A field of a preimage.
  init(path: String, type: ValueType, value: String) {
    self.path = path
    self.type = type
    self.value = value
  }

  /// The value as a person writes it: floats in decimal, strings in quotes.
  public var reading: String {
    switch type {
    case .float32:
      UInt32(value, radix: 16).map { "\(Float(bitPattern: $0))" } ?? value
    case .float64:
      UInt64(value, radix: 16).map { "\(Double(bitPattern: $0))" } ?? value
    case .string: "\"\(value)\""
    case .array, .set, .map: "\(type.rawValue) of \(value)"
    case .object: "{}"
    case .null: "null"
    case .boolean, .integer, .bytes, .sha256: value
    }
  }

  /// The bytes that are hashed: the number of fields, then path, type and value of each, every text
  /// after its length in bytes; numbers are 8 little-endian bytes.
  static func encoding(of fields: [PreimageField]) -> Data {
    var bytes = Data()
    func append(_ number: Int) {
      withUnsafeBytes(of: UInt64(number).littleEndian) { bytes.append(contentsOf: $0) }
    }
    append(fields.count)
    for field in fields {
      for text in [field.path, field.type.rawValue, field.value] {
        append(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
      }
    }
    return bytes
  }
}

extension PreimageField {
  /// Whether path, type and value are the same bytes, as the key sees them. (`String` itself would
  /// call two spellings of one accented letter equal.)
  public static func == (left: PreimageField, right: PreimageField) -> Bool {
    left.type == right.type && left.path.utf8.elementsEqual(right.path.utf8)
      && left.value.utf8.elementsEqual(right.value.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(path)
    hasher.combine(type)
    hasher.combine(value)
  }
}

extension PreimageField: CustomStringConvertible {
  /// Path and value, such as `configuration.rate = 0.1`.
  public var description: String { "\(path) = \(reading)" }
}

extension PreimageField: Codable {
  private enum CodingKeys: String, CodingKey { case path, type, value, reading }

  /// Reads path, type and value; the reading is for people and is ignored.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    path = try container.decode(String.self, forKey: .path)
    type = try container.decode(ValueType.self, forKey: .type)
    value = try container.decode(String.self, forKey: .value)
  }

  /// Writes the field, and for floats also how they read in decimal.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(path, forKey: .path)
    try container.encode(type, forKey: .type)
    try container.encode(value, forKey: .value)
    if type == .float32 || type == .float64 { try container.encode(reading, forKey: .reading) }
  }
}
