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
    self.name = name
    self.classCount = classCount
    self.train = train
    self.test = test
  }
}
