import Evaluation
import Hypernetworks
import Learning
import Networks
import Statistics
import Tasks
import Testing

/// What a user of the libraries does: tasks of one's own arrays, learned one after another.
@Suite("Learning one's own samples")
struct OwnSamplesTests {
  /// The state after tasks with `inputs` inputs, tested after each.
  private func learn(_ tasks: SampledTasks, beta: Double, rate: Double) throws -> HypernetworkState
  {
    let network = Architecture(
      inputs: tasks.inputCount,
      layers: [.dense(10), .activation(.tanh), .dense(tasks.outputCount)])
    let hypernetwork = Hypernetwork(
      targetCount: network.weightCount, embeddingSize: 4, hidden: [16], activation: .relu)
    var state = HypernetworkState(network: network, hypernetwork: hypernetwork, seed: 3)
    let trainer = HypernetworkTrainer(
      TrainingSettings(
        optimizer: .adam(learningRate: rate), batch: 16, steps: 400, beta: beta))
    for task in 0..<tasks.count {
      #expect(tasks.training(ofTask: task).inputShape.count == tasks.inputCount)
      state = try trainer.train(state, on: tasks.training(ofTask: task))
      state.evaluate(on: tasks.tests(ofFirst: task + 1))
    }
    return state
  }

  /// Whether x is positive (`answer` 1), or negative (0).
  private func task(answer positive: Int) -> SampledTask {
    let inputs = (0..<20).map { [Float($0) / 10 - 0.95] }
    let samples = Samples(
      inputs: inputs, labels: inputs.map { $0[0] > 0 ? positive : 1 - positive }, classes: 2)
    return SampledTask(training: samples, test: samples)
  }
  private var first: SampledTask { task(answer: 1) }
  /// One question, then its opposite, by the same outputs.
  private var signs: SampledTasks { SampledTasks([first, task(answer: 0)], heads: .shared) }

  @Test("The regularizer holds the weights generated for a task while the opposite is learned")
  func classes() throws {
    func movement(beta: Double) throws -> Float {
      let early = try learn(SampledTasks([first], heads: .shared), beta: beta, rate: 0.01)
      let state = try learn(signs, beta: beta, rate: 0.01)
      #expect(state.scores.metric == .accuracy && early.scores.rows == [state.scores.rows[0]])
      #expect(state.scores.duringPerTask.allSatisfy { $0 > 0.9 }, "\(state.scores.rows)")
      return zip(early.weights(ofTask: 0), state.weights(ofTask: 0))
        .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let (kept, free) = (try movement(beta: 1), try movement(beta: 0))
    #expect(kept < free / 10, "\(kept), \(free)")
  }

  @Test("Outputs of one's own inputs are those of the weights that are generated for the task")
  func outputs() throws {
    let state = try learn(signs, beta: 0.1, rate: 0.01)
    let tests = signs.tests(ofFirst: 2)
    #expect(state.testScores(on: tests) == state.scores.finalPerTask)
    for task in 0..<2 {
      let weights = state.weights(ofTask: task)
      #expect(weights.count == state.network.weightCount)
      var pass = NetworkPass<Float>(state.network, capacity: 2, backward: false)
      pass.inputs = [0.5, -0.25]
      pass.forward(weights: weights, batch: 2)
      let outputs = state.outputs(ofTask: task, for: [[0.5], [-0.25]])
      #expect(outputs.flatMap(\.self) == pass.logits)
      #expect((outputs[0][1] > outputs[0][0]) == (task == 0))
    }
    #expect(state.outputs(ofTask: 0, for: []).isEmpty)
  }

  @Test("Numbers are learned, too")
  func numbers() throws {
    let inputs = (0..<30).map { [Float($0) / 15 - 1] }
    let tasks = SampledTasks(
      [Float(1), -1].map { sign in
        let samples = Samples(
          inputs: inputs, targets: inputs.map { [sign * $0[0], sign * $0[0] * $0[0]] })
        return SampledTask(training: samples, test: samples)
      })
    let scores = try learn(tasks, beta: 0.1, rate: 0.01).scores
    #expect(scores.metric == .meanSquaredError)
    #expect(scores.finalPerTask.allSatisfy { $0 < 0.03 }, "\(scores.rows)")
  }

  @Test("Samples that do not fit the network trap before training")
  func mistakes() async {
    await #expect(processExitsWith: .failure) {
      let network = Architecture(inputs: 2, layers: [.dense(2)])
      let state = HypernetworkState(
        network: network,
        hypernetwork: Hypernetwork(
          targetCount: network.weightCount, embeddingSize: 1, hidden: [], activation: .relu),
        seed: 1)
      let samples = Samples(inputs: [[1]], labels: [0], classes: 2)
      let tasks = SampledTasks([SampledTask(training: samples, test: samples)])
      _ = try HypernetworkTrainer(
        TrainingSettings(optimizer: .adam(learningRate: 0.1), batch: 1, steps: 1, beta: 0)
      ).train(state, on: tasks.training(ofTask: 0))
    }
  }
}
