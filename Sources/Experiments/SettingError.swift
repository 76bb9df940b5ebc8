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
      let nearest = known.min { editDistance($0, name) < editDistance($1, name) }
      let hint =
        nearest.flatMap { editDistance($0, name) <= max(2, name.count / 2) ? $0 : nil }
        .map { " Did you mean '\($0)'?" } ?? ""
      return "unknown \(what) '\(name)'.\(hint) Known: \(known.joined(separator: ", "))."
    case .invalid(let key, let value, let allowed):
      return "\(key)=\(value) is not possible: \(key) takes \(allowed)."
    case .malformed(let text):
      return "'\(text)' is not of the form key=value, e.g. steps=500."
    }
  }
  package var errorDescription: String? { description }
}

/// Levenshtein's distance. Complexity: O(|a| · |b|).
private func editDistance(_ a: String, _ b: String) -> Int {
  let b = Array(b)
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let substitution = diagonal + (x == y ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substitution, row[j] + 1, diagonal + 1)
    }
  }
  return row[b.count]
}
