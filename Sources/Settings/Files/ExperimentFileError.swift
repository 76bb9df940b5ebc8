import Foundation
import Mistakes

/// An experiment file that cannot be used: which, where in it, and why. Found before any work starts.
package struct ExperimentFileError: RequestError, LocalizedError, CustomStringConvertible, Equatable
{
  /// The file, as it was named.
  package let path: String
  /// Line and column, from 1, columns in Unicode scalars; nil where the whole file is meant.
  package let place: Place?
  /// What is wrong, and what to do.
  package let message: String

  /// A place in a text.
  package struct Place: Hashable, Sendable {
    /// The line, counted from 1.
    package let line: Int
    /// The column, counted from 1 in Unicode scalars.
    package let column: Int
  }

  /// As compilers tell it: `mine.yaml:3:1: …`.
  package var description: String {
    "\(path):\(place.map { "\($0.line):\($0.column):" } ?? "") \(message)"
  }
  package var errorDescription: String? { description }
  package var isMistakenRequest: Bool { true }

  /// Something of a file as messages quote it: of bounded length, without control characters.
  static func quoted(_ text: String) -> String { Wording.quotable(text, limit: 60) }
}
