import Tensors

/// Images with a label each, as bytes.
///
/// Pixels stay the bytes of the file, a quarter of the memory of `Float`; minibatches scale them.
package struct LabelledImages: Hashable, Sendable {
  /// The values of all images, `count × channels × height × width`, row-major, 0…255.
  package let pixels: [UInt8]
  /// One label per image.
  package let labels: [UInt8]
  /// The number of images.
  package let count: Int
  /// Rows of an image.
  package let height: Int
  /// Columns of an image.
  package let width: Int
  /// Values per pixel.
  package let channels: Int

  /// Images of the given extent; `pixels` and `labels` must have as many values as that makes.
  package init(
    pixels: [UInt8], labels: [UInt8], count: Int, height: Int, width: Int, channels: Int
  ) {
    precondition(
      pixels.count == count * height * width * channels && labels.count == count,
      "\(pixels.count) pixels and \(labels.count) labels for "
        + "\(count)×\(height)×\(width)×\(channels)")
    self.pixels = pixels
    self.labels = labels
    self.count = count
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// The shape of one image.
  package var shape: SampleShape {
    SampleShape(channels: channels, height: height, width: width)
  }
  /// The values of one image.
  package var valuesPerImage: Int { height * width * channels }
}
