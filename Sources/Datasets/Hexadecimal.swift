extension Sequence<UInt8> {
  /// Two lower-case digits for each byte.
  func hexadecimal(separator: String = "") -> String {
    map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined(separator: separator)
  }

  /// Two lower-case digits for each byte.
  var hexadecimal: String { hexadecimal() }
}

/// `word` as `0x` and eight digits.
func hexadecimal(_ word: UInt32) -> String {
  let digits = String(word, radix: 16)
  return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
}
