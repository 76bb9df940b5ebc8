import Datasets
import Foundation

/// A name on the command line that stands for nothing, or for several things; found before any work
/// starts.
package struct NameError: Error, Hashable, Sendable, LocalizedError, CustomStringConvertible {
  /// What is wrong, and what would be right.
  package let description: String
  package var errorDescription: String? { description }

  /// An error that says `description`.
  package init(_ description: String) { self.description = description }

  /// There is no `what` of that name; the nearest of `known` is suggested.
  package init(unknown what: String, _ name: String, known: [String], advice: String) {
    let hint = nearestName(to: name, among: known).map { " Did you mean '\($0)'?" } ?? ""
    description = "there is no \(what) '\(name)'.\(hint) \(advice)"
  }
}
