import Foundation

/// JSON for the store's own files: sorted, indented, times with milliseconds.
package enum StoreJSON {
  /// Indented, or in one line; a newline at the end.
  package static func encode(_ value: some Encodable, isOneLine: Bool = false) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    if !isOneLine { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(date.storeText)
    }
    return try encoder.encode(value) + Data("\n".utf8)
  }

  /// The value that `encode` wrote. Throws `DecodingError`.
  package static func decode<Value: Decodable>(_ type: Value.Type, from bytes: Data) throws -> Value
  {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    decoder.dateDecodingStrategy = .custom { decoder in
      try Date(decoder.singleValueContainer().decode(String.self), strategy: Date.storeFormat)
    }
    return try decoder.decode(type, from: bytes)
  }
}

extension Date {
  fileprivate static var storeFormat: Date.ISO8601FormatStyle {
    Date.ISO8601FormatStyle(includingFractionalSeconds: true)
  }

  /// The time that `storeText` wrote, or nil.
  package init?(storeText: String) {
    guard let time = try? Date(storeText, strategy: Self.storeFormat) else { return nil }
    self = time
  }

  /// ISO-8601 in UTC, to the nearest millisecond; sorts as it reads, and a time read from such a text
  /// gives that text again.
  package var storeText: String {
    // The formatter cuts what is beyond milliseconds, and a parsed time may lie a hair below one.
    addingTimeInterval(0.0005).formatted(Self.storeFormat)
  }
}
