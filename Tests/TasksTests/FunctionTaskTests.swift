import Datasets
import Foundation
import Tasks
import Testing

@Suite("Functions as tasks")
struct FunctionTaskTests {
  private let sampling = FunctionSampling(training: 2000, test: 50, noise: 0.05, seed: 3)

  @Test("Figure 2's functions are x + 3, 2x² − 1 and (x − 3)³ on their intervals")
  func functions() {
    let tasks = FunctionTask.figure2
    #expect(tasks.map(\.low) == [-4, -1, 2] && tasks.map(\.high) == [-2, 1, 4])
    for x in stride(from: -4, through: 4, by: 0.25) {
      #expect(tasks[0].value(at: x) == x + 3)
      #expect(tasks[1].value(at: x) == 2 * x * x - 1)
      #expect(abs(tasks[2].value(at: x) - pow(x - 3, 3)) < 1e-12)
    }
  }

  @Test(
    "Training points are uniform in the interval with Gaussian noise, test points a grid without")
  func points() {
    for (index, task) in FunctionTask.figure2.enumerated() {
      let training = sampling.trainingPoints(of: task, index: index)
      let xs = training.inputs.map(Double.init)
      let mean = xs.reduce(0, +) / Double(xs.count)
      // A uniform number's standard deviation is 0.577 here, that of the mean 0.013.
      #expect(abs(mean - (task.low + task.high) / 2) < 0.05)
      #expect(xs.allSatisfy { $0 >= task.low && $0 <= task.high })
      let noise = zip(xs, training.targets).map { Double($1) - task.value(at: $0) }
      let deviation = (noise.reduce(0) { $0 + $1 * $1 } / Double(noise.count)).squareRoot()
      #expect(abs(deviation - 0.05) < 0.004)

      let test = sampling.testPoints(of: task)
      #expect(test.count == 50 && test.inputs.first == Float(task.low))
      #expect(test.inputs.last == Float(task.high))
      for (x, y) in zip(test.inputs, test.targets) {
        #expect(abs(Double(y) - task.value(at: Double(x))) < 1e-5)
      }
    }
  }

  @Test("Points depend on the seed and the task alone")
  func seeds() {
    let tasks = FunctionTask.figure2
    let all = sampling.tasks(of: tasks)
    #expect(all[1].training == sampling.trainingPoints(of: tasks[1], index: 1))
    #expect(sampling.tasks(of: Array(tasks.prefix(2))) == Array(all.prefix(2)))
    let other = FunctionSampling(training: 2000, test: 50, noise: 0.05, seed: 4)
    #expect(other.trainingPoints(of: tasks[0], index: 0) != all[0].training)
    #expect(
      sampling.trainingPoints(of: tasks[0], index: 1).inputs != all[0].training.inputs)
  }

  @Test("All tasks share one output in every scenario, and have no classes")
  func sequence() {
    for scenario in Scenario.allCases {
      let sequence = TaskSequence(
        .functions(FunctionTask.figure2, sampling), scenario: scenario)
      #expect(sequence.count == 3 && sequence.outputCount == 1)
      #expect(sequence.objective == .regression && sequence.prefix(2).count == 2)
      for t in 0..<3 {
        #expect(sequence.head(ofTask: t) == 0..<1 && sequence.classes(ofTask: t).isEmpty)
      }
    }
  }

  @Test("A table's rows are a task's samples: inputs, targets and their batches")
  func samples() throws {
    let table = NumberTable(
      inputs: [1, 2, 3, 4, 5, 6], inputCount: 2, targets: [7, 8, 9], targetCount: 1)
    let samples = TaskSamples(table, head: 0..<1)
    #expect(samples.count == 3 && samples.inputCount == 2 && samples.objective == .regression)
    var inputs = [Float](repeating: 0, count: 4)
    samples.gather([2, 0], into: &inputs)
    #expect(inputs == [5, 6, 1, 2])
    var targets = TargetBatch(.regression, rows: 3, width: 1)
    samples.targets(of: [2, 0], scope: 0..<1, into: &targets, first: 1)
    #expect(targets.values == [0, 9, 7] && targets.labels.isEmpty)

    let data = try JSONEncoder().encode(table)
    #expect(try JSONDecoder().decode(NumberTable.self, from: data) == table)
    for wrong in [
      #"{"inputs":[1,2],"input_count":2,"targets":[7,8],"target_count":1}"#,
      #"{"inputs":[1,2],"input_count":0,"targets":[7],"target_count":1}"#,
      #"{"inputs":[1],"input_count":1,"targets":[7],"target_count":0}"#,
    ] {
      #expect(throws: DecodingError.self, "\(wrong)") {
        try JSONDecoder().decode(NumberTable.self, from: Data(wrong.utf8))
      }
    }
  }
}
