/// A field of a manifest that is not what it has to be; the reader adds the name of the file.
struct ManifestFieldError: Error {
  /// The way to the field, such as `files[0].uncompressed.sha256`.
  let field: String
  let expected: String
  let found: String

  init(_ path: [any CodingKey], expected: String, found: String) {
    self.init(field: path.fieldName, expected: expected, found: found)
  }

  init(field: String, expected: String, found: String) {
    self.field = field
    self.expected = expected
    self.found = found
  }
}

extension [any CodingKey] {
  /// The path in dots and brackets.
  var fieldName: String {
    reduce(into: "") { text, key in
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += (text.isEmpty ? "" : ".") + key.stringValue
      }
    }
  }
}
