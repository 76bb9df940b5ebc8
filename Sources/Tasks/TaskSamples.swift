import Datasets
import Tensors

/// One task's samples: where they lie in the data, and what their targets are; no data of its own.
///
/// `SampledTasks` makes them from a caller's arrays.
public struct TaskSamples: Sendable {
  private enum Source: Sendable {
    /// Images of a whole set, which are shared and never copied.
    case images(LabelledImages, Reading, labelOfClass: [Int32])
    case rows(LabelledRows)
    case numbers(NumberTable)
  }

  /// How the bytes of an image become inputs.
  private enum Reading: Sendable {
    /// Each byte over 255, in their order.
    case scaled
    /// Each input is the pixel that a map tells, or empty.
    case mapped([Int32])
    /// Each byte by a table of its channel; the picture may be seen from another place.
    case lookedUp([Float])
  }

  private var source: Source
  /// The task's samples within the set that they are taken from.
  package let indices: [Int32]
  /// The outputs that answer this task.
  public private(set) var head: Range<Int>
  /// The shape of a sample's inputs.
  public let inputShape: SampleShape
  /// How training varies the samples; `gather` gives them as they are.
  package private(set) var augmentation = Augmentation.plain

  /// Inputs per sample.
  public var inputCount: Int { inputShape.count }

  /// The samples of task `t` of `sequence`, taken from a part of `images`.
  package init(
    _ sequence: TaskSequence, task t: Int, in images: LabelledImages, part: Part = .all
  ) {
    var labelOfClass = [Int32](repeating: -1, count: 256)
    for (label, name) in sequence.classes(ofTask: t).enumerated() {
      labelOfClass[name] = Int32(label)
    }
    indices = part.images(of: images.count).filter { labelOfClass[Int(images.labels[$0])] >= 0 }
      .map(Int32.init)
    head = sequence.head(ofTask: t)
    inputShape = sequence.inputShape(of: images.shape)
    augmentation = sequence.augmentation ?? .plain
    let reading: Reading =
      if let map = sequence.pixelMap(ofTask: t, of: images.shape) {
        .mapped(map)
      } else if sequence.normalization ?? .plain == .plain, augmentation == .plain {
        .scaled
      } else {
        .lookedUp((sequence.normalization ?? .plain).table(channels: images.channels))
      }
    source = .images(images, reading, labelOfClass: labelOfClass)
  }

  /// All rows of a table. Traps unless `head` has an output for each target.
  package init(_ table: NumberTable, head: Range<Int>) {
    precondition(
      head.count == table.targetCount, "\(table.targetCount) targets, head \(head)")
    self.init(.numbers(table), count: table.count, inputCount: table.inputCount, head: head)
  }

  /// All of a caller's samples. Traps unless `head` has as many outputs as their targets need.
  package init(_ samples: Samples, head: Range<Int>) {
    precondition(
      head.count == samples.outputCount, "\(samples.outputCount) outputs, head \(head)")
    let source: Source =
      switch samples.table {
      case .classes(let rows): .rows(rows)
      case .numbers(let table): .numbers(table)
      }
    self.init(source, count: samples.count, inputCount: samples.inputCount, head: head)
  }

  private init(_ source: Source, count: Int, inputCount: Int, head: Range<Int>) {
    self.source = source
    indices = (0..<Int32(count)).map { $0 }
    (self.head, inputShape) = (head, SampleShape(count: inputCount))
  }

  /// The same samples, all with one label and another head: what a classifier of tasks learns of them.
  ///
  /// Traps unless `label` is one of the head's outputs, and for targets that are numbers. Shares indices and
  /// pixels.
  package func labelled(as label: Int, head: Range<Int>) -> TaskSamples {
    precondition((0..<head.count).contains(label), "label \(label) of head \(head)")
    var samples = self
    samples.head = head
    switch source {
    case .images(let images, let reading, let labels):
      samples.source = .images(
        images, reading, labelOfClass: [Int32](repeating: Int32(label), count: labels.count))
    case .rows(var rows):
      rows.labels = [Int32](repeating: Int32(label), count: rows.labels.count)
      samples.source = .rows(rows)
    case .numbers: preconditionFailure("targets that are numbers have no labels")
    }
    return samples
  }

  /// The number of samples.
  public var count: Int { indices.count }

  /// What a network can be trained for on them.
  package var objective: Objective {
    switch source {
    case .images, .rows: .classification
    case .numbers: .regression
    }
  }

  /// The label of sample `i`, counted within the head. Traps for targets that are numbers.
  package func label(_ i: Int) -> Int {
    switch source {
    case .images(let images, _, let labelOfClass):
      return Int(labelOfClass[Int(images.labels[Int(indices[i])])])
    case .rows(let rows): return Int(rows.labels[Int(indices[i])])
    case .numbers: preconditionFailure("targets that are numbers have no labels")
    }
  }

  /// The targets of sample `i`, one for each output of the head. Traps for targets that are classes.
  package func values(_ i: Int) -> ArraySlice<Float> {
    guard case .numbers(let table) = source else {
      preconditionFailure("targets that are classes are no numbers")
    }
    let row = Int(indices[i])
    return table.targets[row * table.targetCount..<(row + 1) * table.targetCount]
  }

  /// Writes the targets of `samples` as the rows of `targets` from `first` on, classes counted within the
  /// output units `scope`. Traps where they do not fit.
  package func targets(
    of samples: [Int], scope: Range<Int>, into targets: inout TargetBatch, first: Int = 0
  ) {
    switch source {
    case .images, .rows:
      let shift = head.lowerBound - scope.lowerBound
      for (i, sample) in samples.enumerated() {
        targets.labels[first + i] = label(sample) + shift
      }
    case .numbers(let table):
      precondition(
        targets.width == table.targetCount && scope == head,
        "\(table.targetCount) targets into \(targets.width), head \(head), scope \(scope)")
      for (i, sample) in samples.enumerated() {
        let start = (first + i) * targets.width
        targets.values.replaceSubrange(start..<start + targets.width, with: values(sample))
      }
    }
  }

  /// Writes the inputs of `samples` as rows of `inputs`; pixels are scaled to 0…1, or normalized.
  package func gather<S: Real>(_ samples: [Int], into inputs: inout [S]) {
    gather(samples, views: [], into: &inputs)
  }

  /// The same of pictures, of which each is seen by its view; none: as they are. Traps for views of samples
  /// that are not augmented.
  func gather<S: Real>(_ samples: [Int], views: [PictureView], into inputs: inout [S]) {
    precondition(
      samples.count * inputCount <= inputs.count && (views.isEmpty || augmentation != .plain),
      "\(samples.count) samples, \(views.count) views")
    switch source {
    case .images(let images, .lookedUp(let table), _):
      lookUpPictures(
        images.pixels, shape: images.shape, pictures: indices, chosen: samples, table: table,
        views: views, into: &inputs)
    case .images(let images, let reading, _):
      let map: [Int32]? = if case .mapped(let map) = reading { map } else { nil }
      scaleImages(
        images.pixels, size: images.valuesPerImage, images: indices, chosen: samples, map: map,
        count: inputCount, into: &inputs)
    case .rows(let rows):
      copyRows(rows.inputs, width: inputCount, rows: indices, chosen: samples, into: &inputs)
    case .numbers(let table):
      copyRows(table.inputs, width: inputCount, rows: indices, chosen: samples, into: &inputs)
    }
  }
}
