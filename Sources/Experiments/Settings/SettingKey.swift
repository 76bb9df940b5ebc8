import Datasets
import Foundation
import Tasks
import Tensors

/// One setting as the command line knows it: name, meaning, reading and writing.
package struct SettingKey: Sendable {
  /// The name in `key=value` arguments, files and results, such as `learning_rate`.
  package let name: String
  /// What the setting decides, in a line of help.
  package let meaning: String
  /// The setting's value as text.
  package let read: @Sendable (ExperimentSettings) -> String
  /// Sets it from text. False where the text is no possible value; then what is set does not count.
  let write: @Sendable (inout ExperimentSettings, String) -> Bool
  /// The values that are possible, in words that follow "takes".
  package let allowed: String
  /// What a value is.
  package var kind = Kind.text
  /// The possible values of a choice; none for other kinds.
  var choices: [String] = []

  /// What the value of a setting is. It decides how an experiment file may write it.
  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// Any `text`, a real `number`, or a `choice` among names.
    case text, number, choice
    /// A whole number.
    case wholeNumber = "whole number"
    /// `yes` or `no`.
    case flag = "yes or no"
    /// Units of layers, such as `400,400`.
    case sizes = "list of whole numbers"
    /// Classes of tasks, such as `0,1/2,3`.
    case groups = "list of lists of whole numbers"
    /// How the learning rate changes, such as `step:1000:0.5`.
    case schedule = "rate schedule"
    /// Layers of a network, such as `dense 400, relu, dense`.
    case layers = "list of layers"

    /// Whether a value may have commas, so that one does not separate two values.
    package var mayHaveCommas: Bool { [.sizes, .groups, .schedule, .layers].contains(self) }

    /// Whether a random search draws whole numbers for the value.
    package var isOfWholeNumbers: Bool { [.wholeNumber, .sizes].contains(self) }
  }

  /// Applies `key=value` arguments in order, then checks the whole.
  package static func apply(
    _ overrides: [String], to settings: inout ExperimentSettings
  ) throws(SettingError) {
    try apply(assignments(overrides), to: &settings)
    try settings.check()
  }

  /// The settings that `key=value` arguments name, each with its text. Throws where one is named twice.
  static func assignments(
    _ overrides: [String]
  ) throws(SettingError) -> [(key: SettingKey, text: String)] {
    var assignments: [(key: SettingKey, text: String)] = []
    for override in overrides {
      let (name, value) = try parts(of: override)
      let key = try named(name)
      if let first = assignments.first(where: { $0.key.name == name }) {
        throw .repeated(key: name, values: [first.text, value])
      }
      assignments.append((key, value))
    }
    return assignments
  }

  /// Applies values in order; those that choose other settings' values (`isSelector`) come first.
  package static func apply(
    _ assignments: [(key: SettingKey, text: String)], to settings: inout ExperimentSettings
  ) throws(SettingError) {
    let setsTasks = assignments.contains { $0.key.name == "tasks" }
    for isFirst in [true, false] {
      for (key, text) in assignments where key.isSelector == isFirst {
        try key.assign(text, to: &settings, setsTasks: setsTasks)
      }
    }
  }

  /// Whether it chooses the values of other settings.
  package var isSelector: Bool { ExperimentSettings.selectors.contains(name) }

  /// The two sides of `key=value`; throws `malformed`.
  static func parts(of override: String) throws(SettingError) -> (name: String, value: String) {
    let parts = override.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { throw .malformed(override) }
    return (String(parts[0]), String(parts[1]))
  }

  /// The setting of that name, or an error that names the nearest one.
  package static func named(_ name: String) throws(SettingError) -> SettingKey {
    if let key = all.first(where: { $0.name == name }) { return key }
    throw .unknown(what: "setting", name: name, known: all.map(\.name))
  }

  /// Sets the value, which must be one that is allowed.
  ///
  /// - Parameter setsTasks: whether the number of tasks is set beside; else groups of classes set it.
  func assign(
    _ value: String, to settings: inout ExperimentSettings, setsTasks: Bool
  ) throws(SettingError) {
    guard write(&settings, value) else { throw refusal(of: value) }
    if isSelector { settings = settings.selected() }
    if kind == .groups, settings.taskKind == .split, !setsTasks {
      settings.tasks = settings.groups.count
    }
  }

  /// The error of a value that is not possible.
  func refusal(of value: String) -> SettingError {
    choices.isEmpty
      ? .invalid(key: name, value: value, allowed: allowed)
      : .noChoice(key: name, value: value, choices: choices)
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
      }, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      kind: .wholeNumber)
  }

  static func number(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, Double> & Sendable,
    positive: Bool, most: Double? = nil, _ meaning: String
  ) -> SettingKey {
    SettingKey(
      name: name, meaning: meaning, read: { "\($0[keyPath: path])" },
      write: { settings, text in
        guard let value = Double(text), value.isFinite, value > 0 || (!positive && value == 0),
          value <= most ?? value
        else { return false }
        settings[keyPath: path] = value.withoutNegativeZero
        return true
      },
      allowed: most.map { "a number from 0 to \($0)" }
        ?? (positive ? "a number above 0" : "a number that is not negative"), kind: .number)
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
      }, allowed: "one of " + Value.allCases.map(\.rawValue).joined(separator: ", "), kind: .choice,
      choices: Value.allCases.map(\.rawValue))
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
        guard values.count == parts.count, values.count <= 100,
          values.allSatisfy({ (1...100_000).contains($0) })
        else { return false }
        settings[keyPath: path] = values
        return true
      },
      allowed: "up to 100 layer sizes from 1 to 100000 separated by commas, e.g. 400,400 "
        + "(nothing: no hidden layer)", kind: .sizes)
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
        settings[keyPath: path] = value.withoutNegativeZero
        return true
      }, allowed: "a number from 0 to " + (allowsOne ? "1" : "below 1"), kind: .number)
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
      }, allowed: "yes or no", kind: .flag)
  }
}

extension Double {
  /// The same number; 0 instead of −0, which is equal to it and has another text and other bits.
  var withoutNegativeZero: Double { self + 0 }
}
