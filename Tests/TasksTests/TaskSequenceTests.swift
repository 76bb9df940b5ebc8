import Datasets
import Tasks
import Tensors
import TestSupport
import Testing

@Suite("Task sequences")
struct TaskSequenceTests {
  private let digit = SampleShape(height: 28, width: 28)

  @Test("A split cuts the classes into groups; heads follow the scenario")
  func split() {
    for scenario in Scenario.allCases {
      let sequence = TaskSequence.split(tasks: 5, classesPerTask: 2, scenario: scenario)
      #expect(sequence.count == 5)
      #expect(sequence.classes(ofTask: 3) == [6, 7])
      let shared = scenario == .domainIncremental
      #expect(sequence.head(ofTask: 3) == (shared ? 0..<2 : 6..<8))
      #expect(sequence.outputCount == (shared ? 2 : 10))
      #expect(sequence.padding == 0)
      #expect(sequence.inputShape(of: digit) == digit)
      #expect(sequence.pixelMap(ofTask: 3, of: digit) == nil)
    }
  }

  @Test("A task's samples are classified among the outputs that the scenario says")
  func scope() {
    let groups = [[0, 1], [2, 3, 4], [5, 6]]
    func scope(_ scenario: Scenario, _ j: Int, _ learned: Int) -> Range<Int> {
      TaskSequence(.split(groups: groups), scenario: scenario).scope(ofTask: j, learned: learned)
    }
    for (j, learned) in [(0, 1), (0, 3), (1, 2), (1, 3), (2, 3)] {
      #expect(scope(.taskIncremental, j, learned) == [0..<2, 2..<5, 5..<7][j])
      #expect(scope(.domainIncremental, j, learned) == [0..<2, 0..<3, 0..<2][j])
      #expect(scope(.classIncremental, j, learned) == [0..<2, 0..<5, 0..<7][learned - 1])
    }
    let permuted = TaskSequence(
      .permuted(tasks: 10, classes: 10, padding: 2, seed: 1), scenario: .classIncremental)
    #expect(permuted.scope(ofTask: 2, learned: 4) == 0..<40)
  }

  private func permuted(seed: UInt64, tasks: Int = 10, padding: Int = 2) -> TaskSequence {
    TaskSequence(
      .permuted(tasks: tasks, classes: 10, padding: padding, seed: seed),
      scenario: .taskIncremental)
  }

  @Test("Permuted tasks have all classes, a head each and padded inputs")
  func permutedShapes() {
    let sequence = permuted(seed: 1)
    #expect(sequence.count == 10)
    #expect(sequence.classes(ofTask: 9) == Array(0..<10))
    #expect(sequence.head(ofTask: 9) == 90..<100)
    #expect(sequence.outputCount == 100)
    #expect(sequence.inputShape(of: digit) == SampleShape(height: 32, width: 32))
  }

  @Test("The first task is the identity, with padding on every side")
  func identityFirst() {
    let map = permuted(seed: 1, padding: 1).pixelMap(
      ofTask: 0, of: SampleShape(height: 2, width: 3))
    #expect(
      map == [
        -1, -1, -1, -1, -1,
        -1, 0, 1, 2, -1,
        -1, 3, 4, 5, -1,
        -1, -1, -1, -1, -1,
      ])
    // Each channel is padded by itself.
    let colour = SampleShape(channels: 2, height: 1, width: 2)
    #expect(permuted(seed: 1, padding: 0).pixelMap(ofTask: 0, of: colour) == Array(0..<4))
    #expect(
      permuted(seed: 1, padding: 1).pixelMap(ofTask: 0, of: colour) == [
        -1, -1, -1, -1,
        -1, 0, 1, -1,
        -1, -1, -1, -1,
        -1, -1, -1, -1,
        -1, 2, 3, -1,
        -1, -1, -1, -1,
      ])
    #expect(
      permuted(seed: 1, padding: 1).inputShape(of: colour)
        == SampleShape(channels: 2, height: 3, width: 4))
  }

  @Test("Later tasks permute every padded pixel, by seed and task alone")
  func permutations() {
    func map(_ sequence: TaskSequence, _ t: Int) -> [Int32] {
      sequence.pixelMap(ofTask: t, of: SampleShape(height: 4, width: 4)) ?? []
    }
    let sequence = permuted(seed: 1)
    let maps = (0..<10).map { map(sequence, $0) }
    #expect(Set(maps).count == 10)
    for other in maps { #expect(other.sorted() == maps[0].sorted()) }
    #expect(maps[3] == map(permuted(seed: 1, tasks: 4), 3))
    #expect(maps[3] != map(permuted(seed: 2), 3))
  }

  private let images = LabelledImages(
    pixels: [0, 51, 102, 153, 204, 255, 10, 20, 30, 40, 50, 60], labels: [2, 0, 3, 1, 2, 3],
    count: 6, height: 1, width: 2, channels: 1)

  @Test("Samples are the task's images with labels counted within its head")
  func samples() {
    let sequence = TaskSequence(.split(groups: [[1, 0], [3, 2]]), scenario: .classIncremental)
    let samples = TaskSamples(sequence, task: 1, in: images)
    #expect(samples.indices == [0, 2, 4, 5])
    #expect((0..<4).map(samples.label) == [1, 0, 1, 0])
    #expect(samples.head == 2..<4)
    var inputs = [Double](repeating: 9, count: 7)
    samples.gather([3, 0, 1], into: &inputs)
    #expect(
      relativeError(inputs, [50.0 / 255, 60.0 / 255, 0, 0.2, 0.8, 1, 9]) < 1e-15)
  }

  @Test("Permuted samples are the same pixels at the map's places")
  func permutedSamples() {
    let sequence = TaskSequence(
      .permuted(tasks: 3, classes: 4, padding: 1, seed: 5), scenario: .domainIncremental)
    let samples = TaskSamples(sequence, task: 2, in: images)
    #expect(samples.count == 6 && samples.inputCount == 12)
    let map = sequence.pixelMap(ofTask: 2, of: images.shape) ?? []
    var inputs = [Double](repeating: 9, count: 24)
    samples.gather([1, 4], into: &inputs)
    let expected = [1, 4].flatMap { image in
      map.map { $0 < 0 ? 0 : Double(images.pixels[image * 2 + Int($0)]) / 255 }
    }
    #expect(relativeError(inputs, expected) < 1e-15)
  }

  @Test("Every pass of minibatches is a permutation; a batch may straddle two passes")
  func minibatches() {
    var minibatches = Minibatches(count: 10, random: RandomStream(seed: 1, purpose: "test"))
    var drawn: [Int] = []
    var batch = [Int](repeating: -1, count: 4)
    for _ in 0..<10 {
      minibatches.next(into: &batch)
      drawn += batch
    }
    let passes = stride(from: 0, to: 40, by: 10).map { Array(drawn[$0..<$0 + 10]) }
    for pass in passes { #expect(pass.sorted() == Array(0..<10)) }
    #expect(Set(passes).count > 1)
  }

  @Test("The seed decides the order of minibatches, also of batches larger than the data")
  func order() {
    func draw(_ seed: UInt64) -> [Int] {
      var minibatches = Minibatches(count: 7, random: RandomStream(seed: seed, purpose: "test"))
      var batch = [Int](repeating: -1, count: 20)
      minibatches.next(into: &batch)
      return batch
    }
    #expect(draw(1) == draw(1))
    #expect(draw(1) != draw(2))
    #expect(Array(draw(1)[7..<14]).sorted() == Array(0..<7))
  }

  @Test("The first tasks of a sequence are the same however many follow")
  func prefix() {
    for sequence in [
      permuted(seed: 3), .split(tasks: 5, classesPerTask: 2, scenario: .taskIncremental),
    ] {
      let prefix = sequence.prefix(3)
      #expect(prefix.count == 3 && prefix.scenario == sequence.scenario)
      for t in 0..<3 {
        #expect(prefix.classes(ofTask: t) == sequence.classes(ofTask: t))
        #expect(prefix.head(ofTask: t) == sequence.head(ofTask: t))
        #expect(
          prefix.pixelMap(ofTask: t, of: digit) == sequence.pixelMap(ofTask: t, of: digit))
      }
    }
  }
}
