import Datasets
import Foundation
import Tasks
import Tensors

/// One setting as the command line knows it: name, meaning, reading and writing.
package struct SettingKey: Sendable {
  package let name: String
  package let meaning: String
  /// The setting's value as text.
  package let read: @Sendable (ExperimentSettings) -> String
  /// Sets it from text, or throws what is allowed.
  let write: @Sendable (inout ExperimentSettings, String) -> Bool
  let allowed: String

  /// Applies `key=value` arguments in order, then checks the whole.
  package static func apply(
    _ overrides: [String], to settings: inout ExperimentSettings
  ) throws(SettingError) {
    for override in overrides {
      let parts = override.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw .malformed(override) }
      let (name, value) = (String(parts[0]), String(parts[1]))
      guard let key = all.first(where: { $0.name == name }) else {
        throw .unknown(what: "setting", name: name, known: all.map(\.name))
      }
      guard key.write(&settings, value) else {
        throw .invalid(key: name, value: value, allowed: key.allowed)
      }
      if name == "groups", settings.taskKind == .split,
        !overrides.contains(where: { $0.hasPrefix("tasks=") })
      {
        settings.tasks = settings.groups.count
      }
    }
    try settings.check()
  }

  static func integer(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, Int> & Sendable,
    _ range: ClosedRange<Int>, _ meaning: String
  ) -> SettingKey {
    SettingKey(
      name: name, meaning: meaning, read: { String($0[keyPath: path]) },
      write: { settings, text in
        guard let value = Int(text), range.contains(value) else { return false }
        settings[keyPath: path] = value
        return true
      }, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)")
  }

  static func number(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, Double> & Sendable,
    positive: Bool, _ meaning: String
  ) -> SettingKey {
    SettingKey(
      name: name, meaning: meaning, read: { "\($0[keyPath: path])" },
      write: { settings, text in
        guard let value = Double(text), value.isFinite, value > 0 || (!positive && value == 0)
        else { return false }
        settings[keyPath: path] = value
        return true
      }, allowed: positive ? "a number above 0" : "a number that is not negative")
  }

  static func choice<Value: RawRepresentable & CaseIterable & SendableMetatype>(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, Value> & Sendable,
    _ meaning: String
  ) -> SettingKey where Value.RawValue == String {
    SettingKey(
      name: name, meaning: meaning, read: { $0[keyPath: path].rawValue },
      write: { settings, text in
        guard let value = Value(rawValue: text) else { return false }
        settings[keyPath: path] = value
        return true
      }, allowed: "one of " + Value.allCases.map(\.rawValue).joined(separator: ", "))
  }

  static func sizes(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, [Int]> & Sendable,
    _ meaning: String
  ) -> SettingKey {
    SettingKey(
      name: name, meaning: meaning,
      read: { $0[keyPath: path].map(String.init).joined(separator: ",") },
      write: { settings, text in
        let parts = text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false)
        let values = parts.compactMap { Int($0) }
        guard values.count == parts.count, values.allSatisfy({ (1...100_000).contains($0) })
        else { return false }
        settings[keyPath: path] = values
        return true
      }, allowed: "layer sizes separated by commas, e.g. 400,400 (nothing: no hidden layer)")
  }

  /// A number from 0 to below 1, or to 1.
  static func fraction(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, Double> & Sendable,
    allowsOne: Bool = false, _ meaning: String
  ) -> SettingKey {
    SettingKey(
      name: name, meaning: meaning, read: { "\($0[keyPath: path])" },
      write: { settings, text in
        guard let value = Double(text), (0..<1).contains(value) || (allowsOne && value == 1)
        else { return false }
        settings[keyPath: path] = value
        return true
      }, allowed: "a number from 0 to " + (allowsOne ? "1" : "below 1"))
  }

  static func flag(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, Bool> & Sendable,
    _ meaning: String
  ) -> SettingKey {
    SettingKey(
      name: name, meaning: meaning, read: { $0[keyPath: path] ? "yes" : "no" },
      write: { settings, text in
        settings[keyPath: path] = text == "yes"
        return ["yes", "no"].contains(text)
      }, allowed: "yes or no")
  }
}
