/// What the time of a stage grows with: a whole number of its configuration, such as the steps of a
/// training. It is no part of any key.
public struct StageWork: Hashable, Sendable {
  /// A number of the configuration.
  struct Count: Hashable, Sendable {
    /// What is counted, such as `steps`.
    let unit: String
    /// The number's place in the preimage, such as `configuration.training.steps`.
    let path: String
    /// Whether the number is the side of a square of so many units.
    let isSquared: Bool
    /// Whether each one is as many units of work as the stage's inputs make of it.
    let isOfRounds: Bool

    /// The units of a field's value; nil for a value that counts nothing.
    func units(_ value: Double) -> Double? {
      guard value.isFinite, value > 0 else { return nil }
      return isSquared ? value * value : value
    }

    /// The units of a stage with this preimage.
    func units(in fields: [PreimageField]) -> Double? {
      fields.first { $0.path == path }.flatMap { Double($0.value) }.flatMap(units)
    }
  }

  private let units: Count
  private let rounds: Count?

  /// As many `unit`, which the stage's progress counts, as the field of the configuration says, or as its
  /// square.
  ///
  /// - Parameters:
  ///   - field: the place in the configuration, such as `training.steps`
  ///   - rounds: what says it instead where the configuration has it, such as epochs in the field
  ///     `training.epochs`. How many units a round has follows from the inputs.
  public init(
    _ unit: String, field: String, isSquared: Bool = false,
    rounds: (unit: String, field: String)? = nil
  ) {
    units = Count(
      unit: unit, path: "configuration.\(field)", isSquared: isSquared, isOfRounds: false)
    self.rounds = rounds.map {
      Count(
        unit: $0.unit, path: "configuration.\($0.field)", isSquared: false, isOfRounds: true)
    }
  }

  /// The places of all numbers.
  var paths: [String] { [units.path] + (rounds.map { [$0.path] } ?? []) }

  /// What says the amount of work of a stage with this preimage.
  func count(in fields: [PreimageField]) -> Count {
    rounds.flatMap { $0.units(in: fields) == nil ? nil : $0 } ?? units
  }
}
