import Foundation

/// An experiment file that cannot be used: which, where in it, and why. Found before any work starts.
package struct ExperimentFileError: Error, LocalizedError, CustomStringConvertible, Equatable {
  /// The file, as it was named.
  package let path: String
  /// Line and column, from 1, columns in Unicode scalars; nil where the whole file is meant.
  package let place: Place?
  /// What is wrong and what to do, in sentences.
  package let message: String

  /// A place in a text.
  package struct Place: Hashable, Sendable {
    package let line: Int
    package let column: Int
  }

  /// As compilers tell it: `mine.yaml:3:1: …`.
  package var description: String {
    "\(path):\(place.map { "\($0.line):\($0.column):" } ?? "") \(message)"
  }
  package var errorDescription: String? { description }

  /// Something of a file as messages quote it: of bounded length, without control characters.
  static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars.map {
      $0.properties.generalCategory == .control ? "\u{FFFD}" : $0
    }
    let limit = 60
    var quoted = String.UnicodeScalarView()
    quoted.append(contentsOf: scalars.prefix(limit))
    return String(quoted) + (scalars.count > limit ? "…" : "")
  }
}
