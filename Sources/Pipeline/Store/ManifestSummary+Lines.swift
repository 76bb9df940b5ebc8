import Foundation

extension ManifestSummary {
  /// Reads what the store writes of this program's schema, line by line; nil for every other form. Nothing is
  /// guessed: a file that is overlooked here is one that a collection removes.
  init?(
    lines bytes: UnsafeRawBufferPointer, reading parts: Parts, counting paths: Set<UInt64> = []
  ) {
    self.init()
    enum Place { case top, preimage, outputs }
    var (place, rest) = (Place.top, bytes)
    var (schema, names) = (0, 0)
    var field = FieldLines()
    while let line = rest.removeLine() {
      switch place {
      case .top:
        if line.isLine("  \"preimage\" : [") {
          place = .preimage
        } else if line.isLine("  \"outputs\" : [") {
          place = .outputs
        } else if let value = line.value(after: "  \"schema\" : ") {
          schema = value.integer ?? 0
        } else if !readValue(line) {
          return nil
        }
      case .preimage, .outputs:
        if line.isLine("  ]") {
          place = .top
        } else if place == .preimage, parts.contains(.fields) {
          guard readField(line, &field, counting: paths) else { return nil }
        } else if place == .outputs, parts.contains(.files) {
          guard readOutput(line, &names) else { return nil }
        }
      }
    }
    guard schema == Manifest.schema, place == .top, version > 0, key != nil, !stage.isEmpty,
      !startedAt.isEmpty, seconds.isFinite, !parts.contains(.fields) || !fields.isEmpty,
      !parts.contains(.files) || (names > 0 && files.count == names)
    else { return nil }
  }

  /// Reads a line of the manifest itself, or of its program. False where a text is needed and is none.
  private mutating func readValue(_ line: UnsafeRawBufferPointer) -> Bool {
    if let value = line.value(after: "  \"key\" : ") {
      key = value.text.flatMap { Fingerprint(hex: $0.string) }
    } else if let value = line.value(after: "  \"stage\" : ") {
      stage = value.text?.string ?? ""
    } else if let value = line.value(after: "  \"startedAt\" : ") {
      startedAt = value.text?.string ?? ""
    } else if let value = line.value(after: "  \"seconds\" : ") {
      seconds = value.number ?? .nan
    } else if let value = line.value(after: "  \"unitSeconds\" : ") {
      unitSeconds = value.number
    } else if let value = line.value(after: "  \"units\" : ") {
      units = value.integer
    } else if let value = line.value(after: "  \"version\" : ") {
      version = value.integer ?? 0
    } else if let value = line.value(after: "    \"sourceRevision\" : ") {
      // Four blanks: of the program, the only object that a manifest holds itself.
      guard let text = value.text else { return false }
      sourceRevision = text.string
    } else if let value = line.value(after: "    \"sourceIsDirty\" : ") {
      sourceIsDirty = value.hasPrefix("true")
    }
    return true
  }

  /// The lines of a field before that of its value.
  private struct FieldLines { var path, type: UnsafeRawBufferPointer? }

  /// Reads a line of the preimage. False where a text is needed and is none.
  private mutating func readField(
    _ line: UnsafeRawBufferPointer, _ field: inout FieldLines, counting paths: Set<UInt64>
  ) -> Bool {
    if let value = line.value(after: "      \"path\" : ") {
      field.path = value.text
    } else if let value = line.value(after: "      \"type\" : ") {
      field.type = value.text
    } else if let value = line.value(after: "      \"value\" : ") {
      guard let path = field.path, let type = field.type, let text = value.text else {
        return false
      }
      let hash = FieldHash(path: path, type: type, value: text)
      fields.append(hash)
      if paths.contains(hash.path) { counts[hash.path] = Double(text.string) }
      field = FieldLines()
    }
    return true
  }

  /// Reads a line of the outputs, whose names it counts. False for a line that the store does not write.
  private mutating func readOutput(_ line: UnsafeRawBufferPointer, _ names: inout Int) -> Bool {
    if let value = line.value(after: "      \"sha256\" : ") {
      guard let digest = value.text.flatMap({ Fingerprint(hex: $0.string) }) else { return false }
      files.append(digest)
      return true
    }
    if line.hasPrefix("      \"name\" : \"") {
      names += 1
      return true
    }
    return line.isLine("    {") || line.isLine("    }") || line.hasPrefix("      \"bytes\" : ")
      || line.hasPrefix("      \"kind\" : \"")
  }
}

extension UnsafeRawBufferPointer {
  func hasPrefix(_ text: StaticString) -> Bool {
    guard count >= text.utf8CodeUnitCount, let baseAddress else { return false }
    return memcmp(baseAddress, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  /// Takes away the first line with its end; nil where there are no bytes left.
  fileprivate mutating func removeLine() -> UnsafeRawBufferPointer? {
    guard let baseAddress, count > 0 else { return nil }
    let end = memchr(baseAddress, 0x0A, count).map { UnsafeRawPointer($0) - baseAddress } ?? count
    defer { self = UnsafeRawBufferPointer(rebasing: self[Swift.min(end + 1, count)...]) }
    return UnsafeRawBufferPointer(rebasing: self[..<end])
  }

  /// Whether this is `text`, with or without a comma behind it.
  fileprivate func isLine(_ text: StaticString) -> Bool {
    hasPrefix(text)
      && (count == text.utf8CodeUnitCount
        || count == text.utf8CodeUnitCount + 1 && self[count - 1] == UInt8(ascii: ","))
  }

  /// What stands after `prefix`, without a comma at the end; nil where the line does not begin so.
  fileprivate func value(after prefix: StaticString) -> UnsafeRawBufferPointer? {
    guard hasPrefix(prefix) else { return nil }
    let start = prefix.utf8CodeUnitCount
    let end = count > start && self[count - 1] == UInt8(ascii: ",") ? count - 1 : count
    return UnsafeRawBufferPointer(rebasing: self[start..<end])
  }

  /// What stands between the quotation marks; nil where there are none, or JSON has escaped something.
  fileprivate var text: UnsafeRawBufferPointer? {
    guard let baseAddress, count >= 2, first == UInt8(ascii: "\""), last == UInt8(ascii: "\""),
      memchr(baseAddress, 0x5C, count) == nil
    else { return nil }
    return UnsafeRawBufferPointer(rebasing: self[1..<(count - 1)])
  }

  fileprivate var string: String { String(decoding: self, as: UTF8.self) }

  fileprivate var number: Double? { Double(string) }
  fileprivate var integer: Int? { Int(string) }
}
