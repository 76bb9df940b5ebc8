/// How long a step may take, from earlier results of its stage.
public struct Expectation: Codable, Hashable, Sendable {
  /// An amount of work that the earlier results did not have.
  public struct Scale: Codable, Hashable, Sendable {
    /// The units of the earlier results.
    public let before: Double
    /// The units of the step.
    public let now: Double
    /// What is counted, such as `steps`.
    public let unit: String
  }

  /// The median of the earlier times, in seconds, scaled to the step's amount of work.
  public let seconds: Double
  /// How many earlier results that is the median of.
  public let results: Int
  /// In how many fields of configuration and numeric class, other than the amount of work, these differ
  /// from the step.
  public let differences: Int
  /// How it was scaled; nil where it was not.
  public let scale: Scale?
}
