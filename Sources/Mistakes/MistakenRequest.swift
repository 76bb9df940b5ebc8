import Foundation

/// A request that cannot be carried out as it stands, such as a name that nothing has. It is found before
/// any work starts.
package struct MistakenRequest: RequestError, Hashable, LocalizedError, CustomStringConvertible {
  /// What is wrong and what would be right; below that the right usage, where that helps.
  package let description: String
  package var errorDescription: String? { description }
  /// Always.
  package var isMistakenRequest: Bool { true }

  /// An error that says `description`.
  package init(_ description: String) { self.description = description }

  /// There is no `what` of that name; the nearest of `known` is suggested, or `lister` lists them.
  package init(
    unknown what: String, _ name: String, known: [String], listedBy lister: String? = nil
  ) {
    description = Wording.unknown(what, name, known: known, listedBy: lister)
  }
}
