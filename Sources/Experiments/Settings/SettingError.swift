import Datasets
import Foundation

/// A setting that cannot be used; found before any work starts.
package enum SettingError: Error, LocalizedError, CustomStringConvertible, Equatable {
  /// There is nothing of that name.
  case unknown(what: String, name: String, known: [String])
  /// The value is not of the right kind or out of range.
  case invalid(key: String, value: String, allowed: String)
  /// An argument is not of the form `key=value`.
  case malformed(String)

  package var description: String {
    switch self {
    case .unknown(let what, let name, let known):
      let hint = nearestName(to: name, among: known).map { " Did you mean '\($0)'?" } ?? ""
      return "unknown \(what) '\(name)'.\(hint) Known: \(known.joined(separator: ", "))."
    case .invalid(let key, let value, let allowed):
      return "\(key)=\(value) is not possible: \(key) takes \(allowed)."
    case .malformed(let text):
      return "'\(text)' is not of the form key=value, e.g. steps=500."
    }
  }
  package var errorDescription: String? { description }
}
