import Mistakes

extension Decoder {
  /// The fields at this place, which must all be known.
  ///
  /// Throws a `ManifestFieldError` that names the unknown field and the nearest known one, or all of
  /// them.
  func strictContainer<Key: CodingKey & CaseIterable>(
    keyedBy type: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    let known = type.allCases.map(\.stringValue)
    let present = try container(keyedBy: AnyField.self).allKeys.map(\.stringValue)
    // Sorted, so that of several unknown fields always the same one is reported.
    if let unknown = present.filter({ !known.contains($0) }).sorted().first {
      let path = (codingPath + [AnyField(stringValue: unknown)]).fieldName
      throw ManifestFieldError(
        problem: "there is no field '\(Wording.quotable(path))'",
        advice: Wording.suggestion(for: unknown, among: known)
          ?? "there are \(Wording.list(known, limit: known.count))")
    }
    return try container(keyedBy: type)
  }
}

extension KeyedDecodingContainer {
  /// The whole number of a field. Throws a `ManifestFieldError` for one that is none.
  func wholeNumber(forKey key: Key) throws -> Int {
    // By way of a real number: what no `Int` holds would be said to be no JSON.
    let number = try decode(Double.self, forKey: key)
    guard let whole = Int(exactly: number) else {
      throw ManifestFieldError(codingPath + [key], is: "\(number)", takes: "a whole number")
    }
    return whole
  }

  /// The choice that the text of a field names.
  ///
  /// Throws a `ManifestFieldError` with the nearest choice, or all of them.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type, forKey key: Key
  ) throws -> Choice where Choice.RawValue == String {
    let text = try decode(String.self, forKey: key)
    if let choice = Choice(rawValue: text) { return choice }
    let known = Choice.allCases.map(\.rawValue)
    throw ManifestFieldError(
      problem: "'\((codingPath + [key]).fieldName)' is '\(Wording.quotable(text))'",
      advice: Wording.suggestion(for: text, among: known)
        ?? "it takes \(known.count == 1 ? "" : "one of ")\(Wording.list(known))")
  }
}

/// A field of any name.
private struct AnyField: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
