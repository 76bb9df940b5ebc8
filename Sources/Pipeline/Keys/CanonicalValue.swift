import Foundation

/// A value in the one form that keys are made of.
///
/// Two values of equal types that a stage could tell apart have different forms: floats are bit
/// patterns (so −0 and +0 are two values: a needless miss costs time, a wrong hit costs truth),
/// strings are their UTF-8 bytes. What cannot matter is gone: the width of integers, the order in
/// which fields, set elements and dictionary entries are visited, optional fields that are nil.
indirect enum CanonicalValue: Sendable {
  case null
  case boolean(Bool)
  case integer(String)
  case float32(Float)
  case float64(Double)
  case string(String)
  case bytes(Data)
  case fingerprint(Fingerprint)
  case array([CanonicalValue])
  case object([String: CanonicalValue])
  /// Elements without an order: they are sorted by their canonical bytes.
  case set([CanonicalValue])
  /// Pairs of key and value for dictionaries with keys other than strings, sorted likewise.
  case map([(key: CanonicalValue, value: CanonicalValue)])

  /// The fields of this value, their paths beginning with `path`, sorted by the bytes of the path.
  ///
  /// Arrays, sets and maps give a field with their count and then their members; objects give their
  /// members only, or one field if they have none. Complexity: O(n log n) in the number of fields.
  func fields(at path: String) -> [PreimageField] {
    var fields: [PreimageField] = []
    appendFields(at: path, to: &fields)
    return fields.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private func appendFields(at path: String, to fields: inout [PreimageField]) {
    func leaf(_ type: PreimageField.ValueType, _ value: String) {
      fields.append(PreimageField(path: path, type: type, value: value))
    }
    switch self {
    case .null: leaf(.null, "")
    case .boolean(let value): leaf(.boolean, value ? "true" : "false")
    case .integer(let digits): leaf(.integer, digits)
    case .float32(let value): leaf(.float32, Self.digits(value.bitPattern, count: 8))
    case .float64(let value): leaf(.float64, Self.digits(value.bitPattern, count: 16))
    case .string(let value): leaf(.string, value)
    case .bytes(let value):
      leaf(.bytes, value.map { Self.digits($0, count: 2) }.joined())
    case .fingerprint(let value): leaf(.sha256, value.hex)
    case .array(let elements):
      leaf(.array, String(elements.count))
      for (index, element) in elements.enumerated() {
        element.appendFields(at: "\(path)[\(index)]", to: &fields)
      }
    case .object(let members):
      if members.isEmpty { leaf(.object, "0") }
      for (name, value) in members {
        value.appendFields(at: "\(path).\(Self.escaped(name))", to: &fields)
      }
    case .set(let elements):
      leaf(.set, String(elements.count))
      let sorted = elements.sorted { $0.precedes($1) }
      for (index, element) in sorted.enumerated() {
        element.appendFields(at: "\(path){\(index)}", to: &fields)
      }
    case .map(let pairs):
      leaf(.map, String(pairs.count))
      let sorted = pairs.sorted { $0.key.precedes($1.key) }
      for (index, pair) in sorted.enumerated() {
        pair.key.appendFields(at: "\(path){\(index)}.key", to: &fields)
        pair.value.appendFields(at: "\(path){\(index)}.value", to: &fields)
      }
    }
  }

  /// The canonical bytes of this value alone, by which set elements and map keys are ordered.
  var bytes: Data { PreimageField.encoding(of: fields(at: "")) }

  private func precedes(_ other: CanonicalValue) -> Bool {
    bytes.lexicographicallyPrecedes(other.bytes)
  }

  private static func digits(_ bits: some FixedWidthInteger & UnsignedInteger, count: Int) -> String
  {
    let digits = String(bits, radix: 16)
    return String(repeating: "0", count: count - digits.count) + digits
  }

  /// `name` with a backslash before each character that has a meaning in paths.
  private static func escaped(_ name: String) -> String {
    let special = #".[]{}\"#.unicodeScalars
    guard name.unicodeScalars.contains(where: special.contains) else { return name }
    var escaped = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      if special.contains(scalar) { escaped.append("\\") }
      escaped.append(scalar)
    }
    return String(escaped)
  }
}
