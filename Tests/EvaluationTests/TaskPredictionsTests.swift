import Datasets
import Evaluation
import Hypernetworks
import Learning
import Networks
import Statistics
import Tasks
import TestSupport
import Testing

@Suite("Answers of a learner that is not told the task")
struct TaskPredictionsTests {
  /// Four samples of the second of three tasks, of classes 2, 3, 2, 3.
  private func samples(_ scenario: Scenario) -> TaskSamples {
    let images = LabelledImages(
      pixels: (0..<16).map { UInt8(16 * $0) }, labels: [2, 3, 2, 3], count: 4, height: 2, width: 2,
      channels: 1)
    return TaskSamples(
      .split(tasks: 3, classesPerTask: 2, scenario: scenario), task: 1, in: images)
  }
  private func heads(_ scenario: Scenario) -> [Range<Int>] {
    let sequence = TaskSequence.split(tasks: 3, classesPerTask: 2, scenario: scenario)
    return (0..<3).map { sequence.head(ofTask: $0) }
  }

  @Test(
    "A wrong task may give the right class where tasks share a head, and never where they do not")
  func accuracy() {
    // Right task and class; right task, wrong class; wrong task, right number of class; both wrong.
    let answers = TaskPredictions(tasks: [1, 1, 0, 2], classes: [0, 0, 0, 0])
    #expect(
      answers.accuracy(on: samples(.classIncremental), heads: heads(.classIncremental)) == 0.25)
    #expect(
      answers.accuracy(on: samples(.domainIncremental), heads: heads(.domainIncremental)) == 0.5)
    #expect(answers.inference(ofTask: 1) == 0.5)
    #expect(answers.inference(ofTask: 0) == 0.25 && answers.inference(ofTask: 2) == 0.25)
  }

  @Test("By a network: the learner predicts with the weights of the task that it is told")
  func byNetwork() {
    let network = Architecture(widths: [4, 6, 6])
    let h = Hypernetwork(
      targetCount: network.weightCount, embeddingSize: 2, chunkSize: 20, chunkEmbeddingSize: 2,
      hidden: [2], activation: .tanh)
    let state = HypernetworkState(
      network: network, hypernetwork: h,
      parameters: uniformValues(h.parameterCount, seed: 1).map { (x: Float) in 1.3 * x },
      taskEmbeddings: (0..<3).map { uniformValues(2, seed: 10 + UInt64($0)) },
      heads: (0..<3).map { 2 * $0..<2 * $0 + 2 }, seed: 1)
    let samples = samples(.classIncremental)
    let inference = TaskInference.byEntropy(state, on: samples)
    let told = [2, 0, 1, 2]
    let answers = TaskPredictions(told, state, on: samples)
    #expect(answers.tasks == told)
    #expect(answers.classes == told.indices.map { inference.prediction[told[$0]][$0] })
    let certain = TaskPredictions(inference)
    #expect(certain.tasks == inference.tasks)
    #expect(
      certain.classes
        == inference.tasks.indices.map {
          inference.prediction[inference.tasks[$0]][$0]
        })
  }
}

@Suite("Tests of a classifier")
struct ClassifierAccuracyTests {
  /// A network of one input each, whose logits are its inputs: an image says what it is taken for.
  private func learned(_ scenario: Scenario) -> (ClassifierState, TaskSequence, [TaskSamples]) {
    let sequence = TaskSequence.split(tasks: 2, classesPerTask: 2, scenario: scenario)
    let outputs = sequence.outputCount
    let network = Architecture(widths: [4, outputs])
    var weights = [Float](repeating: 0, count: network.weightCount)
    for unit in 0..<outputs { weights[unit * 4 + unit] = 1 }
    // Of each task four images; pixels are the logits.
    let pixels: [[UInt8]] = [
      [9, 1, 0, 0], [1, 9, 0, 0], [9, 1, 0, 20], [9, 1, 0, 0],  // classes 0 1 0 1
      [0, 0, 9, 1], [20, 0, 1, 9], [0, 0, 1, 9], [0, 0, 1, 9],  // classes 2 3 2 3
    ]
    let images = LabelledImages(
      pixels: pixels.flatMap(\.self), labels: [0, 1, 0, 1, 2, 3, 2, 3], count: 8, height: 2,
      width: 2, channels: 1)
    // What the first task's tests gave.
    let before = ScoreMatrix([[1]])
    let state = ClassifierState(
      network: network, weights: weights, heads: (0..<2).map { sequence.head(ofTask: $0) },
      scores: before, inference: scenario == .classIncremental ? before : ScoreMatrix(), seed: 1)
    return (state, sequence, (0..<2).map { TaskSamples(sequence, task: $0, in: images) })
  }

  @Test("CL1 looks at the task's own head, CL2 at the one there is, CL3 at all that are known")
  func rules() {
    for (scenario, expected, inferred) in [
      (Scenario.taskIncremental, [0.75, 0.75], nil as [Double]?),
      // Outputs are the first two pixels, for both tasks.
      (.domainIncremental, [0.75, 0.75], nil),
      (.classIncremental, [0.5, 0.5], [0.75, 0.75]),
    ] {
      var (state, sequence, tests) = learned(scenario)
      ClassifierEvaluator(FineTuning(), batch: 3).evaluate(&state, in: sequence, on: tests)
      if scenario == .domainIncremental {
        // Task 2's first pixels: 0 0 ties to the first, 20 0, 0 0, 0 0: classes 0 1 0 1 → two right.
        #expect(state.scores.rows == [[1], [0.75, 0.5]])
      } else {
        #expect(state.scores.rows == [[1], expected], "\(scenario)")
      }
      #expect(state.inference.rows == (inferred.map { [[1], $0] } ?? []), "\(scenario)")
    }
  }

  @Test("Units of tasks that were not learned yet do not compete")
  func notYet() {
    var (state, sequence, tests) = learned(.classIncremental)
    state.heads.removeLast()
    (state.scores, state.inference) = (ScoreMatrix(), ScoreMatrix())
    ClassifierEvaluator(FineTuning()).evaluate(&state, in: sequence, on: [tests[0]])
    #expect(state.scores.rows == [[0.75]] && state.inference.rows == [[1]])
  }
}
