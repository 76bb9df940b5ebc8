import Evaluation
import Hypernetworks
import Learning
import Networks
import Statistics
import Tasks
import Tensors
import TestSupport
import Testing

/// Tasks whose targets are numbers, with the trainers, importances and methods that classification has.
@Suite("Regression")
struct RegressionTests {
  private static let sampling = FunctionSampling(training: 60, test: 20, noise: 0.02, seed: 5)
  private static let functions = Array(FunctionTask.figure2.prefix(2))
  private static let sequence = TaskSequence(
    .functions(functions, sampling), scenario: .taskIncremental)
  private static let network = Architecture(widths: [1, 8, 1], activation: .tanh)
  private static let tables = sampling.tasks(of: functions)

  private func training(_ task: Int) -> TaskSamples {
    TaskSamples(Self.tables[task].training, head: 0..<1)
  }
  private var tests: [TaskSamples] { Self.tables.map { TaskSamples($0.test, head: 0..<1) } }

  /// The final errors of a method that learns both functions.
  private func errors(_ method: some ContinualMethod) throws -> ScoreMatrix {
    var state = ClassifierState(network: Self.network, seed: 2)
    for task in 0..<2 {
      state = try ClassifierTrainer(method).train(
        ClassifierTask(
          state, sequence: Self.sequence.prefix(task + 1),
          training: ClassifierTraining(
            optimizer: .adam(learningRate: 0.02), batch: 16, steps: 800, logInterval: 800),
          samples: training(task), earlier: (0..<task).map(training))
      ) { _ in }
      ClassifierEvaluator(method).evaluate(
        &state, in: Self.sequence.prefix(task + 1), on: Array(tests.prefix(task + 1)))
    }
    #expect(!state.metrics.contains { $0.name == "accuracy" })
    return state.scores
  }

  @Test("Methods that keep earlier tasks keep functions; without one the first is forgotten")
  func methods() throws {
    let lost = try errors(FineTuning())
    #expect(lost.metric == .meanSquaredError && lost.duringPerTask.allSatisfy { $0 < 0.05 })
    #expect(lost.finalPerTask[0] > 1)
    #expect(try errors(FromScratch()).finalPerTask.allSatisfy { $0 < 0.05 })
    #expect(try errors(JointTraining()).finalPerTask.allSatisfy { $0 < 0.1 })
    #expect(try errors(ExperienceReplay(capacity: 60)).finalPerTask.allSatisfy { $0 < 0.2 })
    let kept = try errors(ElasticWeightConsolidation(strength: 10, samples: 60))
    #expect(kept.finalPerTask[0] < lost.finalPerTask[0] / 3, "\(kept.finalPerTask)")
  }

  @Test("Fisher information is the mean square of the output's derivatives")
  func fisher() throws {
    let samples = training(1)
    let weights: [Float] = Self.network.initialWeights(seed: 3, purpose: "test")
    let found = ClassifierImportance(
      Self.network, samples, scope: 0..<1, count: 60, seed: 1, task: 0)
    var measure = found
    let fisher = measure.fisher(of: weights) {}
    var pass = NetworkPass<Double>(Self.network, capacity: samples.count, backward: false)
    samples.gather(Array(0..<samples.count), into: &pass.inputs)
    let precise = weights.map(Double.init)
    func outputs(_ weights: [Double]) -> [Double] {
      pass.forward(weights: weights, batch: samples.count)
      return Array(pass.logits.prefix(samples.count))
    }
    let expected = precise.indices.map { i -> Double in
      var (up, down) = (precise, precise)
      (up[i], down[i]) = (up[i] + 1e-5, down[i] - 1e-5)
      let squares = zip(outputs(up), outputs(down)).map { ($0 - $1) / 2e-5 }.map { $0 * $0 }
      return squares.reduce(0, +) / Double(samples.count)
    }
    #expect(relativeError(fisher.map(Double.init), expected) < 1e-5)
  }

  @Test("A hypernetwork's Fisher information of its weights is theirs through the generated ones")
  func hypernetworkFisher() throws {
    let hypernetwork = Hypernetwork(
      targetCount: Self.network.weightCount, embeddingSize: 2, hidden: [3], activation: .tanh)
    var state = HypernetworkState(network: Self.network, hypernetwork: hypernetwork, seed: 4)
    state.taskEmbeddings = [[0.5, -1]]
    state.heads = [0..<1]
    state.statistics = [[]]
    let samples = training(1)
    var estimator = ImportanceEstimator(state, samples, count: 60)
    let (ofTarget, ofParameters) = (estimator.targetFisher {}, estimator.fisher {})
    var generator = Generator<Float>(hypernetwork)
    generator.generate(parameters: state.parameters, embedding: state.taskEmbeddings[0])
    var direct = ClassifierImportance(
      Self.network, samples, scope: 0..<1, count: 60, seed: 4, task: 0)
    let expected = direct.fisher(of: Array(generator.weights.prefix(Self.network.weightCount))) {}
    #expect(relativeError(ofTarget.map(Double.init), expected.map(Double.init)) < 1e-4)
    #expect(ofParameters.count == state.parameters.count && ofParameters.contains { $0 > 0 })
  }

  @Test("A hypernetwork keeps a function while it learns the next, and logs no accuracy")
  func hypernetwork() throws {
    let hypernetwork = Hypernetwork(
      targetCount: Self.network.weightCount, embeddingSize: 2, hidden: [10, 10],
      activation: .sigmoid)
    func learn(beta: Double) throws -> HypernetworkState {
      var state = HypernetworkState(network: Self.network, hypernetwork: hypernetwork, seed: 6)
      for task in 0..<2 {
        state = try HypernetworkTrainer(
          TrainingSettings(
            optimizer: .adam(learningRate: 0.01), batch: 32, steps: 3000,
            beta: task == 0 ? 0 : beta, logInterval: 1000)
        ).train(state, on: training(task)) { _ in }
        state.evaluate(on: Array(tests.prefix(task + 1)))
      }
      return state
    }
    let kept = try learn(beta: 0.05)
    #expect(kept.scores.metric == .meanSquaredError)
    #expect(kept.scores.finalPerTask.allSatisfy { $0 < 0.1 }, "\(kept.scores.rows)")
    #expect(!kept.metrics.contains { $0.name == "accuracy" } && !kept.metrics.isEmpty)
    let lost = try learn(beta: 0).scores.finalPerTask
    #expect(lost[0] > 10 * kept.scores.finalPerTask[0], "\(lost)")
  }
}
