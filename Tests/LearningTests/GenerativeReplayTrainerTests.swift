import Learning
import Networks
import Tasks
import Tensors
import TestSupport
import Testing

@Suite("Training of a replay model that replays itself")
struct GenerativeReplayTrainerTests {
  private let digits: Digits
  init() throws { digits = try Digits() }

  @Test("The loss falls on real digits; the same seed gives the same bytes")
  func learns() throws {
    func train(_ seed: UInt64) throws -> ReplayModelState {
      try GenerativeReplayTrainer(Digits.settings(steps: 150)).train(
        Digits.start(seed: seed, isGenerated: false), on: digits.samples(task: 0)
      ) { _ in }
    }
    let state = try train(1)
    #expect(state.tasks == 1)
    let loss = state.log("loss")
    #expect(loss.count == 4 && loss[3] < 0.3 && loss[3] < loss[1], "\(loss)")
    #expect(Set(state.metrics.map(\.name)) == ["loss", "reconstruction", "kl"])
    #expect(try train(1) == state)
    #expect(try train(2).encoder != state.encoder)
  }

  @Test("Optimizers that are kept go on with their moments and steps; else they begin anew")
  func keptOptimizers() throws {
    func train(_ keeps: Bool?) throws -> [ReplayModelState] {
      var settings = Digits.settings(steps: 10)
      settings.keepsOptimizer = keeps
      var state = Digits.start(seed: 3, isGenerated: false)
      return try (0..<2).map { task in
        state = try GenerativeReplayTrainer(settings).train(state, on: digits.samples(task: task)) {
          _ in
        }
        return state
      }
    }
    let (anew, kept) = (try train(nil), try train(true))
    #expect(anew.allSatisfy { $0.optimizers == nil })
    #expect(kept.map { $0.optimizers?.encoder.steps } == [10, 20])
    #expect(kept.map { $0.optimizers?.decoder.steps } == [10, 20])
    #expect(kept[0].encoder == anew[0].encoder && kept[0].decoder == anew[0].decoder)
    #expect(kept[1].encoder != anew[1].encoder && kept[1].decoder != anew[1].decoder)
  }

  @Test(
    "A step weighs current images by 1 / (t + 1), the rest are images of the model before the task",
    arguments: [1, 2])
  func steps(task: Int) throws {
    let (rate, steps, size) = (0.5, 3, 32)
    var before = Digits.start(seed: 3, isGenerated: false)
    for earlier in 0..<task {
      before = try GenerativeReplayTrainer(Digits.settings(steps: 20)).train(
        before, on: digits.samples(task: earlier)
      ) { _ in }
    }
    let samples = digits.samples(task: task)
    let settings = Digits.settings(.sgd(learningRate: rate), steps: steps)
    let after = try GenerativeReplayTrainer(settings).train(before, on: samples) { _ in }
    #expect(after.tasks == task + 1)

    let model = before.autoencoder
    var (encoder, decoder) = (before.encoder.map(Double.init), before.decoderWeights(ofTask: 0))
    var replay = ReplaySampler(before, batch: size, purpose: "replayed images", task: task)
    var minibatches = Minibatches(
      count: samples.count,
      random: RandomStream(seed: 3, purpose: "replay minibatches", index: task))
    var noise = RandomStream(seed: 3, purpose: "replay latents", index: task)
    var batch = [Int](repeating: 0, count: size)
    let weight = 1 / Double(task + 1)
    for _ in 0..<steps {
      minibatches.next(into: &batch)
      var pass = AutoencoderPass<Double>(model, capacity: 2 * size)
      var decoderPass = NetworkPass<Double>(model.decoder, capacity: 2 * size)
      samples.gather(batch, into: &pass.encoder.inputs)
      var drawn = [Float](repeating: 0, count: size * 784)
      _ = replay.draw(batch: size, into: &drawn, first: 0)
      pass.encoder.inputs.replaceSubrange((size * 784)..., with: drawn.map(Double.init))
      pass.drawNoise(rows: 2 * size, using: &noise)
      _ = pass.forward(
        encoderWeights: encoder, decoderWeights: decoder, decoder: &decoderPass,
        batch: [
          AutoencoderRows(0..<size, weight: weight),
          AutoencoderRows(size..<2 * size, weight: 1 - weight),
        ])
      var (ofEncoder, ofDecoder) = (encoder, decoder)
      pass.backward(
        encoderWeights: encoder, decoderWeights: decoder, decoder: &decoderPass, batch: 2 * size,
        encoderGradient: &ofEncoder, decoderGradient: &ofDecoder)
      for i in encoder.indices { encoder[i] -= rate * ofEncoder[i] }
      for i in decoder.indices { decoder[i] -= rate * ofDecoder[i] }
    }
    let start = before.encoder.map(Double.init) + before.decoderWeights(ofTask: 0)
    let moved = zip(encoder + decoder, start).map { $0 - $1 }
    let trained = zip(after.encoder.map(Double.init) + after.decoderWeights(ofTask: 0), start)
      .map { $0 - $1 }
    #expect(relativeError(trained, moved) < 1e-3)
  }

  @Test("Divergence is named, with its task and step")
  func diverges() throws {
    let error = #expect(throws: DivergenceError.self) {
      _ = try GenerativeReplayTrainer(Digits.settings(.sgd(learningRate: 1e30), steps: 5)).train(
        Digits.start(seed: 6, isGenerated: false), on: digits.samples(task: 0)
      ) { _ in }
    }
    #expect(error?.task == 0 && (error?.step ?? 9) <= 2 && error?.lastFiniteLoss != nil)
  }
}
