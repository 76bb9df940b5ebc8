/// A field in which two preimages differ; one side is nil where the field does not exist.
public struct PreimageDifference: Hashable, Sendable, CustomStringConvertible {
  /// Where the difference is, such as `configuration.rate`.
  public let path: String

  /// The field of the earlier preimage.
  public let before: PreimageField?

  /// The field of the later preimage.
  public let after: PreimageField?

  /// Path and both values, such as `configuration.rate: 0.1 → 0.2`; types only where values look alike.
  public var description: String {
    // The types are shown only where the readings alone would look the same, as 1.0 and 1.0 do.
    let showsTypes = before?.reading == after?.reading
    func show(_ field: PreimageField?) -> String {
      guard let field else { return "absent" }
      return showsTypes ? "\(field.reading) (\(field.type.rawValue))" : field.reading
    }
    return "\(path): \(show(before)) → \(show(after))"
  }
}
