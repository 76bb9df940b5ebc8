import Foundation
import Settings
import Tensors

/// One setting of a sweep and the values that it takes, as the command line writes them.
///
///     beta=0.001,0.01,0.1        three values
///     task_embedding=2..8        whole numbers; 2..8:2 takes every second one
///     beta=0..1:0.25             numbers; the step is needed
///     hyper_hidden=20,20|50,50   values with commas of their own
///     beta=log:0.001..1          between two bounds, each order of magnitude as likely (random)
///     momentum=uniform:0..0.9    between two bounds, each value as likely (random)
package struct SweepAxis: Hashable, Sendable {
  /// Where the values come from.
  enum Values: Hashable, Sendable {
    case list([String])
    /// A number between two bounds, or its logarithm, is drawn.
    case between(Double, Double, isLogarithmic: Bool)
  }

  /// The setting's name.
  package let key: String
  /// The values as they were written.
  package let text: String
  let values: Values

  /// The most values that a range may stand for.
  private static let longestRange = 100_000

  /// Reads `key=values`. Throws `malformed`, `unknown`, and `invalid` for a range that is none; the
  /// values themselves are not checked here.
  package init(_ argument: String) throws(SettingError) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw .malformed(argument) }
    let (key, text) = (String(parts[0]), String(parts[1]))
    (self.key, self.text) = (key, text)
    guard let setting = SettingKey.all.first(where: { $0.name == key }) else {
      throw .unknown(what: "setting", name: key, known: SettingKey.all.map(\.name))
    }
    if let bounds = Self.bounds(text) {
      guard let bounds else {
        throw .invalid(
          key: key, value: text,
          allowed: "two numbers as bounds, the smaller one first, above 0 for log: (log:0.001..1, "
            + "uniform:0..0.9)")
      }
      values = bounds
    } else if text.contains("|") {
      values = .list(
        text.split(separator: "|", omittingEmptySubsequences: false).map(String.init))
    } else if setting.kind.mayHaveCommas {
      values = .list([text])
    } else {
      var list: [String] = []
      for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
        list += try Self.expand(String(entry), of: setting)
      }
      values = .list(list)
    }
  }

  /// How many values there are; nil where they are drawn between two bounds.
  var count: Int? { if case .list(let list) = values { list.count } else { nil } }

  /// The value of the draw number `index` of a random search, as text.
  ///
  /// It depends on seed, key and number only: more draws begin with the same ones, and another
  /// axis changes nothing about this one.
  ///
  /// - Parameter isInteger: whether the setting takes whole numbers, to which a number is rounded
  func draw(_ index: Int, seed: UInt64, isInteger: Bool) -> String {
    var random = RandomStream(seed: seed, purpose: "sweep \(key)", index: index)
    switch values {
    case .list(let list): return list[random.integer(below: list.count)]
    case .between(let low, let high, let isLogarithmic):
      let share = random.uniform()
      let value =
        isLogarithmic
        ? Foundation.exp(Foundation.log(low) * (1 - share) + Foundation.log(high) * share)
        : low * (1 - share) + high * share
      // Four digits are more than a search can tell apart, and can be read.
      return isInteger ? "\(Int(value.rounded()))" : String(format: "%.4g", value)
    }
  }

  /// Bounds of `log:` and `uniform:`; nil for other texts, nil within for wrong bounds.
  private static func bounds(_ text: String) -> Values?? {
    let isLogarithmic = text.hasPrefix("log:")
    guard isLogarithmic || text.hasPrefix("uniform:"), let colon = text.firstIndex(of: ":") else {
      return nil
    }
    let range = text[text.index(after: colon)...]
    guard let dots = range.firstRange(of: ".."), let low = Double(range[..<dots.lowerBound]),
      let high = Double(range[dots.upperBound...]), low < high, low.isFinite, high.isFinite,
      high < 1e15, low >= 0, low > 0 || !isLogarithmic
    else { return .some(nil) }
    return .between(low, high, isLogarithmic: isLogarithmic)
  }

  /// The values of an entry of a list: itself, or those of a range.
  private static func expand(
    _ entry: String, of setting: SettingKey
  ) throws(SettingError) -> [String] {
    guard let dots = entry.firstRange(of: "..") else { return [entry] }
    let (first, rest) = (entry[..<dots.lowerBound], entry[dots.upperBound...])
    let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let (last, step) = (parts[0], parts.count > 1 ? parts[1] : nil)
    let values =
      setting.kind == .number ? numbers(first, last, step) : wholeNumbers(first, last, step)
    guard let values else {
      let (key, isNumber) = (setting.name, setting.kind == .number)
      throw .invalid(
        key: key, value: entry,
        allowed: (isNumber
          ? "a list of values (0.1,0.2,0.5), a range with a step (0..1:0.25)"
          : "a list of values (2,4,8), a range of whole numbers (2..8, or 2..8:2 for every second one)")
          + " or, with --random, two bounds (log:0.001..1, uniform:0..0.9)")
    }
    return values
  }

  /// `first..last:step` in whole numbers, the step being 1 where there is none; nil for what is no range.
  private static func wholeNumbers(
    _ first: Substring, _ last: Substring, _ step: Substring?
  ) -> [String]? {
    guard let first = Int(first), let last = Int(last), let step = Int(step ?? "1"), step > 0,
      first <= last, last.subtractingReportingOverflow(first).overflow == false,
      (last - first) / step < longestRange
    else { return nil }
    return stride(from: first, through: last, by: step).map(String.init)
  }

  /// The same in numbers, which have no next one: without a step it is no range.
  private static func numbers(
    _ first: Substring, _ last: Substring, _ step: Substring?
  ) -> [String]? {
    guard let first = Double(first), let last = Double(last),
      let step = step.flatMap({ Double($0) }),
      step > 0, first <= last, step.isFinite, (last - first) / step < Double(longestRange)
    else { return nil }
    // The last value counts even where dividing by a step such as 0.1 falls short of it.
    let count = Int((last - first) / step + 1e-6)
    return (0...count).map { String(format: "%.12g", first + Double($0) * step) }
  }
}
