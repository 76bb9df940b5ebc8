import Datasets
import Foundation

/// A setting that cannot be used; found before any work starts.
package indirect enum SettingError: Error, LocalizedError, CustomStringConvertible, Equatable {
  /// There is nothing of that name.
  case unknown(what: String, name: String, known: [String])
  /// The value is not of the right kind or out of range.
  case invalid(key: String, value: String, allowed: String)
  /// An argument is not of the form `key=value`.
  case malformed(String)
  /// An error of one configuration of a sweep.
  case configuration(String, SettingError)
  /// A sweep of more runs than were allowed.
  case tooManyRuns(configurations: Int, seeds: Int, limit: Int)

  /// What is wrong, in whichever configuration.
  var cause: SettingError {
    if case .configuration(_, let error) = self { error.cause } else { self }
  }

  package var description: String {
    switch self {
    case .unknown(let what, let name, let known):
      let hint = nearestName(to: name, among: known).map { " Did you mean '\($0)'?" } ?? ""
      return "unknown \(what) '\(name)'.\(hint) Known: \(known.joined(separator: ", "))."
    case .invalid(let key, let value, let allowed):
      return "\(key)=\(value) is not possible: \(key) takes \(allowed)."
    case .malformed(let text):
      return "'\(text)' is not of the form key=value, e.g. steps=500."
    case .configuration(let name, let error):
      return "in the configuration \(name): \(error)"
    case .tooManyRuns(let configurations, let seeds, let limit):
      let runs = configurations.multipliedReportingOverflow(by: seeds)
      return "the sweep has \(runs.overflow ? "too many" : "\(runs.partialValue)") runs, "
        + "\(configurations) configurations with \(seeds) \(seeds == 1 ? "seed" : "seeds") each; --max-runs \(limit) allows "
        + "no more than that."
    }
  }
  package var errorDescription: String? { description }
}
