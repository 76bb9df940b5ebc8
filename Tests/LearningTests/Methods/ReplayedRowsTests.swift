import Learning
import Networks
import Tasks
import TestSupport
import Testing

@Suite("Rows beside a task's own: real samples of earlier tasks")
struct ReplayedRowsTests {
  /// Fills a batch of which the first `own` rows are the task's; returns all inputs.
  private func filled(_ training: inout some MethodTraining, own: Int) -> [Float] {
    var inputs = [Float](repeating: -1, count: 2 * (own + training.extraRows))
    training.fill(&inputs, first: own)
    #expect(inputs[..<(2 * own)].allSatisfy { $0 == -1 })
    #expect(inputs[(2 * own)...].allSatisfy { $0 >= 0 })
    return inputs
  }

  /// Expects the loss that the rows' images call for, each with `weight`, and nothing on other rows.
  private func check(
    _ training: inout some MethodTraining, _ inputs: [Float], own: Int, outputs: Int,
    weight: Double, _ scenario: Scenario, learned: Int
  ) {
    let rows = own + training.extraRows
    let logits: [Float] = uniformValues(rows * outputs, seed: 9).map { 3 * $0 }
    var gradient = [Float](repeating: 0, count: rows * outputs)
    let loss = training.addLoss(logits: logits, first: own, gradient: &gradient)
    var (expected, total) = ([Double](repeating: 0, count: own * outputs), 0.0)
    for row in own..<rows {
      let name = CodedTasks.identity(inputs, row: row).name
      let part = CodedTasks.loss(
        logits[row * outputs..<(row + 1) * outputs],
        scope: CodedTasks.scope(name / 2, learned: learned, scenario),
        probabilities: [CodedTasks.unit(name, scenario): 1], weight: weight)
      expected += part.gradient
      total += part.value
    }
    #expect(relativeError(gradient.map(Double.init), expected) < 1e-5, "\(scenario)")
    #expect(abs(Double(loss) - total) < 1e-5 * total, "\(scenario)")
  }

  @Test(
    "Experience replay: half of the loss on stored samples, as many of every earlier task",
    arguments: Scenario.allCases)
  func experience(scenario: Scenario) throws {
    let method = ExperienceReplay(capacity: 11)
    var memory: [String: Tensor] = [:]
    for tasks in 1...3 {
      let task = CodedTasks.task(tasks, scenario, memory: memory)
      var training = method.training(task)
      if tasks == 1 {
        #expect(training.extraRows == 0 && training.ownWeight == 1)
      } else {
        #expect(training.extraRows == 8 && training.ownWeight == 0.5)
        let first = filled(&training, own: 8)
        check(
          &training, first, own: 8, outputs: task.outputs, weight: 0.5 / 8, scenario,
          learned: tasks)
        let second = filled(&training, own: 8)
        check(
          &training, second, own: 8, outputs: task.outputs, weight: 0.5 / 8, scenario,
          learned: tasks)
        // A pass through a task's samples before any of them comes again.
        let numbers = (8..<16).map { CodedTasks.identity(first, row: $0).number }
        #expect(first != second && Set(numbers).count == 8)
        let share = 8 / (tasks - 1)
        #expect(
          (8..<16).map { CodedTasks.identity(first, row: $0).name / 2 }
            == (0..<8).map { $0 / share })
      }
      var state = task.state
      try training.finish(&state, task) {}
      memory = state.memory
      #expect(state.storedSamples == 11)
    }
  }

  /// What the method remembers of two tasks.
  private func remembered(
    _ method: ExperienceReplay, _ scenario: Scenario
  ) throws -> [String: Tensor] {
    var memory: [String: Tensor] = [:]
    for tasks in 1...2 {
      let task = CodedTasks.task(tasks, scenario, memory: memory)
      var (training, state) = (method.training(task), task.state)
      try training.finish(&state, task) {}
      memory = state.memory
    }
    return memory
  }

  @Test("Experience replay passes over earlier tasks of which it holds nothing")
  func fewStored() throws {
    let method = ExperienceReplay(capacity: 1)
    let memory = try remembered(method, .classIncremental)
    let task = CodedTasks.task(3, .classIncremental, memory: memory)
    let held = Reservoir(task.state, capacity: 1)
    var training = method.training(task)
    #expect(held.count == 1 && training.extraRows == 8 && training.ownWeight == 0.5)
    let inputs = filled(&training, own: 8)
    #expect(
      (8..<16).allSatisfy { CodedTasks.identity(inputs, row: $0).name / 2 == held.task(of: 0) })
    check(
      &training, inputs, own: 8, outputs: task.outputs, weight: 0.5 / 8, .classIncremental,
      learned: 3)
  }

  @Test(
    "Experience replay: where the tasks do not divide the batch, every one has the larger share")
  func roundsUp() throws {
    let method = ExperienceReplay(capacity: 1000)
    let memory = try remembered(method, .taskIncremental)
    let task = CodedTasks.task(3, .taskIncremental, memory: memory, batch: 7)
    var training = method.training(task)
    #expect(training.extraRows == 8)
    let inputs = filled(&training, own: 7)
    #expect((7..<15).count { CodedTasks.identity(inputs, row: $0).name / 2 == 0 } == 4)
    check(
      &training, inputs, own: 7, outputs: task.outputs, weight: 0.5 / 8, .taskIncremental,
      learned: 3)
  }

  @Test(
    "Joint training: as many samples of each task, with equal weight", arguments: Scenario.allCases)
  func joint(scenario: Scenario) {
    var alone = JointTraining().training(CodedTasks.task(1, scenario, earlier: true))
    #expect(alone.extraRows == 0 && alone.ownWeight == 1)
    let task = CodedTasks.task(3, scenario, earlier: true)
    var training = JointTraining().training(task)
    #expect(training.extraRows == 16 && training.ownWeight == 1 / Float(3))
    for _ in 0..<3 {
      let inputs = filled(&training, own: 8)
      let tasks = (8..<24).map { CodedTasks.identity(inputs, row: $0).name / 2 }
      #expect(tasks == [Int](repeating: 0, count: 8) + [Int](repeating: 1, count: 8))
      check(
        &training, inputs, own: 8, outputs: task.outputs, weight: 1 / 24, scenario, learned: 3)
    }
    var untouched: [Float] = [1]
    alone.fill(&untouched, first: 0)
    #expect(untouched == [1])
  }
}
