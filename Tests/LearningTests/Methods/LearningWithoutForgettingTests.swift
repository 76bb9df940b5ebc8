import Learning
import Networks
import Tasks
import TestSupport
import Testing

@Suite("Learning without forgetting")
struct LearningWithoutForgettingTests {
  private let method = LearningWithoutForgetting(temperature: 2)

  @Test(
    "The earlier classifier's probabilities of a batch's own samples are kept",
    arguments: Scenario.allCases)
  func distillation(scenario: Scenario) {
    let task = CodedTasks.task(3, scenario)
    var training = method.training(task)
    let (own, outputs) = (8, task.outputs)
    #expect(training.extraRows == own && abs(training.ownWeight - 1 / 3) < 1e-7)
    let samples: [Float] = uniformValues(2 * own, seed: 9)
    var inputs = samples + [Float](repeating: -9, count: 2 * own)
    training.fill(&inputs, first: own)
    #expect(inputs == samples + samples)
    // The student goes on; the teacher does not.
    training.didStep(weights: [Float](repeating: 7, count: task.state.weights.count))
    var teacher = NetworkPass<Float>(task.state.network, capacity: own, backward: false)
    teacher.inputs = samples
    teacher.forward(weights: task.state.weights, batch: own)

    let logits: [Float] = uniformValues(2 * own * outputs, seed: 4).map { 3 * $0 }
    var gradient = [Float](repeating: 0, count: 2 * own * outputs)
    let loss = training.addLoss(logits: logits, first: own, gradient: &gradient)
    var (expected, total) = ([Double](repeating: 0, count: own * outputs), 0.0)
    // With one head for all, or where all classes compete, the earlier tasks are told together.
    let earlier = scenario == .taskIncremental ? [0, 1] : [1]
    for row in 0..<own {
      let taught = teacher.logits[row * outputs..<(row + 1) * outputs].map(Double.init)
      var slope = [Double](repeating: 0, count: outputs)
      for past in earlier {
        let part = CodedTasks.loss(
          logits[(own + row) * outputs..<(own + row + 1) * outputs],
          scope: CodedTasks.scope(past, learned: 3, scenario),
          probabilities: CodedTasks.softmax(
            taught, scope: CodedTasks.scope(past, learned: 2, scenario), temperature: 2),
          weight: 2.0 / 3 / Double(own) / Double(earlier.count), temperature: 2)
        for i in slope.indices { slope[i] += part.gradient[i] }
        total += part.value
      }
      expected += slope
    }
    #expect(relativeError(gradient.map(Double.init), expected) < 1e-4)
    #expect(abs(Double(loss) - total) < 1e-4 * total)
  }

  @Test("There is nothing to keep in the first task")
  func firstTask() {
    let training = method.training(CodedTasks.task(1, .classIncremental))
    #expect(training.extraRows == 0 && training.ownWeight == 1)
  }
}
