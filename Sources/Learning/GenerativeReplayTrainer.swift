import Networks
import Tasks
import Tensors

/// Trains one variational autoencoder on one task after another; from the second task on it also learns
/// from samples of a copy of itself that is taken before the task (deep generative replay: Shin et al.
/// 2017, van de Ven & Tolias 2019).
package struct GenerativeReplayTrainer: Sendable {
  /// How a task is trained; its regularizer is not used.
  package let settings: TrainingSettings

  /// A trainer with these settings. The replayed images keep earlier tasks, no regularizer does.
  package init(_ settings: TrainingSettings) { self.settings = settings }

  /// The state after task `t` (from 0), given the state after task `t − 1`, whose decoder is a plain one.
  ///
  /// A step has `batch` images of the task and, after the first one, as many replayed images. The task's own
  /// have `1 / (t + 1)` of the loss, the replayed ones the rest.
  ///
  /// - Parameter report: called after every step; throws to stop (a cancelled run).
  /// - Throws: `DivergenceError`, or what `report` throws.
  package func train(
    _ state: ReplayModelState, on samples: TaskSamples, with aids: TrainingAids = TrainingAids(),
    report: (_ step: Int) throws -> Void
  ) throws -> ReplayModelState {
    guard case .plain(var decoder) = state.decoder else {
      preconditionFailure("a generated decoder is trained through its hypernetwork")
    }
    var state = state
    let (task, model, size) = (state.tasks, state.autoencoder, settings.batch)
    var replay = ReplaySampler(state, batch: size, purpose: "replayed images", task: task)
    let replayed = replay.rowCount(batch: size)
    var pass = AutoencoderPass<Float>(model, capacity: size + replayed)
    var decoderPass = NetworkPass<Float>(model.decoder, capacity: size + replayed)
    var encoder = state.encoder
    var (encoderGradient, decoderGradient) = (encoder, decoder)
    var encoderOptimizer = Optimizer<Float>(settings.optimizer, count: encoder.count)
    var decoderOptimizer = Optimizer<Float>(settings.optimizer, count: decoder.count)
    if settings.keepsOptimizer == true, let kept = state.optimizers {
      encoderOptimizer.resume(kept.encoder)
      decoderOptimizer.resume(kept.decoder)
    }
    var noise = RandomStream(seed: state.seed, purpose: "replay latents", index: task)
    let share = 1 / Float(task + 1)
    let rows =
      [AutoencoderRows(0..<size, weight: share)]
      + (replayed > 0 ? [AutoencoderRows(size..<size + replayed, weight: 1 - share)] : [])
    let inputs = TrainingInputs(
      samples, seed: state.seed, task: task, purpose: "replay augmentation")
    let loop = TrainingLoop(settings, task: task, seed: state.seed, purpose: "replay minibatches")

    let end = try loop.run(
      on: samples, savepoint: aids.savepoint, report: report,
      parts: { parts in
        parts.numbers("encoder", &encoder)
        parts.numbers("decoder", &decoder)
        parts.group("encoder_optimizer", &encoderOptimizer)
        parts.group("decoder_optimizer", &decoderOptimizer)
        parts.group("latents", &noise)
        parts.group("replay", &replay)
      }
    ) { batch, first, rate, isLogged in
      inputs.gather(batch, from: first, into: &pass.encoder.inputs)
      _ = replay.draw(batch: size, into: &pass.encoder.inputs, first: size)
      pass.drawNoise(rows: size + replayed, using: &noise)
      let loss = pass.forward(
        encoderWeights: encoder, decoderWeights: decoder, decoder: &decoderPass, batch: rows)
      var isFinite = loss.total.isFinite
      if isFinite {
        pass.backward(
          encoderWeights: encoder, decoderWeights: decoder, decoder: &decoderPass,
          batch: size + replayed, encoderGradient: &encoderGradient,
          decoderGradient: &decoderGradient)
        (encoderOptimizer.learningRate, decoderOptimizer.learningRate) = (rate, rate)
        isFinite = encoderOptimizer.step(&encoder, gradient: encoderGradient)
        isFinite = decoderOptimizer.step(&decoder, gradient: decoderGradient) && isFinite
      }
      return TrainingLoop.Outcome(
        loss: Double(loss.total), isFinite: isFinite, log: isLogged ? loss.log() : [])
    }
    state.metrics = end.log
    (state.encoder, state.decoder) = (encoder, .plain(decoder))
    state.optimizers =
      settings.keepsOptimizer == true
      ? .init(encoder: encoderOptimizer.moments, decoder: decoderOptimizer.moments) : nil
    state.tasks += 1
    return state
  }
}
