import Tensors

/// How an image and its labels lie in a record: some bytes that are labels, then the image's values channel by
/// channel, row by row.
package struct RecordLayout: Codable, Hashable, Sendable {
  /// Bytes before the image.
  package let labelBytes: Int
  /// Which of these bytes is the class, from 0.
  package let label: Int

  enum CodingKeys: String, CodingKey, CaseIterable {
    case labelBytes = "label_bytes"
    case label
  }

  /// The bytes of a record with an image of this shape.
  func byteCount(_ image: SampleShape) -> Int { labelBytes + image.count }
}

extension RecordLayout {
  /// Reads the fields of the layout, which must all be known.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.strictContainer(keyedBy: CodingKeys.self)
    labelBytes = try fields.wholeNumber(forKey: .labelBytes)
    label = try fields.wholeNumber(forKey: .label)
  }
}
