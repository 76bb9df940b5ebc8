import Foundation
import Mistakes

/// A result that could not be written where it was wanted.
package struct OutputError: RequestError, Hashable, CustomStringConvertible {
  /// What cannot be written, why, and what to do about it.
  package let description: String
  /// Whether the name that was given can be no file's, so that nothing was begun.
  package let isMistakenRequest: Bool
  /// Whether whoever read standard output has gone. That is no mistake and needs no message.
  package let isReaderGone: Bool

  /// A file that cannot be written.
  ///
  /// - Parameters:
  ///   - path: the file, as it was named
  ///   - isMistaken: whether the name is what is wrong
  package init(_ path: String, _ reason: String, advice: String, isMistaken: Bool = false) {
    description = "'\(path)' cannot be written: \(reason); \(advice)"
    (isReaderGone, isMistakenRequest) = (false, isMistaken)
  }

  /// Standard output that cannot be written.
  package init(standardOutput failure: Descriptor.Failure) {
    (isReaderGone, isMistakenRequest) = (failure.number == EPIPE, false)
    let reason = failure.number == EBADF ? "it is closed" : "\(failure)"
    description = "standard output cannot be written: \(reason)"
  }
}
