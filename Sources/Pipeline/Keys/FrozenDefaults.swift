/// A configuration that has grown: fields added later are left out of keys at their first default.
///
/// A stage that gains an option keeps its earlier results if the option at its default changes
/// nothing. The defaults listed here are frozen: they say what the stage did before the field
/// existed. When the default a user sees changes later, this list stays as it is.
///
///     struct Training: FrozenDefaults, Codable, Hashable {
///       var rate: Float
///       var clipping: Float?        // nil is left out of keys anyway
///       var warmup = 0              // added in release 2
///
///       static var frozenDefaults: [FrozenDefault<Training>] {
///         [FrozenDefault("warmup", \.warmup, 0)]
///       }
///     }
public protocol FrozenDefaults: Encodable {
  /// The fields that were added later, each with the value that stands for its absence.
  static var frozenDefaults: [FrozenDefault<Self>] { get }
}

/// A field that was added to `Root` later, and the value that stands for its absence.
public struct FrozenDefault<Root>: Sendable {
  /// The name by which the field is encoded.
  let name: String

  /// The canonical form of the default.
  let canonical: @Sendable () throws -> CanonicalValue

  /// A field encoded as `name`; the key path makes the compiler check the type of `value`.
  public init<Value: Encodable & Sendable>(
    _ name: String, _ field: KeyPath<Root, Value>, _ value: Value
  ) {
    self.name = name
    canonical = { try CanonicalEncoder.value(of: value) }
  }
}

extension FrozenDefaults {
  /// The frozen defaults by name, in canonical form.
  static func canonicalDefaults() throws -> [String: CanonicalValue] {
    try Dictionary(
      frozenDefaults.map { ($0.name, try $0.canonical()) }, uniquingKeysWith: { first, _ in first })
  }
}
