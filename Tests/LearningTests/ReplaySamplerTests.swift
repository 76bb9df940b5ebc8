import Learning
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Samples of a replay model")
struct ReplaySamplerTests {
  /// A state that has learned `tasks` tasks, as far as a sampler can tell.
  private func state(tasks: Int, isGenerated: Bool, seed: UInt64 = 1) -> ReplayModelState {
    let start = Digits.start(seed: seed, isGenerated: isGenerated)
    guard case .generated(let hypernetwork, let parameters, _) = start.decoder else {
      var state = start
      state.tasks = tasks
      return state
    }
    return ReplayModelState(
      autoencoder: start.autoencoder, encoder: start.encoder,
      decoder: .generated(
        hypernetwork, parameters: parameters,
        taskEmbeddings: (0..<tasks).map { uniformValues(8, seed: UInt64($0)) }),
      tasks: tasks, metrics: [], seed: seed)
  }

  /// The images by decoders of double precision.
  private func expected(
    _ state: ReplayModelState, _ groups: [(count: Int, task: Int?)], purpose: String, task: Int
  ) -> [Double] {
    var random = RandomStream(seed: state.seed, purpose: purpose, index: task)
    let (network, width) = (state.autoencoder.decoder, state.autoencoder.decoder.inputCount)
    return groups.flatMap { group in
      var latents = [Double](repeating: 0, count: group.count * 10)
      random.fillNormal(into: &latents, count: latents.count)
      var pass = NetworkPass<Double>(network, capacity: group.count)
      for row in 0..<group.count {
        for i in 0..<10 { pass.inputs[row * width + i] = latents[row * 10 + i] }
        if let task = group.task { pass.inputs[row * width + 10 + task] = 1 }
      }
      pass.forward(weights: state.decoderWeights(ofTask: group.task ?? 0), batch: group.count)
      var images = pass.logits
      Activation.sigmoid.apply(to: &images, count: images.count)
      return images
    }
  }

  @Test(
    "A generated decoder gives ⌈batch / t⌉ images of each task, by its own weights and condition",
    arguments: [(1, 8), (3, 3), (4, 2), (5, 2)])
  func generated(tasks: Int, share: Int) {
    let state = state(tasks: tasks, isGenerated: true)
    var sampler = ReplaySampler(state, batch: 8, purpose: "test", task: tasks)
    let rows = tasks * share
    #expect(sampler.rowCount(batch: 8) == rows)
    var inputs = [Float](repeating: 9, count: (rows + 3) * 784)
    // More draws than are decoded at once.
    let ahead = (ReplaySampler.rowsAtOnce + share - 1) / share
    let pools = (0..<2).map { _ in (0..<tasks).map { (count: share * ahead, task: Optional($0)) } }
    let all = expected(state, pools.flatMap { $0 }, purpose: "test", task: tasks)
    for k in 0..<ahead + 2 {
      let drawn = sampler.draw(batch: 8, into: &inputs, first: 2)
      #expect(
        drawn
          == (0..<tasks).map {
            ReplayedRows(rows: 2 + $0 * share..<2 + ($0 + 1) * share, task: $0)
          })
      guard k < 2 || k >= ahead - 1 else { continue }
      let images = (0..<tasks).flatMap { task in
        let row = ((k / ahead * tasks + task) * ahead + k % ahead) * share
        return all[row * 784..<(row + share) * 784]
      }
      let values = inputs[2 * 784..<(rows + 2) * 784].map(Double.init)
      #expect(relativeError(values, images) < 1e-5, "draw \(k)")
    }
    #expect(inputs[..<(2 * 784)].allSatisfy { $0 == 9 })
    #expect(inputs[((rows + 2) * 784)...].allSatisfy { $0 == 9 })
    // Another batch size begins with images of its own.
    #expect(sampler.draw(batch: 1, into: &inputs, first: 0).last?.rows.count == 1)
  }

  @Test("A plain decoder gives the batch in one group and does not tell the task")
  func plain() {
    let state = state(tasks: 3, isGenerated: false)
    var sampler = ReplaySampler(state, batch: 8, purpose: "test", task: 3)
    #expect(sampler.rowCount(batch: 7) == 7)
    var inputs = [Float](repeating: 9, count: 8 * 784)
    let drawn = sampler.draw(batch: 7, into: &inputs, first: 1)
    #expect(drawn == [ReplayedRows(rows: 1..<8, task: nil)])
    let images = expected(state, [(7, nil)], purpose: "test", task: 3)
    #expect(relativeError(inputs[784...].map(Double.init), images) < 1e-5)
    #expect(inputs[..<784].allSatisfy { $0 == 9 })
  }

  @Test("Before the first task there is nothing to draw", arguments: [true, false])
  func nothing(isGenerated: Bool) {
    var sampler = ReplaySampler(
      state(tasks: 0, isGenerated: isGenerated), batch: 8, purpose: "test", task: 0)
    var inputs = [Float](repeating: 9, count: 784)
    #expect(sampler.rowCount(batch: 8) == 0)
    #expect(sampler.draw(batch: 8, into: &inputs, first: 0).isEmpty)
    #expect(inputs.allSatisfy { $0 == 9 })
  }

  @Test("Images depend on seed, purpose and the task that is trained, and repeat with them")
  func streams() {
    func images(_ seed: UInt64, _ purpose: String, _ task: Int) -> [Float] {
      var sampler = ReplaySampler(
        state(tasks: 2, isGenerated: true, seed: seed), batch: 8, purpose: purpose, task: task)
      var inputs = [Float](repeating: 0, count: 24 * 784)
      for first in stride(from: 0, to: 24, by: 8) {
        #expect(sampler.draw(batch: 8, into: &inputs, first: first).count == 2)
      }
      return inputs
    }
    let first = images(1, "a", 2)
    #expect(first == images(1, "a", 2))
    let rows = Set((0..<24).map { Array(first[$0 * 784..<($0 + 1) * 784]) })
    #expect(rows.count == 24)
    for other in [images(2, "a", 2), images(1, "b", 2), images(1, "a", 3)] {
      #expect(other != first)
    }
  }

  @Test("Initial weights: encoder, decoder and hypernetwork draw from sequences of their own")
  func starts() {
    let (generated, plain) = (
      Digits.start(seed: 1, isGenerated: true), Digits.start(seed: 1, isGenerated: false)
    )
    #expect(generated.encoder == plain.encoder && generated.tasks == 0)
    #expect(generated == Digits.start(seed: 1, isGenerated: true))
    #expect(Digits.start(seed: 2, isGenerated: true).encoder != generated.encoder)
    guard case .plain(let weights) = plain.decoder,
      case .generated(let hypernetwork, let parameters, _) = generated.decoder
    else {
      Issue.record("other decoders")
      return
    }
    #expect(Set(weights).intersection(plain.encoder).count < 100)
    let ofClassifier: [Float] = hypernetwork.initialParameters(seed: 1)
    #expect(Set(parameters).intersection(ofClassifier).count < 100)
  }
}
