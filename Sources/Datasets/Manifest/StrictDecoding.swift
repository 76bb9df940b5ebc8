extension Decoder {
  /// The fields at this place, which must all be known.
  ///
  /// Throws a `ManifestFieldError` that names the unknown field and the nearest known one.
  func strictContainer<Key: CodingKey & CaseIterable>(
    keyedBy type: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    let known = type.allCases.map(\.stringValue)
    let present = try container(keyedBy: AnyField.self).allKeys.map(\.stringValue)
    // Sorted, so that of several unknown fields always the same one is reported.
    if let unknown = present.filter({ !known.contains($0) }).sorted().first {
      let nearest = nearestName(to: unknown, among: known).map { "'\($0)'" }
      let all = known.map { "'\($0)'" }.joined(separator: ", ")
      throw ManifestFieldError(
        codingPath + [AnyField(stringValue: unknown)],
        expected: nearest.map { "perhaps \($0), of the fields \(all)" } ?? "one of \(all)",
        found: "an unknown field")
    }
    return try container(keyedBy: type)
  }
}

/// A field of any name.
private struct AnyField: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
