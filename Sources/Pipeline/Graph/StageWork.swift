/// What the time of a stage grows with: a whole number of its configuration, such as the steps of a
/// training. It is no part of any key.
public struct StageWork: Hashable, Sendable {
  /// What is counted, such as `steps`; the unit of the progress that the stage reports.
  public let unit: String
  /// The number's place in the preimage, such as `configuration.training.steps`.
  let path: String
  /// Whether the number is the side of a square of so many units.
  let isSquared: Bool

  /// As many `unit` as the field of the configuration says, or as its square.
  ///
  /// - Parameter field: the place in the configuration, such as `training.steps`
  public init(_ unit: String, field: String, isSquared: Bool = false) {
    (self.unit, path, self.isSquared) = (unit, "configuration.\(field)", isSquared)
  }

  /// The units of a field's value; nil for a value that counts nothing.
  func units(_ value: Double) -> Double? {
    guard value.isFinite, value > 0 else { return nil }
    return isSquared ? value * value : value
  }

  /// The units of the work of a stage with this preimage.
  func units(in fields: [PreimageField]) -> Double? {
    fields.first { $0.path == path }.flatMap { Double($0.value) }.flatMap(units)
  }
}
