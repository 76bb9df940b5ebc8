/// What tells how well a task is solved, on the samples that it is tested on.
public enum Metric: String, Codable, Hashable, Sendable, CaseIterable {
  /// The fraction of samples that are classified right, 0…1.
  case accuracy
  /// The mean over samples and outputs of the squared error, in the square of the targets' unit.
  case meanSquaredError = "mean squared error"

  /// Whether larger values are better.
  public var isBetterHigher: Bool { self == .accuracy }

  /// How much better `new` is than `old`, in the metric's unit.
  package func gain(from old: Double, to new: Double) -> Double {
    isBetterHigher ? new - old : old - new
  }

  /// The better of two values.
  package func better(_ a: Double, _ b: Double) -> Double { isBetterHigher ? max(a, b) : min(a, b) }

  /// Whether a test can give this value.
  package func allows(_ value: Double) -> Bool {
    switch self {
    case .accuracy: (0...1).contains(value)
    case .meanSquaredError: value >= 0 && value.isFinite
    }
  }
}
