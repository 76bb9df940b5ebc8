import Evaluation
import Hypernetworks
import Learning
import Networks
import Tasks
import Tensors
import TestSupport
import Testing

@Suite("Training of a hypernetwork")
struct HypernetworkTrainerTests {
  @Test("The same seed gives the same bytes, another seed others")
  func seeds() throws {
    let state = try Stripes.train(seed: 1, beta: 1)
    let again = try Stripes.train(seed: 1, beta: 1)
    #expect(state == again)
    #expect(state.parameters.map(\.bitPattern) == again.parameters.map(\.bitPattern))
    #expect(try Stripes.train(seed: 2, beta: 1).parameters != state.parameters)
  }

  @Test("The first task does not depend on β; the second does")
  func firstTaskIgnoresBeta() throws {
    func states(_ beta: Double) throws -> [HypernetworkState] {
      let trainer = HypernetworkTrainer(Stripes.settings(beta: beta, steps: 20))
      let first = try trainer.train(Stripes.start(seed: 3), on: Stripes.samples(task: 0)) { _ in }
      return [first, try trainer.train(first, on: Stripes.samples(task: 1)) { _ in }]
    }
    let (without, with) = (try states(0), try states(10))
    #expect(without[0] == with[0])
    #expect(without[1].parameters != with[1].parameters)
    #expect(without[1].taskEmbeddings[0] == without[0].taskEmbeddings[0])
    #expect(with[1].taskEmbeddings[0] == with[0].taskEmbeddings[0])
  }

  @Test("Without the regularizer the first task is forgotten; with it, it is not")
  func forgetting() throws {
    let without = try Stripes.train(seed: 4, beta: 0).scores.rows
    let with = try Stripes.train(seed: 4, beta: 1).scores.rows
    #expect(without[0][0] > 0.95 && without[1][1] > 0.95, "\(without)")
    #expect(without[1][0] < 0.6, "\(without)")
    #expect(with[1][0] > 0.9 && with[1][1] > 0.9, "\(with)")
  }

  @Test("A step is the method's: lookahead, regularizer there, embedding from the task alone")
  func stepsEqualTheMethod() throws {
    let (rate, beta, steps, batchSize) = (0.05, 0.5, 3, 16)
    let settings = TrainingSettings(
      optimizer: .sgd(learningRate: rate), batch: batchSize, steps: steps, beta: beta,
      logInterval: 1)
    let trainer = HypernetworkTrainer(settings)
    let first = try trainer.train(Stripes.start(seed: 5), on: Stripes.samples(task: 0)) { _ in }
    let samples = Stripes.samples(task: 1)
    let second = try trainer.train(first, on: samples) { _ in }

    let h = first.hypernetwork
    let old = first.taskEmbeddings[0].map(Double.init)
    let snapshot = first.parameters.map(Double.init)
    var parameters = snapshot
    var embedding: [Double] = h.initialEmbedding(task: 1, seed: 5)
    var minibatches = Minibatches(
      count: samples.count, random: RandomStream(seed: 5, purpose: "minibatches", index: 1))
    var batch = [Int](repeating: 0, count: batchSize)
    var generator = Generator<Double>(h)
    generator.generate(parameters: snapshot, embedding: old)
    let target = generator.weights
    for _ in 0..<steps {
      minibatches.next(into: &batch)
      var pass = NetworkPass<Double>(first.network, capacity: batchSize)
      samples.gather(batch, into: &pass.inputs)
      generator.generate(parameters: parameters, embedding: embedding)
      pass.forward(weights: generator.weights, batch: batchSize)
      _ = pass.withLogitGradient {
        Loss.crossEntropy(
          logits: $0, outputs: 2, head: 0..<2, labels: batch.map(samples.label), gradient: &$1)
      }
      var upstream = [Double](repeating: 0, count: h.generatedCount)
      pass.backward(weights: generator.weights, batch: batchSize, gradient: &upstream)
      var gradient = [Double](repeating: 0, count: h.parameterCount)
      generator.backward(
        parameters: parameters, embedding: embedding, weightGradient: upstream,
        gradient: &gradient)
      let ofEmbedding = generator.embeddingGradient
      let lookahead = zip(parameters, gradient).map { $0 - rate * $1 }
      generator.generate(parameters: lookahead, embedding: old)
      upstream = generator.weights.indices.map {
        $0 < h.targetCount ? 2 * beta * (generator.weights[$0] - target[$0]) : 0
      }
      var penalty = gradient
      generator.backward(
        parameters: lookahead, embedding: old, weightGradient: upstream, gradient: &penalty)
      for i in parameters.indices { parameters[i] -= rate * (gradient[i] + penalty[i]) }
      for i in embedding.indices { embedding[i] -= rate * ofEmbedding[i] }
    }
    let moved = zip(parameters, snapshot).map { $0 - $1 }
    let trained = zip(second.parameters, first.parameters).map { Double($0) - Double($1) }
    #expect(relativeError(trained, moved) < 1e-3)
    #expect(relativeError(second.taskEmbeddings[1].map(Double.init), embedding) < 1e-5)
  }

  @Test("The gradient of the whole task loss fits central differences, embedding included")
  func completeGradient() {
    let network = Architecture(widths: [4, 5, 3], activation: .tanh)
    let h = Hypernetwork(
      targetCount: network.weightCount, embeddingSize: 2, chunkSize: 10, chunkEmbeddingSize: 3,
      hidden: [4], activation: .elu)
    let parameters: [Double] = uniformValues(h.parameterCount, seed: 1)
    let embedding: [Double] = uniformValues(2, seed: 2)
    var generator = Generator<Double>(h)
    var pass = NetworkPass<Double>(network, capacity: 3)
    pass.inputs = uniformValues(12, seed: 3)
    func loss(_ parameters: [Double], _ embedding: [Double]) -> Double {
      generator.generate(parameters: parameters, embedding: embedding)
      pass.forward(weights: generator.weights, batch: 3)
      return pass.withLogitGradient {
        Loss.crossEntropy(
          logits: $0, outputs: 3, head: 0..<3, labels: [2, 0, 1], gradient: &$1
        ).loss
      }
    }
    _ = loss(parameters, embedding)
    var upstream = [Double](repeating: 0, count: h.generatedCount)
    pass.backward(weights: generator.weights, batch: 3, gradient: &upstream)
    var gradient = parameters
    generator.backward(
      parameters: parameters, embedding: embedding, weightGradient: upstream, gradient: &gradient)
    let ofEmbedding = generator.embeddingGradient
    #expect(
      relativeError(gradient, numericalGradient(at: parameters) { loss($0, embedding) }) < 1e-6)
    #expect(
      relativeError(ofEmbedding, numericalGradient(at: embedding) { loss(parameters, $0) }) < 1e-6)
  }

  @Test("An absurd learning rate ends in a divergence error that names task, step and rate")
  func divergence() throws {
    let trainer = HypernetworkTrainer(Stripes.settings(beta: 0, rate: 1e30))
    let error = #expect(throws: DivergenceError.self) {
      _ = try trainer.train(Stripes.start(seed: 6), on: Stripes.samples(task: 0)) { _ in }
    }
    #expect(error?.task == 0)
    #expect(error?.learningRate == 1e30)
    #expect(error?.lastFiniteLoss != nil)
    #expect(error?.description.contains("learning_rate") == true)
  }

  @Test("What the report throws stops the training at that step")
  func cancellation() {
    struct Stop: Error {}
    var calls: [Int] = []
    #expect(throws: Stop.self) {
      let trainer = HypernetworkTrainer(Stripes.settings(beta: 0))
      _ = try trainer.train(Stripes.start(seed: 7), on: Stripes.samples(task: 0)) { step in
        calls.append(step)
        if step == 3 { throw Stop() }
      }
    }
    #expect(calls == [1, 2, 3])
  }

  @Test("The log holds the first, every n-th and the last step")
  func log() throws {
    var settings = Stripes.settings(beta: 0, steps: 25)
    settings.logInterval = 10
    let state = try HypernetworkTrainer(settings).train(
      Stripes.start(seed: 8), on: Stripes.samples(task: 0)
    ) { _ in }
    #expect(state.metrics.filter { $0.name == "loss" }.map(\.step) == [1, 10, 20, 25])
    #expect(
      Set(state.metrics.map(\.name))
        == ["loss", "regularizer", "gradient_norm", "accuracy", "learning_rate"])
    #expect(state.metrics.allSatisfy { $0.value.isFinite && $0.value >= 0 })
  }

  @Test("A predictor's accuracy does not depend on its batch size")
  func predictor() throws {
    let state = try HypernetworkTrainer(Stripes.settings(beta: 0, steps: 8)).train(
      Stripes.start(seed: 9), on: Stripes.samples(task: 0)
    ) { _ in }
    let samples = Stripes.samples(task: 0, seed: 2)
    let accuracies = [1, 7, 1000].map { batch in
      var predictor = Predictor(state.network, state.hypernetwork, batch: batch)
      predictor.use(parameters: state.parameters, embedding: state.taskEmbeddings[0])
      return predictor.score(on: samples)
    }
    var evaluated = state
    evaluated.evaluate(on: [samples])
    #expect(accuracies == [Double](repeating: evaluated.scores.rows[0][0], count: 3))
  }
}
