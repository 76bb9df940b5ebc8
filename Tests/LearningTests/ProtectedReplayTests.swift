import Hypernetworks
import Learning
import Networks
import Tasks
import Tensors
import TestSupport
import Testing

@Suite("Training of a replay model whose decoder is generated")
struct ProtectedReplayTests {
  private let digits: Digits
  init() throws { digits = try Digits() }

  @Test("The loss falls on real digits, and its parts are logged")
  func learns() throws {
    let state = try ProtectedReplayTrainer(Digits.settings(steps: 150)).train(
      Digits.start(seed: 1, isGenerated: true), on: digits.samples(task: 0)
    ) { _ in }
    #expect(state.tasks == 1)
    let loss = state.log("loss")
    #expect(loss.count == 4 && state.metrics.map(\.step).last == 150)
    #expect(abs(loss[0] - 0.69) < 0.1, "pixels start as coins: \(loss)")
    #expect(loss[3] < 0.3 && loss[3] < loss[1], "\(loss)")
    let (reconstruction, divergence) = (state.log("reconstruction"), state.log("kl"))
    for k in 0..<4 { #expect(abs(reconstruction[k] + divergence[k] - loss[k]) < 1e-6) }
    #expect(divergence[3] > 0 && state.log("regularizer") == [0, 0, 0, 0])
  }

  @Test("The regularizer keeps the weights generated for the first task")
  func keeps() throws {
    let first = try ProtectedReplayTrainer(Digits.settings(steps: 20)).train(
      Digits.start(seed: 2, isGenerated: true), on: digits.samples(task: 0)
    ) { _ in }
    func way(beta: Double) throws -> (old: Double, new: Double, penalty: Double) {
      let second = try ProtectedReplayTrainer(Digits.settings(steps: 50, beta: beta)).train(
        first, on: digits.samples(task: 1)
      ) { _ in }
      guard case .generated(_, _, let embeddings) = second.decoder,
        case .generated(_, _, let before) = first.decoder
      else { return (.nan, .nan, .nan) }
      #expect(embeddings.count == 2 && embeddings[0] == before[0] && second.tasks == 2)
      func distance(_ task: Int) -> Double {
        zip(second.decoderWeights(ofTask: task), first.decoderWeights(ofTask: 0))
          .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      return (distance(0), distance(1), second.log("regularizer").last ?? .nan)
    }
    let (without, with) = (try way(beta: 0), try way(beta: 10))
    #expect(with.old < without.old / 50, "\(with), \(without)")
    #expect(with.new > 10 * with.old, "\(with)")
    #expect(without.penalty == 0 && with.penalty > 0)
  }

  @Test("The same seed gives the same bytes, another seed others")
  func seeds() throws {
    func train(_ seed: UInt64) throws -> ReplayModelState {
      var state = Digits.start(seed: seed, isGenerated: true)
      for task in 0..<2 {
        state = try ProtectedReplayTrainer(Digits.settings(steps: 3, beta: 1)).train(
          state, on: digits.samples(task: task)
        ) { _ in }
      }
      return state
    }
    let state = try train(3)
    let again = try train(3)
    #expect(state == again && state.hashValue == again.hashValue)
    let other = try train(4)
    #expect(other.encoder != state.encoder && other.decoder != state.decoder)
  }

  @Test("The encoder follows its own gradient alone, with the task's condition")
  func encoderSteps() throws {
    let (rate, steps) = (0.5, 2)
    let first = try ProtectedReplayTrainer(Digits.settings(steps: 2)).train(
      Digits.start(seed: 5, isGenerated: true), on: digits.samples(task: 0)
    ) { _ in }
    let samples = digits.samples(task: 1)
    let settings = Digits.settings(.sgd(learningRate: rate), steps: steps, beta: 0.1)
    let second = try ProtectedReplayTrainer(settings).train(first, on: samples) { _ in }

    // The decoder's steps are those of the hypernetwork; here they are taken from one that trains
    // along, one step behind.
    let model = first.autoencoder
    var encoder = first.encoder.map(Double.init)
    var minibatches = Minibatches(
      count: samples.count, random: RandomStream(seed: 5, purpose: "replay minibatches", index: 1))
    var noise = RandomStream(seed: 5, purpose: "replay latents", index: 1)
    var batch = [Int](repeating: 0, count: 32)
    for k in 0..<steps {
      let decoderWeights: [Double]
      if k == 0 {
        let h = HypernetworkStep<NetworkPass<Float>>(settings, first)
        var generator = Generator<Float>(try #require(first.hypernetwork))
        generator.generate(parameters: h.parameters, embedding: h.embedding)
        decoderWeights = generator.weights.map(Double.init)
      } else {
        var shorter = settings
        shorter.steps = k
        let state = try ProtectedReplayTrainer(shorter).train(first, on: samples) { _ in }
        decoderWeights = state.decoderWeights(ofTask: 1)
      }
      minibatches.next(into: &batch)
      var pass = AutoencoderPass<Double>(model, capacity: 32)
      var decoder = NetworkPass<Double>(model.decoder, capacity: 32)
      samples.gather(batch, into: &pass.encoder.inputs)
      pass.drawNoise(rows: 32, using: &noise)
      _ = pass.forward(
        encoderWeights: encoder, decoderWeights: decoderWeights, decoder: &decoder,
        batch: [AutoencoderRows(0..<32, condition: 1)])
      var (gradient, unused) = (encoder, decoderWeights)
      pass.backward(
        encoderWeights: encoder, decoderWeights: decoderWeights, decoder: &decoder, batch: 32,
        encoderGradient: &gradient, decoderGradient: &unused)
      for i in encoder.indices { encoder[i] -= rate * gradient[i] }
    }
    let moved = zip(encoder, first.encoder).map { $0 - Double($1) }
    let trained = zip(second.encoder, first.encoder).map { Double($0) - Double($1) }
    #expect(relativeError(trained, moved) < 1e-3)
  }

  @Test("Divergence is named, with its task and step; a report can stop the training")
  func stops() throws {
    let start = Digits.start(seed: 6, isGenerated: true)
    let error = #expect(throws: DivergenceError.self) {
      _ = try ProtectedReplayTrainer(Digits.settings(.sgd(learningRate: 1e30), steps: 5)).train(
        start, on: digits.samples(task: 0)
      ) { _ in }
    }
    #expect(error?.task == 0 && (error?.step ?? 9) <= 2)
    struct Stop: Error {}
    var reported: [Int] = []
    #expect(throws: Stop.self) {
      _ = try ProtectedReplayTrainer(Digits.settings(steps: 5)).train(
        start, on: digits.samples(task: 0)
      ) {
        reported.append($0)
        if $0 == 2 { throw Stop() }
      }
    }
    #expect(reported == [1, 2])
  }
}

extension ReplayModelState {
  fileprivate var hypernetwork: Hypernetwork? {
    if case .generated(let hypernetwork, _, _) = decoder { hypernetwork } else { nil }
  }
}
