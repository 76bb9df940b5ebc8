/// How options read their values: each says what it takes, in words that follow "takes".
package enum OptionValue {
  /// What is said of a value that is not possible.
  package struct Refusal: Error, CustomStringConvertible {
    package let description: String

    /// An option that takes `allowed`.
    package init(takes allowed: String) { description = "takes \(allowed)" }
  }

  /// A whole number of `range`.
  package static func wholeNumber(_ range: ClosedRange<Int>) -> @Sendable (String) throws -> Int {
    { text in
      guard let value = Int(text), range.contains(value) else {
        throw Refusal(takes: "a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return value
    }
  }

  /// A seed of the program's own random numbers.
  package static func seed(_ text: String) throws -> UInt64 {
    guard let value = UInt64(text) else { throw Refusal(takes: "a whole number from 0") }
    return value
  }

  /// Percentage points above 0.
  package static func points(_ text: String) throws -> Double {
    guard let value = Double(text), value > 0, value <= 100 else {
      throw Refusal(takes: "percentage points above 0, up to 100")
    }
    return value
  }

  /// A number of days.
  package static func days(_ text: String) throws -> Double {
    guard let value = Double(text), (0...36_500).contains(value) else {
      throw Refusal(takes: "a number of days from 0 to 36500")
    }
    return value
  }
}
