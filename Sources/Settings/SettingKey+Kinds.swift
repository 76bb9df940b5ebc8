import Tensors

// Kinds of settings that several have in common.
extension SettingKey {
  static func integer(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, Int> & Sendable,
    _ range: ClosedRange<Int>, _ meaning: String, in section: SettingSection,
    on effect: SettingEffect
  ) -> SettingKey {
    SettingKey(
      name, path, meaning, in: section, on: effect, kind: .wholeNumber,
      allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      text: { String($0) },
      parse: { Int($0).flatMap { range.contains($0) ? $0 : nil } })
  }

  static func number(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, Double> & Sendable,
    positive: Bool, most: Double? = nil, _ meaning: String, in section: SettingSection,
    on effect: SettingEffect
  ) -> SettingKey {
    SettingKey(
      name, path, meaning, in: section, on: effect, kind: .number,
      allowed: most.map { "a number from 0 to \($0)" }
        ?? (positive ? "a number above 0" : "a number that is not negative"),
      text: { "\($0)" },
      parse: { text in
        guard let value = Double(text), value.isFinite, value > 0 || (!positive && value == 0),
          value <= most ?? value
        else { return nil }
        return value.withoutNegativeZero
      })
  }

  /// A number from 0 to below 1, or to 1.
  static func fraction(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, Double> & Sendable,
    allowsOne: Bool = false, _ meaning: String, in section: SettingSection,
    on effect: SettingEffect
  ) -> SettingKey {
    SettingKey(
      name, path, meaning, in: section, on: effect, kind: .number,
      allowed: "a number from 0 to " + (allowsOne ? "1" : "below 1"), text: { "\($0)" },
      parse: { text in
        guard let value = Double(text), (0..<1).contains(value) || (allowsOne && value == 1)
        else { return nil }
        return value.withoutNegativeZero
      })
  }

  static func choice<Value: RawRepresentable & CaseIterable & SendableMetatype>(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, Value> & Sendable,
    _ meaning: String, in section: SettingSection, on effect: SettingEffect
  ) -> SettingKey where Value.RawValue == String {
    let choices = Value.allCases.map(\.rawValue)
    return SettingKey(
      name, path, meaning, in: section, on: effect, kind: .choice,
      allowed: "one of " + choices.joined(separator: ", "), choices: choices,
      text: { $0.rawValue }, parse: { Value(rawValue: $0) })
  }

  static func flag(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, Bool> & Sendable,
    _ meaning: String, in section: SettingSection, on effect: SettingEffect
  ) -> SettingKey {
    SettingKey(
      name, path, meaning, in: section, on: effect, kind: .flag, allowed: "yes or no",
      text: { $0 ? "yes" : "no" }, parse: { ["yes": true, "no": false][$0] })
  }

  static func sizes(
    _ name: String, _ path: WritableKeyPath<ExperimentSettings, [Int]> & Sendable,
    _ meaning: String, in section: SettingSection, on effect: SettingEffect
  ) -> SettingKey {
    SettingKey(
      name, path, meaning, in: section, on: effect, kind: .sizes,
      allowed: "up to 100 layer sizes from 1 to 100000 separated by commas, such as 400,400 "
        + "(nothing: no hidden layer)",
      text: { $0.map(String.init).joined(separator: ",") },
      parse: { text in
        let parts = text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false)
        let values = parts.compactMap { Int($0) }
        guard values.count == parts.count, values.count <= 100,
          values.allSatisfy({ (1...100_000).contains($0) })
        else { return nil }
        return values
      })
  }
}

extension Double {
  /// The same number; 0 instead of −0, which is equal to it and has another text and other bits.
  var withoutNegativeZero: Double { self + 0 }
}
