/// A classification dataset in memory: images to train on and images to measure on.
package struct ImageDataset: Sendable {
  /// The name of the dataset.
  package let name: String
  /// The number of classes; labels are 0..<`classCount`.
  package let classCount: Int
  /// The images to train on.
  package let train: LabelledImages
  /// The images to measure on.
  package let test: LabelledImages

  /// A dataset of two parts whose images have the same extent.
  package init(name: String, classCount: Int, train: LabelledImages, test: LabelledImages) {
    precondition(
      (train.height, train.width, train.channels) == (test.height, test.width, test.channels),
      "\(train.height)×\(train.width)×\(train.channels) to train on, "
        + "\(test.height)×\(test.width)×\(test.channels) to measure on")
    precondition(classCount <= 256, "\(classCount) classes, whose labels are no bytes")
    self.name = name
    self.classCount = classCount
    self.train = train
    self.test = test
  }

  /// Several datasets as one: the classes of each are counted on from those of the one before, and its images
  /// follow the others.
  ///
  /// Traps unless there is a dataset, and all have images of one shape, and no more than 256 classes together.
  /// O(bytes).
  package init(joining datasets: [ImageDataset]) {
    let offsets = datasets.indices.map { datasets[..<$0].reduce(0) { $0 + $1.classCount } }
    self.init(
      name: datasets.map(\.name).joined(separator: "+"),
      classCount: datasets.reduce(0) { $0 + $1.classCount },
      train: LabelledImages(joining: zip(datasets.map(\.train), offsets).map { ($0, $1) }),
      test: LabelledImages(joining: zip(datasets.map(\.test), offsets).map { ($0, $1) }))
  }
}

extension LabelledImages {
  /// The images of several sets, one after another, each with its labels counted from an offset.
  fileprivate init(joining sets: [(images: LabelledImages, firstLabel: Int)]) {
    guard let shape = sets.first?.images.shape, sets.allSatisfy({ $0.images.shape == shape }) else {
      preconditionFailure("images of \(sets.map(\.images.shape))")
    }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(sets.reduce(0) { $0 + $1.images.pixels.count })
    for set in sets { pixels += set.images.pixels }
    self.init(
      pixels: pixels,
      labels: sets.flatMap { set in set.images.labels.map { $0 + UInt8(set.firstLabel) } },
      count: sets.reduce(0) { $0 + $1.images.count }, height: shape.height, width: shape.width,
      channels: shape.channels)
  }
}
