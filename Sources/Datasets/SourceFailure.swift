/// Why one source of a file was of no use.
package struct SourceFailure: Hashable, Sendable, CustomStringConvertible {
  /// The path or address.
  package let source: String
  /// What should have been there.
  package let expected: String
  /// What was there, or what happened.
  package let actual: String
  /// Whether there simply was no file; nothing is damaged then.
  package let isAbsence: Bool

  /// The failure as messages show it: `<source>: expected …, found …`.
  package var description: String { "\(source): expected \(expected), \(actual)" }
}

extension SourceFailure {
  /// No copy of `package` at `source`.
  static func absent(_ package: DatasetPackage, at source: String) -> SourceFailure {
    SourceFailure(
      source: source, expected: package.expected, actual: "found no file", isAbsence: true)
  }

  /// A copy of `package` that `error` refused.
  static func refused(
    _ package: DatasetPackage, at source: String, _ error: DatasetError
  ) -> SourceFailure {
    let place = error.offset.map { " at byte \($0)" } ?? ""
    let found = error.found.map { "found \($0)" } ?? ""
    return SourceFailure(
      source: source, expected: error.expected ?? package.expected,
      actual: [found, "(\(error.message)\(place)) [\(error.code.rawValue)]"]
        .filter { !$0.isEmpty }.joined(separator: " "), isAbsence: false)
  }
}
