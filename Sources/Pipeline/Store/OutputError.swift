import Foundation

/// A result that could not be written where it was wanted. What was computed is stored all the same.
package struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What cannot be written, why, and what to do about it.
  package let description: String
  /// Whether whoever read standard output has gone. That is no mistake and needs no message.
  package let isReaderGone: Bool

  /// A file that cannot be written.
  ///
  /// - Parameter path: the file, as it was named
  package init(_ path: String, _ reason: String, advice: String) {
    description = "'\(path)' cannot be written: \(reason); \(advice)"
    isReaderGone = false
  }

  /// Standard output that cannot be written.
  package init(standardOutput failure: Descriptor.Failure) {
    isReaderGone = failure.number == EPIPE
    let reason = failure.number == EBADF ? "it is closed" : "\(failure)"
    description = "standard output cannot be written: \(reason)"
  }
}
