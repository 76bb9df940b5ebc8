import Learning
import Networks
import Tasks
import TestSupport
import Testing

@Suite("Generative replay")
struct GenerativeReplayTests {
  /// Two tasks' rows of other numbers at each draw, which it tells the task of or not.
  private struct Source: ReplaySource {
    let tellsTask: Bool
    var draws = 0
    static let rows = [0..<3, 3..<8]

    func rowCount(batch: Int) -> Int { 8 }

    mutating func saveOrRestore(_ parts: inout SavedParts) { parts.integer("draws", &draws) }

    mutating func draw(batch: Int, into inputs: inout [Float], first: Int) -> [ReplayedRows] {
      draws += 1
      let values: [Float] = uniformValues(16, seed: UInt64(draws))
      for (i, value) in values.enumerated() { inputs[2 * first + i] = value }
      return tellsTask
        ? Self.rows.enumerated().map {
          ReplayedRows(rows: first + $1.lowerBound..<first + $1.upperBound, task: $0)
        } : [ReplayedRows(rows: first..<first + 8, task: nil)]
    }
  }

  private func targets(
    _ method: GenerativeReplay, _ teacher: [Float], task: Int, _ scenario: Scenario
  ) -> (probabilities: [Int: Double], temperature: Double) {
    // Units that the teacher, who has learned two tasks, knows of.
    let known = CodedTasks.scope(task, learned: 2, scenario)
    switch method.targets {
    case .labels:
      let best = known.max { teacher[$0] < teacher[$1] } ?? -1
      return ([best: 1], 1)
    case .probabilities(let temperature):
      var (taken, scope) = (teacher.map(Double.init), known)
      if method.newClasses == .zeroLogit {
        scope = CodedTasks.scope(task, learned: 3, scenario)
        for unit in scope where !known.contains(unit) { taken[unit] = 0 }
      }
      return (CodedTasks.softmax(taken, scope: scope, temperature: temperature), temperature)
    case .task: return ([task: 1], 1)
    }
  }

  /// Compares with one row after the other, each as every task that it may be of.
  private func check(_ method: GenerativeReplay, _ scenario: Scenario, tellsTask: Bool) {
    let own = 8
    let task = CodedTasks.task(
      3, scenario, replay: Source(tellsTask: tellsTask))
    var training = method.training(task)
    let outputs = task.outputs
    #expect(training.extraRows == 8)
    let share = method.share == .half ? 0.5 : 1 / 3.0
    #expect(abs(Double(training.ownWeight) - share) < 1e-7)
    for _ in 0..<2 {
      var inputs = [Float](repeating: -9, count: 2 * 16)
      training.fill(&inputs, first: own)
      // The student goes on; the teacher does not.
      training.didStep(weights: [Float](repeating: 7, count: task.state.weights.count))
      var teacher = NetworkPass<Float>(task.state.network, capacity: 8, backward: false)
      teacher.inputs = Array(inputs[(2 * own)...])
      teacher.forward(weights: task.state.weights, batch: 8)
      let logits: [Float] = uniformValues(16 * outputs, seed: 4).map { 3 * $0 }
      var gradient = [Float](repeating: 0, count: 16 * outputs)
      let loss = training.addLoss(logits: logits, first: own, gradient: &gradient)

      var (expected, total) = ([Double](repeating: 0, count: own * outputs), 0.0)
      for row in 0..<8 {
        let candidates =
          tellsTask
          ? [Source.rows[0].contains(row) ? 0 : 1] : scenario == .taskIncremental ? [0, 1] : [1]
        let taught = Array(teacher.logits[row * outputs..<(row + 1) * outputs])
        var slope = [Double](repeating: 0, count: outputs)
        for candidate in candidates {
          let (probabilities, temperature) = targets(method, taught, task: candidate, scenario)
          let part = CodedTasks.loss(
            logits[(own + row) * outputs..<(own + row + 1) * outputs],
            scope: CodedTasks.scope(candidate, learned: 3, scenario), probabilities: probabilities,
            weight: (1 - share) / 8 / Double(candidates.count), temperature: temperature)
          for i in slope.indices { slope[i] += part.gradient[i] }
          total += part.value
        }
        expected += slope
      }
      let title = "\(method) \(scenario) \(tellsTask)"
      #expect(relativeError(gradient.map(Double.init), expected) < 1e-4, "\(title)")
      #expect(abs(Double(loss) - total) < 1e-4 * total, "\(title)")
    }
  }

  @Test("Rows are told by the classifier from before the task", arguments: Scenario.allCases)
  func targets(scenario: Scenario) {
    for targets: GenerativeReplay.Targets in [
      .labels, .probabilities(temperature: 1), .probabilities(temperature: 2),
    ] {
      for share: GenerativeReplay.Share in [.half, .perTask] {
        for tellsTask in [true, false] {
          for newClasses in GenerativeReplay.NewClasses.allCases {
            check(
              GenerativeReplay(targets: targets, share: share, newClasses: newClasses), scenario,
              tellsTask: tellsTask)
          }
        }
      }
    }
  }

  @Test("Rows are told their task where that is the class")
  func tasks() {
    check(GenerativeReplay(targets: .task, share: .half), .classIncremental, tellsTask: true)
  }

  @Test("There is nothing to replay in the first task")
  func firstTask() {
    let training = GenerativeReplay(targets: .labels, share: .half).training(
      CodedTasks.task(1, .classIncremental, replay: Source(tellsTask: true)))
    #expect(training.extraRows == 0 && training.ownWeight == 1)
  }
}
