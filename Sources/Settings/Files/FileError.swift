import Foundation
import Mistakes

/// A file of the user's that cannot be used, such as an experiment file: which, where in it, and why. Found before
/// any work starts.
package struct FileError: RequestError, LocalizedError, CustomStringConvertible, Equatable {
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

    /// The place right behind `text`.
    init(after text: some StringProtocol) {
      let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      (line, column) = (lines.count, (lines.last?.unicodeScalars.count ?? 0) + 1)
    }

    /// A line and a column.
    package init(line: Int, column: Int) { (self.line, self.column) = (line, column) }
  }

  /// As compilers tell it: `mine.yaml:3:1: …`.
  package var description: String {
    "\(path):\(place.map { "\($0.line):\($0.column):" } ?? "") \(message)"
  }
  package var errorDescription: String? { description }
  package var isMistakenRequest: Bool { true }

  /// Something of a file as messages quote it: of bounded length, without control characters.
  package static func quoted(_ text: String) -> String { Wording.quotable(text, limit: 60) }
}
