import Datasets
import Tasks
import TestSupport
import Testing

@Suite("Parts and labels of a task's samples")
struct TaskSamplesTests {
  /// Image `i` has the only pixel `i` and the class `i % 4`.
  private let images = LabelledImages(
    pixels: (0..<200).map { UInt8($0) }, labels: (0..<200).map { UInt8($0 % 4) }, count: 200,
    height: 1, width: 1, channels: 1)

  private let split = TaskSequence.split(
    tasks: 2, classesPerTask: 2, scenario: .classIncremental)

  private func indices(_ task: Int, _ part: TaskSamples.Part) -> [Int32] {
    TaskSamples(split, task: task, in: images, part: part).indices
  }

  @Test("What is held out is validated on, the rest trained on, all tasks together")
  func heldOut() {
    let heldOut = ValidationSplit(count: 40, seed: 3)
    var validation: [Int32] = []
    for task in 0..<2 {
      let (training, held) = (
        indices(task, .training(heldOut)), indices(task, .validation(heldOut))
      )
      #expect(Set(training).isDisjoint(with: held))
      #expect((training + held).sorted() == indices(task, .all))
      #expect(training == training.sorted() && held == held.sorted())
      // Each choice is equally likely: neither task may have nearly all of it, nor either half.
      #expect((8...32).contains(held.count))
      #expect((2..<held.count - 1).contains(held.count { $0 < 100 }))
      validation += held
    }
    #expect(validation.count == 40)
  }

  @Test("Seed and count alone decide what is held out, for any task sequence")
  func sameSplit() {
    let heldOut = ValidationSplit(count: 40, seed: 3)
    let permuted = TaskSequence(
      .permuted(tasks: 3, classes: 4, padding: 1, seed: 8), scenario: .domainIncremental)
    let all = TaskSamples(permuted, task: 2, in: images, part: .validation(heldOut)).indices
    let bySplit = (0..<2).flatMap { indices($0, .validation(heldOut)) }
    #expect(bySplit.sorted() == all)
    #expect(all == TaskSamples(permuted, task: 0, in: images, part: .validation(heldOut)).indices)
    let other = ValidationSplit(count: 40, seed: 4)
    #expect(
      TaskSamples(permuted, task: 2, in: images, part: .validation(other)).indices != all)
    #expect(
      TaskSamples(
        permuted, task: 0, in: images, part: .training(ValidationSplit(count: 0, seed: 3))
      ).count
        == 200)
  }

  @Test("Samples of a part have the pixels and labels of their images")
  func contents() {
    let samples = TaskSamples(
      split, task: 1, in: images, part: .validation(ValidationSplit(count: 40, seed: 3)))
    var inputs = [Double](repeating: 9, count: samples.count)
    samples.gather(Array(0..<samples.count), into: &inputs)
    for i in 0..<samples.count {
      #expect(abs(inputs[i] * 255 - Double(samples.indices[i])) < 1e-12)
      #expect(samples.label(i) == Int(samples.indices[i]) % 4 - 2)
    }
  }

  @Test("The same samples, labelled with their task, have one label and the head of tasks")
  func labelled() {
    let samples = TaskSamples(split, task: 1, in: images)
    let labelled = samples.labelled(as: 1, head: 0..<2)
    #expect(labelled.indices == samples.indices && labelled.inputCount == samples.inputCount)
    #expect(labelled.head == 0..<2 && samples.head == 2..<4)
    var targets = TargetBatch(.classification, rows: 4, width: 2)
    targets.labels = [9, 9, 9, 9]
    labelled.targets(of: [0, 1, 50], scope: 0..<2, into: &targets)
    #expect(targets.labels == [1, 1, 1, 9])
    // Among the units of both tasks, a label moves with its head.
    samples.targets(of: [0, 1, 50], scope: 0..<4, into: &targets, first: 1)
    #expect(targets.labels == [1, 2, 3, 2])
    var (inputs, expected) = ([Double](repeating: 9, count: 3), [Double](repeating: 9, count: 3))
    labelled.gather([5, 0, 7], into: &inputs)
    samples.gather([5, 0, 7], into: &expected)
    #expect(inputs == expected)
  }
}
