import Foundation

/// What went wrong while exporting.
package struct ExportError: Error, Hashable, Sendable, LocalizedError, CustomStringConvertible {
  /// The stable kinds of failure.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    /// The name of an output is not a plain file name.
    case unsafeName = "export.unsafe-name"
    /// A parameter of a notebook cannot be used.
    case invalidParameter = "export.invalid-parameter"
    /// A file or folder could not be written.
    case writeFailed = "export.write-failed"
  }

  /// The stable kind of failure.
  package let code: Code
  /// What failed and what to do about it.
  package let message: String

  /// An error of a kind, with its message.
  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// One line: message and code.
  package var description: String { "\(message) [\(code.rawValue)]" }

  /// The same as `description`.
  package var errorDescription: String? { description }
}
