import Foundation

/// A batch system that does not do what it was asked for: which command, and what it said.
package struct EngineError: Error, Hashable, LocalizedError, CustomStringConvertible {
  /// Whether it may be tried again in a while: the system is away, or its queue is full.
  package enum Kind: Hashable, Sendable {
    case away
    case full
    case refused
  }

  /// Whether it may be tried again.
  package let kind: Kind
  package let description: String
  package var errorDescription: String? { description }

  /// An error that says `description`.
  package init(_ kind: Kind, _ description: String) {
    (self.kind, self.description) = (kind, description)
  }
}
