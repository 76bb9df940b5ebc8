import Datasets
import Tasks
import Tensors
import TestSupport
import Testing

@Suite("Tasks of colour pictures")
struct PictureTaskTests {
  private static let side = 10
  private static let values = 3 * side * side
  /// Twelve pictures of the classes 0 to 3; no pixel is black.
  private static let images = LabelledImages(
    pixels: (0..<12 * values).map { UInt8($0 % 251 + 1) }, labels: (0..<12).map { UInt8($0 % 4) },
    count: 12, height: side, width: side, channels: 3)

  private func samples(
    _ normalization: Normalization, _ augmentation: Augmentation = .plain
  ) -> TaskSamples {
    let sequence = TaskSequence(
      .split(groups: [[0, 1, 2, 3]]), scenario: .taskIncremental, normalization: normalization,
      augmentation: augmentation)
    return TaskSamples(sequence, task: 0, in: Self.images)
  }

  private func inputs(_ samples: TaskSamples, _ chosen: [Int]) -> [Float] {
    var inputs = [Float](repeating: 0, count: chosen.count * Self.values)
    samples.gather(chosen, into: &inputs)
    return inputs
  }

  @Test("samples tell their shape: channels, rows, columns")
  func shape() {
    let shape = SampleShape(channels: 3, height: 10, width: 10)
    #expect(samples(.plain).inputShape == shape && samples(.plain).inputCount == 300)
    let permuted = TaskSequence(
      .permuted(tasks: 2, classes: 4, padding: 1, seed: 3), scenario: .taskIncremental)
    #expect(
      TaskSamples(permuted, task: 1, in: Self.images).inputShape
        == SampleShape(channels: 3, height: 12, width: 12))
    let table = Samples(inputs: [[1, 2]], labels: [0], classes: 1)
    #expect(TaskSamples(table, head: 0..<1).inputShape == SampleShape(count: 2))
  }

  @Test("channels are normalized by their own mean and deviation")
  func normalized() {
    let (mean, deviation) = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    let found = inputs(samples(.imagenet), [7, 2])
    for (i, sample) in [7, 2].enumerated() {
      for place in 0..<Self.values {
        let channel = place / 100
        let byte = Double(Self.images.pixels[sample * Self.values + place])
        let expected = (byte / 255 - mean[channel]) / deviation[channel]
        #expect(abs(Double(found[i * Self.values + place]) - expected) < 1e-6)
      }
    }
    // Without it the same bits come from either way to read.
    #expect(inputs(samples(.plain), [7, 2]) == inputs(samples(.plain, .flipCrop), [7, 2]))
  }

  @Test("training pictures are mirrored and moved, in every way equally often, and black outside")
  func augmented() throws {
    let samples = samples(.imagenet, .flipCrop)
    let training = TrainingInputs(samples, seed: 5, task: 1)
    let black = Normalization.imagenet.table(channels: 3)
    let plain = inputs(samples, [4])
    var seen: [[Int]: Int] = [:]
    var values = [Float](repeating: 0, count: 100 * Self.values)
    for step in 0..<162 {
      training.gather([Int](repeating: 4, count: 100), from: 100 * step, into: &values)
      for row in 0..<100 {
        let picture = Array(values[row * Self.values..<(row + 1) * Self.values])
        let view = try #require(Self.view(of: picture, plain, black))
        seen[view, default: 0] += 1
      }
    }
    // 16,200 draws of 162 views: 100 each, five standard deviations around.
    #expect(seen.count == 162 && seen.values.allSatisfy { (50...150).contains($0) })
    // What is tested on is as it is.
    #expect(inputs(samples, [4]) == plain)
  }

  /// The mirroring and the move by which `picture` comes of `plain`: found by trying all of them on one row and
  /// one column of each channel.
  private static func view(
    of picture: [Float], _ plain: [Float], _ table: [Float]
  ) -> [Int]? {
    for isMirrored in [0, 1] {
      for rows in -4...4 {
        for columns in -4...4 {
          let isIt = (0..<300).allSatisfy { place in
            let (channel, y, x) = (place / 100, place / 10 % 10 + rows, place % 10 + columns)
            guard (0..<10).contains(y), (0..<10).contains(x) else {
              return picture[place] == table[256 * channel]
            }
            return picture[place] == plain[channel * 100 + y * 10 + (isMirrored == 1 ? 9 - x : x)]
          }
          if isIt { return [isMirrored, rows, columns] }
        }
      }
    }
    return nil
  }

  @Test(
    "seed, task, purpose and the sample's number decide; a task resumed in its middle goes on alike"
  )
  func resumed() {
    func draw(seed: UInt64 = 5, task: Int = 1, purpose: String = "a") -> [[Float]] {
      let training = TrainingInputs(
        samples(.imagenet, .flipCrop), seed: seed, task: task, purpose: purpose)
      return (0..<3).map { step in
        var values = [Float](repeating: 0, count: 4 * Self.values)
        training.gather([step, 3, 3, 7], from: 4 * step, into: &values)
        return values
      }
    }
    let whole = draw()
    #expect(draw() == whole)
    let resumed = TrainingInputs(
      samples(.imagenet, .flipCrop), seed: 5, task: 1, purpose: "a")
    var values = [Float](repeating: 0, count: 4 * Self.values)
    resumed.gather([2, 3, 3, 7], from: 2 * 4, into: &values)
    #expect(values == whole[2])
    // Neither batches nor samples are all seen alike.
    #expect(whole[0][Self.values...] != whole[1][Self.values...])
    #expect(
      whole[0][Self.values..<2 * Self.values] != whole[0][2 * Self.values..<3 * Self.values])
    for other in [draw(seed: 6), draw(task: 2), draw(purpose: "b")] { #expect(other != whole) }
  }

  @Test("a sequence that neither normalizes nor augments is described as before")
  func description() throws {
    #expect(samples(.plain).augmentation == .plain)
    let plain = TaskSequence(.split(groups: [[0, 1]]), scenario: .classIncremental)
    #expect(plain.normalization == nil && plain.augmentation == nil)
    let varied = TaskSequence(
      .split(groups: [[0, 1], [2, 3]]), scenario: .classIncremental, normalization: .imagenet,
      augmentation: .flipCrop)
    for kept in [varied.prefix(1), varied.inScenario(.taskIncremental)] {
      #expect(kept.normalization == .imagenet && kept.augmentation == .flipCrop)
    }
  }

  @Test("several datasets are one, whose classes are counted on")
  func joined() {
    func dataset(_ name: String, _ classes: Int, first: UInt8) -> ImageDataset {
      let images = LabelledImages(
        pixels: (0..<UInt8(classes)).map { first + $0 }, labels: (0..<classes).map { UInt8($0) },
        count: classes, height: 1, width: 1, channels: 1)
      return ImageDataset(name: name, classCount: classes, train: images, test: images)
    }
    let all = ImageDataset(joining: [dataset("a", 2, first: 10), dataset("b", 3, first: 20)])
    #expect(all.name == "a+b" && all.classCount == 5 && all.train.count == 5)
    #expect(all.train.labels == [0, 1, 2, 3, 4] && all.test.pixels == [10, 11, 20, 21, 22])
    // A group may have classes of both; what is held out is of all.
    let sequence = TaskSequence(.split(groups: [[1, 2], [4, 3]]), scenario: .classIncremental)
    #expect(TaskSamples(sequence, task: 0, in: all.train).indices == [1, 2])
    #expect(TaskSamples(sequence, task: 1, in: all.test).indices == [3, 4])
  }
}
