import Foundation

/// An array of unsigned bytes in the IDX format, whose size was found right.
///
/// The format is two zero bytes, a byte for the element type, a byte for the number of dimensions,
/// each dimension as 32 bits with the most significant byte first, and the elements, row-major.
struct IDXArray {
  /// The file it is in, for messages.
  let file: String
  /// The extents, the slowest first.
  let dimensions: [Int]
  /// The elements, row-major.
  let elements: Data

  /// The codes of element types.
  private static let typeNames: [UInt8: String] = [
    0x08: "unsigned bytes", 0x09: "signed bytes", 0x0b: "16-bit integers",
    0x0c: "32-bit integers", 0x0d: "32-bit floats", 0x0e: "64-bit floats",
  ]

  /// Reads the array in `contents`, which must have `rank` dimensions and end with its last element.
  ///
  /// Copies nothing: O(1). Throws `truncated`, `wrong-magic`, `wrong-dimensions` or
  /// `trailing-bytes`.
  init(_ contents: Data, file: String, rank: Int) throws(DatasetError) {
    self.file = file
    let contents = contents[contents.startIndex...]
    func byte(_ offset: Int) -> UInt8 { contents[contents.startIndex + offset] }

    let headerByteCount = 4 + 4 * rank
    guard contents.count >= 4 else {
      throw Self.truncated(file, contents.count, expected: "a header of \(headerByteCount) bytes")
    }
    guard byte(0) == 0, byte(1) == 0 else {
      throw DatasetError(
        .wrongMagic, "that is no IDX file", file: file, offset: 0, expected: "the bytes 00 00",
        found: contents.prefix(2).hexadecimal(separator: " "))
    }
    guard byte(2) == 0x08 else {
      let name = Self.typeNames[byte(2)] ?? "an unknown type"
      throw DatasetError(
        .wrongMagic, "the elements have the wrong type", file: file, offset: 2,
        expected: "08, unsigned bytes", found: "\([byte(2)].hexadecimal), \(name)")
    }
    guard Int(byte(3)) == rank else {
      throw DatasetError(
        .wrongDimensions, "the number of dimensions is wrong", file: file, offset: 3,
        expected: "\(rank)", found: "\(byte(3))")
    }
    guard contents.count >= headerByteCount else {
      throw Self.truncated(file, contents.count, expected: "a header of \(headerByteCount) bytes")
    }
    dimensions = (0..<rank).map { axis in
      (0..<4).reduce(0) { $0 << 8 | Int(byte(4 + 4 * axis + $1)) }
    }
    var end = 1
    for extent in dimensions {
      let (product, overflow) = end.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= Int.max - headerByteCount else {
        throw DatasetError(
          .wrongDimensions, "the dimensions are absurd", file: file, offset: 4,
          expected: "the extents of \(contents.count - headerByteCount) elements",
          found: "\(dimensions)")
      }
      end = product
    }
    end += headerByteCount
    guard contents.count >= end else {
      throw Self.truncated(file, contents.count, expected: "\(end) bytes for \(dimensions)")
    }
    guard contents.count == end else {
      throw DatasetError(
        .trailingBytes, "bytes follow the last element", file: file, offset: end,
        expected: "\(end) bytes for \(dimensions)", found: "\(contents.count)")
    }
    elements = contents.dropFirst(headerByteCount)
  }

  /// Throws unless the extents from axis `first` on are `expected`.
  func requireExtents(_ expected: [Int], from first: Int) throws(DatasetError) {
    for (axis, extent) in zip(first..., expected) where dimensions[axis] != extent {
      throw DatasetError(
        .wrongDimensions, "dimension \(axis + 1) of \(dimensions.count) is wrong", file: file,
        offset: 4 + 4 * axis, expected: "\(extent)", found: "\(dimensions[axis])")
    }
  }

  private static func truncated(_ file: String, _ count: Int, expected: String) -> DatasetError {
    DatasetError(
      .truncated, "the file ends too early", file: file, offset: count, expected: expected,
      found: "\(count) bytes")
  }
}
