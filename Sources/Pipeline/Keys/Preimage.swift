import Foundation

/// Everything that determines a stage's result, as a list of fields; its digest is the cache key.
///
/// The fields are `schema`, `stage`, `version`, `configuration…`, `inputs[…]` (content digests) and,
/// for numeric stages, `numericClass`. Since the key is computed from exactly these fields, two keys
/// differ if and only if `differences(from:)` shows something.
public struct Preimage: Hashable, Sendable {
  /// The version of the encoding; raising it makes every key a new one.
  public static let schema = 1

  private static let domain = "engram.pipeline.key"

  /// The fields, in byte-wise order of their paths.
  public let fields: [PreimageField]

  /// The preimage of one execution of a stage.
  ///
  /// - Parameters:
  ///   - configuration: The semantic configuration; its fields are at paths from `configuration`.
  ///   - inputs: The content digests of the inputs, in the order of the stage's parameters.
  ///   - numericClass: What the bits of floating-point results depend on, for numeric stages.
  ///
  /// Throws `invalidConfiguration` for NaN, naming the field.
  package init(
    stage: String, version: Int, configuration: some Encodable, inputs: [Fingerprint],
    numericClass: String?
  ) throws {
    var fields = try CanonicalEncoder.fields(of: configuration, at: "configuration")
    fields += CanonicalValue.integer(String(Self.schema)).fields(at: "schema")
    fields += CanonicalValue.string(stage).fields(at: "stage")
    fields += CanonicalValue.integer(String(version)).fields(at: "version")
    fields += CanonicalValue.array(inputs.map(CanonicalValue.fingerprint)).fields(at: "inputs")
    if let numericClass {
      fields += CanonicalValue.string(numericClass).fields(at: "numericClass")
    }
    self.fields = fields.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// The cache key: SHA-256 over the domain tag and all fields, length-prefixed.
  public var key: Fingerprint {
    var bytes = Data()
    withUnsafeBytes(of: UInt64(Self.domain.utf8.count).littleEndian) {
      bytes.append(contentsOf: $0)
    }
    bytes.append(contentsOf: Self.domain.utf8)
    bytes.append(PreimageField.encoding(of: fields))
    return Fingerprint(of: bytes)
  }

  /// What changed from `earlier` to this preimage, in the order of paths; empty if the keys are equal.
  ///
  /// Complexity: linear in the number of fields.
  public func differences(from earlier: Preimage) -> [PreimageDifference] {
    var differences: [PreimageDifference] = []
    var before = earlier.fields[...]
    var after = fields[...]
    while let path = [before.first?.path, after.first?.path].compactMap(\.self)
      .min(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    {
      let old = before.first.flatMap { $0.path.utf8.elementsEqual(path.utf8) ? $0 : nil }
      let new = after.first.flatMap { $0.path.utf8.elementsEqual(path.utf8) ? $0 : nil }
      if old != nil { before.removeFirst() }
      if new != nil { after.removeFirst() }
      if old != new { differences.append(PreimageDifference(path: path, before: old, after: new)) }
    }
    return differences
  }
}

extension Preimage: Codable {
  /// Reads the list of fields.
  public init(from decoder: any Decoder) throws {
    fields = try [PreimageField](from: decoder)
  }

  /// Writes the list of fields.
  public func encode(to encoder: any Encoder) throws {
    try fields.encode(to: encoder)
  }
}
