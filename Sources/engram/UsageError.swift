import Experiments
import Foundation
import Mistakes

/// A command line that cannot be understood: what is wrong, and below it the right usage where that
/// helps.
struct UsageError: RequestError, LocalizedError, CustomStringConvertible {
  let description: String
  var errorDescription: String? { description }
  var isMistakenRequest: Bool { true }

  init(_ description: String) { self.description = description }
}
