import Tasks
import Testing

@Suite("A caller's own samples")
struct SampledTasksTests {
  private func task(_ inputs: [[Float]], _ labels: [Int], classes: Int) -> SampledTask {
    let samples = Samples(inputs: inputs, labels: labels, classes: classes)
    return SampledTask(training: samples, test: samples)
  }

  private var classes: [SampledTask] {
    [
      task([[1, 2], [3, 4], [5, 6]], [0, 2, 1], classes: 3),
      task([[7, 8], [9, 10]], [1, 0], classes: 2),
    ]
  }

  @Test("Heads lie one after another, or tasks share one")
  func heads() {
    let separate = SampledTasks(classes)
    #expect(separate.count == 2 && separate.inputCount == 2 && separate.outputCount == 5)
    #expect((0..<2).map(separate.head) == [0..<3, 3..<5])
    let pair = [classes[1], classes[1]]
    let shared = SampledTasks(pair, heads: .shared)
    #expect(shared.outputCount == 2 && (0..<2).map(shared.head) == [0..<2, 0..<2])
  }

  @Test("Classes are counted within the head, and rows are the inputs as they are")
  func labels() {
    let samples = SampledTasks(classes).training(ofTask: 1)
    #expect(samples.count == 2 && samples.head == 3..<5 && samples.objective == .classification)
    #expect((0..<2).map(samples.label) == [1, 0])
    var inputs = [Float](repeating: 0, count: 6)
    samples.gather([1, 0, 1], into: &inputs)
    #expect(inputs == [9, 10, 7, 8, 9, 10])
    var targets = TargetBatch(.classification, rows: 2, width: 2)
    samples.targets(of: [1, 0], scope: 0..<5, into: &targets)
    #expect(targets.labels == [3, 4])
    let relabelled = samples.labelled(as: 1, head: 0..<2)
    #expect(relabelled.head == 0..<2 && (0..<2).map(relabelled.label) == [1, 1])
  }

  @Test("Targets may be several numbers")
  func numbers() {
    let samples = Samples(inputs: [[1], [2]], targets: [[3, 4], [5, 6]])
    let tasks = SampledTasks([
      SampledTask(training: samples, test: Samples(inputs: [[9]], targets: [[8, 7]]))
    ])
    let training = tasks.training(ofTask: 0)
    #expect(training.objective == .regression && Array(training.values(1)) == [5, 6])
    let tests = tasks.tests(ofFirst: 1)
    #expect(tests.count == 1 && tests[0].count == 1 && Array(tests[0].values(0)) == [8, 7])
    #expect(tasks.tests(ofFirst: 0).isEmpty)
  }

  @Test("A caller's mistakes trap: ragged inputs, a label too many, tasks that differ")
  func mistakes() async {
    await #expect(processExitsWith: .failure) {
      _ = Samples(inputs: [[1, 2], [3]], labels: [0, 0], classes: 1)
    }
    await #expect(processExitsWith: .failure) {
      _ = Samples(inputs: [[1], [2]], labels: [0, 2], classes: 2)
    }
    await #expect(processExitsWith: .failure) {
      let one = Samples(inputs: [[1]], labels: [0], classes: 1)
      let two = Samples(inputs: [[1]], targets: [[0]])
      _ = SampledTasks([
        SampledTask(training: one, test: one), SampledTask(training: two, test: two),
      ])
    }
  }
}
