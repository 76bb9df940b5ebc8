import Datasets
import Tensors

/// One task's samples within a dataset's images: indices and maps, no pixels of its own.
package struct TaskSamples: Sendable {
  /// The images of the whole set; shared, never copied.
  package let images: LabelledImages
  /// The task's samples among them.
  package let indices: [Int32]
  /// The outputs that classify this task.
  package private(set) var head: Range<Int>
  /// Inputs per sample.
  package let inputCount: Int
  private let pixelMap: [Int32]?
  private var labelOfClass: [Int32]

  /// The samples of task `t` of `sequence`, taken from a part of `images`.
  package init(
    _ sequence: TaskSequence, task t: Int, in images: LabelledImages, part: Part = .all
  ) {
    self.images = images
    let classes = sequence.classes(ofTask: t)
    var labelOfClass = [Int32](repeating: -1, count: 256)
    for (label, name) in classes.enumerated() { labelOfClass[name] = Int32(label) }
    self.labelOfClass = labelOfClass
    indices = part.images(of: images.count).filter { labelOfClass[Int(images.labels[$0])] >= 0 }
      .map(Int32.init)
    head = sequence.head(ofTask: t)
    inputCount = sequence.inputCount(
      height: images.height, width: images.width, channels: images.channels)
    pixelMap = sequence.pixelMap(
      ofTask: t, height: images.height, width: images.width, channels: images.channels)
  }

  /// The same samples, all with one label and another head: what a classifier of tasks learns of them.
  ///
  /// Traps unless `label` is one of the head's outputs. Shares indices and pixels.
  package func labelled(as label: Int, head: Range<Int>) -> TaskSamples {
    precondition((0..<head.count).contains(label), "label \(label) of head \(head)")
    var samples = self
    samples.head = head
    samples.labelOfClass = [Int32](repeating: Int32(label), count: labelOfClass.count)
    return samples
  }

  /// The number of samples.
  package var count: Int { indices.count }

  /// The label of sample `i`, counted within the head.
  package func label(_ i: Int) -> Int { Int(labelOfClass[Int(images.labels[Int(indices[i])])]) }

  /// Writes the labels of `samples`.
  package func labels(of samples: [Int], into labels: inout [Int]) {
    precondition(samples.count <= labels.count, "\(samples.count) samples")
    for (i, sample) in samples.enumerated() { labels[i] = label(sample) }
  }

  /// Writes the inputs of `samples`, scaled to 0…1, as rows of `inputs`.
  package func gather<S: Real>(_ samples: [Int], into inputs: inout [S]) {
    precondition(samples.count * inputCount <= inputs.count, "\(samples.count) samples")
    scaleImages(
      images.pixels, size: images.valuesPerImage, images: indices, chosen: samples, map: pixelMap,
      count: inputCount, into: &inputs)
  }
}
