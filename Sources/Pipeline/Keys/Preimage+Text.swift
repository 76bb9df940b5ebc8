extension Preimage {
  /// A preimage of fields that are known to be in byte-wise order of their paths, such as the part
  /// of one that can be told before all inputs are there.
  init(sorted fields: [PreimageField]) { self.fields = fields }

  /// All fields as one JSON object from path to value, a line each, in byte-wise order of the paths.
  ///
  /// For people and for SQL's `json_extract`: floats are decimal, whether they were single or double
  /// is not told. Complexity: linear in the size of the fields.
  package var text: String {
    "{\n" + fields.map { "\(jsonText($0.path)): \($0.jsonValue)" }.joined(separator: ",\n") + "\n}"
  }

  /// The value of the field `numericClass`; nil for stages whose bits do not depend on it.
  package var numericClass: String? { fields.first { $0.path == "numericClass" }?.value }
}

extension PreimageField {
  /// Whether this is one of the inputs' digests, or their number.
  var isInput: Bool { path == "inputs" || path.hasPrefix("inputs[") }

  /// The path of the content digest of the input at `index`.
  static func path(ofInput index: Int) -> String { "inputs[\(index)]" }

  /// The value as JSON; what JSON has no number for, infinities, is a text.
  fileprivate var jsonValue: String {
    switch type {
    case .null, .boolean, .integer: reading
    case .float32, .float64:
      Double(reading).map(\.isFinite) == true ? reading : jsonText(reading)
    case .string: jsonText(value)
    case .bytes, .sha256, .array, .object, .set, .map: jsonText(reading)
    }
  }
}

/// `text` as a JSON string literal.
private func jsonText(_ text: String) -> String {
  var literal = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": literal += "\\\""
    case "\\": literal += "\\\\"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      literal += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: literal.unicodeScalars.append(scalar)
    }
  }
  return literal + "\""
}
