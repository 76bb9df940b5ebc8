import Foundation

/// One value of a table, of the types that SQLite has.
package enum TableValue: Hashable, Sendable {
  /// No value.
  case null
  /// A 64-bit integer.
  case integer(Int64)
  /// A floating-point number.
  case real(Double)
  /// Text.
  case text(String)
  /// Raw bytes.
  case blob(Data)

  /// The value as text: empty for NULL, the shortest exact decimal for a real, hexadecimal for
  /// bytes.
  package var plainText: String {
    switch self {
    case .null: ""
    case .integer(let integer): String(integer)
    case .real(let real): "\(real)"
    case .text(let text): text
    case .blob(let bytes): bytes.map { byte in hexadecimal(byte) }.joined()
    }
  }

  /// The value as JSON; NULL and numbers that are not finite become `null`.
  package var json: String {
    switch self {
    case .null: "null"
    case .integer(let integer): String(integer)
    case .real(let real): real.isFinite ? "\(real)" : "null"
    case .text(let text): jsonString(text)
    case .blob: jsonString(plainText)
    }
  }

  /// Whether the value is a number.
  var isNumber: Bool {
    switch self {
    case .integer, .real: true
    case .null, .text, .blob: false
    }
  }
}

private func hexadecimal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16)
  return digits.count == 1 ? "0" + digits : digits
}

/// `text` as a JSON string literal.
func jsonString(_ text: String) -> String {
  var literal = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": literal += "\\\""
    case "\\": literal += "\\\\"
    case "\n": literal += "\\n"
    case "\r": literal += "\\r"
    case "\t": literal += "\\t"
    case _ where scalar.value < 0x20:
      literal += "\\u00" + hexadecimal(UInt8(scalar.value))
    default: literal.unicodeScalars.append(scalar)
    }
  }
  return literal + "\""
}
