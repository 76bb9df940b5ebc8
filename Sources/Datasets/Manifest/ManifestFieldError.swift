/// A field of a manifest that is not what it has to be; the reader adds the name of the file.
struct ManifestFieldError: Error {
  /// What is wrong with which field, such as `'counts.train' is 0; it takes 1 to 100000000`.
  let problem: String
  /// What to do, where more can be said than to correct the manifest.
  let advice: String?

  /// A field that is not what it has to be.
  init(_ path: [any CodingKey], is found: String, takes expected: String) {
    self.init(field: path.fieldName, is: found, takes: expected)
  }

  /// The same of a field by its way from the root, such as `files[0].uncompressed.sha256`.
  init(field: String, is found: String, takes expected: String) {
    self.init(problem: "'\(field)' is \(found); it takes \(expected)")
  }

  /// What is wrong, in words that name the field.
  init(problem: String, advice: String? = nil) {
    (self.problem, self.advice) = (problem, advice)
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
