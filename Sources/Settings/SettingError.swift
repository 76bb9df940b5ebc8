import Foundation
import Mistakes

/// A setting that cannot be used; found before any work starts.
package indirect enum SettingError: RequestError, LocalizedError, CustomStringConvertible, Equatable
{
  /// There is nothing of that name.
  case unknown(what: String, name: String, known: [String])
  /// The value is not of the right kind or out of range.
  case invalid(key: String, value: String, allowed: String)
  /// The value is none of those that there are.
  case noChoice(key: String, value: String, choices: [String])
  /// The setting was changed, and does nothing beside the others.
  case idle(key: String, value: String, why: String)
  /// The setting is given more than once.
  case repeated(key: String, values: [String])
  /// An argument is not of the form `key=value`.
  case malformed(String)
  /// An error of one configuration of a sweep.
  case configuration(String, SettingError)
  /// A sweep of more runs than were allowed.
  case tooManyRuns(configurations: Int, seeds: Int, limit: Int)

  /// The error itself, without the name of a configuration.
  package var cause: SettingError {
    if case .configuration(_, let error) = self { error.cause } else { self }
  }

  /// The setting that it is about; nil where it is about no single one.
  var key: String? {
    switch cause {
    case .invalid(let key, _, _), .noChoice(let key, _, _), .idle(let key, _, _),
      .repeated(let key, _):
      key
    default: nil
    }
  }

  package var isMistakenRequest: Bool { true }

  /// What is wrong, and what would be right.
  package var description: String {
    switch self {
    case .unknown(let what, let name, let known):
      // There are too many settings to list them.
      return Wording.unknown(
        what, name, known: known,
        listedBy: what.hasPrefix("setting") ? "engram experiments describe" : nil)
    case .invalid(let key, let value, let allowed):
      return "invalid value \(key)=\(Wording.quotable(value)); allowed: \(allowed)"
    case .noChoice(let key, let value, let choices):
      let problem = "invalid value \(key)=\(Wording.quotable(value))"
      return Wording.suggestion(for: value, among: choices).map { "\(problem); \($0)" }
        ?? "\(problem); allowed: \(choices.joined(separator: ", "))"
    case .idle(let key, let value, let why):
      return "\(key)=\(Wording.quotable(value)) does nothing here: \(why); leave it out"
    case .repeated(let key, let values):
      return
        "\(key) is given twice, \(Wording.quotable(values.joined(separator: " and "))); leave one "
        + "out"
    case .malformed(let text): return Self.malformed(text)
    case .configuration(let name, let error):
      return "in the configuration \(name): \(error)"
    case .tooManyRuns(let configurations, let seeds, let limit):
      let runs = configurations.multipliedReportingOverflow(by: seeds)
      return "the sweep has \(runs.overflow ? "too many" : "\(runs.partialValue)") runs, "
        + "\(configurations) configurations with \(seeds) \(seeds == 1 ? "seed" : "seeds") each, and "
        + "--max-runs allows \(limit); try fewer values, or raise --max-runs"
    }
  }
  package var errorDescription: String? { description }

  /// What is said of an argument that is no `key=value`.
  private static func malformed(_ text: String) -> String {
    let text = Wording.quotable(text)
    if Preset.all.contains(where: { $0.name == text }) {
      return "'\(text)' is an experiment, where a setting is needed, such as steps=500"
    }
    if SettingKey.all.contains(where: { $0.name == text }) {
      return "the setting '\(text)' has no value; write '\(text)=VALUE'"
    }
    return "'\(text)' is not of the form key=value, such as steps=500"
  }
}
