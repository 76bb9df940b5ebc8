/// Something that is not as it should be in a store: where, what, and what to do about it.
public struct StoreFinding: Codable, Hashable, Sendable {
  /// How much it matters.
  public enum Severity: String, Codable, Hashable, Sendable {
    /// Something stored is lost, damaged or unsafe.
    case fault
    /// Nothing is lost; the advice makes it whole.
    case note
  }

  /// How much it matters.
  public let severity: Severity
  /// Where, relative to the store.
  public let place: String
  /// What is wrong.
  public let message: String
  /// What to do about it.
  public let advice: String

  /// A finding.
  public init(_ severity: Severity, _ place: String, _ message: String, advice: String) {
    (self.severity, self.place, self.message, self.advice) = (severity, place, message, advice)
  }
}

extension StoreFinding: CustomStringConvertible {
  /// One line.
  public var description: String { "\(severity.rawValue)  \(place): \(message); \(advice)" }
}
