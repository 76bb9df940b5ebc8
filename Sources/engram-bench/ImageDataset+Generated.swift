import Datasets
import Tensors

extension ImageDataset {
  /// Images of the shape and the classes of Figure 5's tasks, all bytes at random. What they show makes no
  /// difference to the time.
  static var generated: ImageDataset {
    let (classes, perClass) = (60, 20)
    let (count, shape) = (classes * perClass, SampleShape(channels: 3, height: 32, width: 32))
    var random = RandomStream(seed: 1, purpose: "benchmark")
    let images = LabelledImages(
      pixels: (0..<count * shape.count).map { _ in UInt8(256 * random.uniform()) },
      labels: (0..<count).map { UInt8($0 % classes) }, count: count, height: shape.height,
      width: shape.width, channels: shape.channels)
    return ImageDataset(name: "generated", classCount: classes, train: images, test: images)
  }
}
