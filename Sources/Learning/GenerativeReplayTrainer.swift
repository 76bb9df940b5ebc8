import Networks
import Tasks
import Tensors

/// Trains one variational autoencoder on one task after another; from the second task on it also learns
/// from samples of a copy of itself that is taken before the task (deep generative replay: Shin et al.
/// 2017, van de Ven & Tolias 2019).
package struct GenerativeReplayTrainer: Sendable {
  package let settings: TrainingSettings

  /// No regularizer acts on the model.
  package init(_ settings: TrainingSettings) { self.settings = settings }

  /// The state after task `t` (from 0), given the state after task `t − 1`, whose decoder is a plain one.
  ///
  /// The loss is 1 / (t + 1) of the current images' and the rest of the replayed ones'; there are `batch` of
  /// each.
  ///
  /// - Parameter report: called after every step; throws to stop (a cancelled run).
  /// - Throws: `DivergenceError`, or what `report` throws.
  package func train(
    _ state: ReplayModelState, on samples: TaskSamples, report: (_ step: Int) throws -> Void
  ) throws -> ReplayModelState {
    guard case .plain(var decoder) = state.decoder else {
      preconditionFailure("a generated decoder is trained through its hypernetwork")
    }
    var state = state
    let (task, model, size) = (state.tasks, state.autoencoder, settings.batch)
    var replay = ReplaySampler(state, batch: size, purpose: "replayed images", task: task)
    let replayed = replay.rowCount(batch: size)
    var pass = AutoencoderPass<Float>(model, capacity: size + replayed)
    var decoderPass = PerceptronPass<Float>(model.decoder, capacity: size + replayed)
    var encoder = state.encoder
    var (encoderGradient, decoderGradient) = (encoder, decoder)
    var encoderOptimizer = Optimizer<Float>(settings.optimizer, count: encoder.count)
    var decoderOptimizer = Optimizer<Float>(settings.optimizer, count: decoder.count)
    var minibatches = Minibatches(
      count: samples.count,
      random: RandomStream(seed: state.seed, purpose: "replay minibatches", index: task))
    var noise = RandomStream(seed: state.seed, purpose: "replay latents", index: task)
    var rate = LearningRate(
      settings.optimizer.schedule, base: settings.optimizer.learningRate, steps: settings.steps)
    var batch = [Int](repeating: 0, count: size)
    let share = 1 / Float(task + 1)
    let rows =
      [AutoencoderRows(0..<size, weight: share)]
      + (replayed > 0 ? [AutoencoderRows(size..<size + replayed, weight: 1 - share)] : [])
    var lastFiniteLoss: Double?
    state.metrics = []

    for k in 1...settings.steps {
      minibatches.next(into: &batch)
      samples.gather(batch, into: &pass.encoder.inputs)
      _ = replay.draw(batch: size, into: &pass.encoder.inputs, first: size)
      pass.drawNoise(rows: size + replayed, using: &noise)
      let loss = pass.forward(
        encoderWeights: encoder, decoderWeights: decoder, decoder: &decoderPass, batch: rows)
      let learningRate = rate.rate(atStep: k - 1)
      var isFinite = loss.total.isFinite
      if isFinite {
        lastFiniteLoss = Double(loss.total)
        pass.backward(
          encoderWeights: encoder, decoderWeights: decoder, decoder: &decoderPass,
          batch: size + replayed, encoderGradient: &encoderGradient,
          decoderGradient: &decoderGradient)
        encoderOptimizer.learningRate = learningRate
        decoderOptimizer.learningRate = learningRate
        isFinite = encoderOptimizer.step(&encoder, gradient: encoderGradient)
        isFinite = decoderOptimizer.step(&decoder, gradient: decoderGradient) && isFinite
      }
      guard isFinite else {
        throw DivergenceError(
          task: task, step: k, learningRate: learningRate,
          what: loss.total.isFinite ? .weights : .loss, lastFiniteLoss: lastFiniteLoss)
      }
      rate.observe(loss: Double(loss.total))
      if k == 1 || k % settings.logInterval == 0 || k == settings.steps {
        state.metrics += loss.metrics(step: k)
      }
      try report(k)
    }
    (state.encoder, state.decoder) = (encoder, .plain(decoder))
    state.tasks += 1
    return state
  }
}
