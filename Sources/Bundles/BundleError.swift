import Archives
import Foundation
import Mistakes

/// Why a bundle is not made or not taken.
package struct BundleError: RequestError, Hashable, LocalizedError, CustomStringConvertible {
  /// A stable name for each kind of failure.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    /// The file is no bundle.
    case notABundle = "not-a-bundle"
    /// A newer program has made it.
    case newer = "newer-bundle"
    /// It ends too early.
    case truncated
    /// Bytes follow its end.
    case trailingBytes = "trailing-bytes"
    /// It contradicts itself.
    case damaged
    /// An entry has other bytes than its name or the description says.
    case wrongDigest = "wrong-digest"
    /// An entry has a name, a kind, a size or a place in the order that no bundle's entry has.
    case unsafeEntry = "unsafe-entry"
    /// The operating system refused to read it.
    case inputOutput = "input-output"
  }

  /// The kind of failure.
  package let code: Code
  /// What is wrong with the bundle and where, in one sentence without a full stop.
  package let message: String

  /// A failure of kind `code`.
  package init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }

  /// The failure of its archive.
  init(_ error: ArchiveError) {
    let code: Code =
      switch error.code {
      case .notAnArchive: .notABundle
      case .truncated: .truncated
      case .trailingBytes: .trailingBytes
      case .unusualEntry, .tooLarge: .unsafeEntry
      case .damaged: .damaged
      case .inputOutput: .inputOutput
      }
    self.init(code, error.description)
  }

  package var isMistakenRequest: Bool { false }
  package var description: String { "\(message); nothing of it is taken [\(code.rawValue)]" }
  package var errorDescription: String? { description }

  /// The same failure, told of the bundle that `name` names.
  package func about(_ name: String) -> BundleError {
    BundleError(code, "the bundle '\(name)' is refused: \(message)")
  }
}
