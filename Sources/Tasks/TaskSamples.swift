import Datasets
import Tensors

/// One task's samples: where they lie in the data, and what their targets are; no data of its own.
///
/// `SampledTasks` makes them from a caller's arrays.
public struct TaskSamples: Sendable {
  private enum Source: Sendable {
    /// Images of a whole set, which are shared and never copied. A map tells which pixel each input is.
    case images(LabelledImages, map: [Int32]?, labelOfClass: [Int32])
    case rows(LabelledRows)
    case numbers(NumberTable)
  }

  private var source: Source
  /// The task's samples within the set that they are taken from.
  package let indices: [Int32]
  /// The outputs that answer this task.
  public private(set) var head: Range<Int>
  /// Inputs per sample.
  public let inputCount: Int

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
    inputCount = sequence.inputCount(
      height: images.height, width: images.width, channels: images.channels)
    let map = sequence.pixelMap(
      ofTask: t, height: images.height, width: images.width, channels: images.channels)
    source = .images(images, map: map, labelOfClass: labelOfClass)
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
    (self.head, self.inputCount) = (head, inputCount)
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
    case .images(let images, let map, let labels):
      samples.source = .images(
        images, map: map, labelOfClass: [Int32](repeating: Int32(label), count: labels.count))
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

  /// Writes the inputs of `samples` as rows of `inputs`; pixels are scaled to 0…1.
  package func gather<S: Real>(_ samples: [Int], into inputs: inout [S]) {
    precondition(samples.count * inputCount <= inputs.count, "\(samples.count) samples")
    switch source {
    case .images(let images, let map, _):
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
