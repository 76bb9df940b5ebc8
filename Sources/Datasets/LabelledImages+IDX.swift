import Foundation
import Tensors

extension LabelledImages {
  /// The contents of a file and the name that messages give it.
  package struct NamedContents: Sendable {
    /// The uncompressed bytes.
    package let contents: Data
    /// The name or path.
    package let file: String

    /// `contents` of `file`.
    package init(_ contents: Data, file: String) {
      self.contents = contents
      self.file = file
    }
  }

  /// The images and labels of two IDX files: dimensions [count, height, width], with channels as a
  /// fourth where there are more than one, and [count]. Channels come first in what is made of them.
  ///
  /// Every dimension, both sizes and every label are checked. Throws `DatasetError`: `wrong-magic`,
  /// `wrong-dimensions`, `truncated`, `trailing-bytes`, `count-mismatch` or `label-out-of-range`.
  /// O(bytes); the pixels are copied once.
  package init(
    idxImages imageFile: NamedContents, labels labelFile: NamedContents, count: Int,
    shape: SampleShape, classCount: Int
  ) throws {
    let extents =
      [shape.height, shape.width] + (shape.channels == 1 ? [] : [shape.channels])
    let images = try IDXArray(imageFile.contents, file: imageFile.file, rank: 1 + extents.count)
    try images.requireExtents(extents, from: 1)
    let labels = try IDXArray(labelFile.contents, file: labelFile.file, rank: 1)
    guard labels.dimensions[0] == images.dimensions[0] else {
      throw DatasetError(
        .countMismatch, "there are not as many labels as images in \(images.file)",
        file: labels.file, offset: 4, expected: "\(images.dimensions[0])",
        found: "\(labels.dimensions[0])")
    }
    try images.requireExtents([count], from: 0)

    let labelBytes = [UInt8](labels.elements)
    if let i = labelBytes.firstIndex(where: { $0 >= classCount }) {
      throw DatasetError(
        .labelOutOfRange, "label \(i) names no class", file: labels.file, offset: 8 + i,
        expected: "0 to \(classCount - 1)", found: "\(labelBytes[i])")
    }
    self.init(
      pixels: Self.channelsFirst(images.elements, shape), labels: labelBytes, count: count,
      height: shape.height,
      width: shape.width, channels: shape.channels)
  }

  /// The same values, each image's channels one after another.
  private static func channelsFirst(
    _ values: Data, _ shape: SampleShape
  ) -> [UInt8] {
    let interleaved = [UInt8](values)
    guard shape.channels > 1 else { return interleaved }
    let plane = shape.height * shape.width
    return interleaved.indices.map { i in
      let (image, place) = i.quotientAndRemainder(dividingBy: shape.count)
      let (channel, pixel) = place.quotientAndRemainder(dividingBy: plane)
      return interleaved[image * shape.count + pixel * shape.channels + channel]
    }
  }
}
