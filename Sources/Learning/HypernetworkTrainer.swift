import Foundation
import Hypernetworks
import Networks
import Tasks
import Tensors

/// How one task is trained.
package struct TrainingSettings: Codable, Hashable, Sendable {
  package var optimizer: OptimizerSettings
  package var batch: Int
  package var steps: Int
  /// β; 0 switches the regularizer off. Has no meaning for the first task.
  package var beta: Double
  /// Steps between two entries of the training log.
  package var logInterval: Int

  package init(
    optimizer: OptimizerSettings, batch: Int, steps: Int, beta: Double, logInterval: Int
  ) {
    (self.optimizer, self.batch, self.steps) = (optimizer, batch, steps)
    (self.beta, self.logInterval) = (beta, logInterval)
  }
}

/// The loss stopped being a number.
package struct DivergenceError: Error, LocalizedError, CustomStringConvertible {
  package let task: Int
  package let step: Int
  package let learningRate: Double
  package let lastFiniteLoss: Double?

  package var description: String {
    let last = lastFiniteLoss.map { "the last finite loss was \($0)" } ?? "no loss was finite"
    return "training diverged: the loss of task \(task + 1) is not finite at step \(step) "
      + "(learning rate \(learningRate); \(last)). Nothing was stored; try a smaller learning_rate."
  }
  package var errorDescription: String? { description }
}

/// Trains a hypernetwork on one task after another (von Oswald et al. 2020, eq. 2).
package struct HypernetworkTrainer {
  package let settings: TrainingSettings

  package init(_ settings: TrainingSettings) { self.settings = settings }

  /// The state after task `t`, given the state after task `t − 1`.
  ///
  /// - Parameter report: called after every step; throws to stop (a cancelled run).
  /// - Throws: `DivergenceError`, or what `report` throws.
  package func train(
    _ state: LearnerState, on samples: TaskSamples, report: (_ step: Int) throws -> Void
  ) throws -> LearnerState {
    var state = state
    let task = state.taskEmbeddings.count
    let h = state.hypernetwork
    var embedding: [Float] = h.initialEmbedding(task: task, seed: state.seed)
    var generator = Generator<Float>(h)
    var pass = PerceptronPass<Float>(state.network, capacity: settings.batch)
    var regularizer =
      settings.beta > 0 && task > 0
      ? OutputRegularizer(
        h, snapshot: state.parameters, embeddings: state.taskEmbeddings.flatMap { $0 })
      : nil
    var optimizer = Optimizer<Float>(settings.optimizer, count: h.parameterCount)
    var embeddingOptimizer = Optimizer<Float>(settings.optimizer, count: h.embeddingSize)
    var minibatches = Minibatches(
      count: samples.count,
      random: RandomStream(seed: state.seed, purpose: "minibatches", index: task))
    var batch = [Int](repeating: 0, count: settings.batch)
    var labels = batch
    var weightGradient = [Float](repeating: 0, count: h.generatedCount)
    var gradient = [Float](repeating: 0, count: h.parameterCount)
    var lookahead = gradient
    var lastFiniteLoss: Double?
    state.metrics = []

    for step in 1...settings.steps {
      minibatches.next(into: &batch)
      samples.gather(batch, into: &pass.inputs)
      for i in batch.indices { labels[i] = samples.label(batch[i]) }

      // 1. The task's gradient, through the target network and the generated weights.
      generator.generate(parameters: state.parameters, embedding: embedding)
      pass.forward(weights: generator.weights, batch: batch.count)
      let (loss, correct) = pass.withLogitGradient { logits, gradient in
        Loss.crossEntropy(
          logits: logits, outputs: state.network.outputCount, head: samples.head, labels: labels,
          gradient: &gradient)
      }
      guard loss.isFinite else { throw divergence(task, step, lastFiniteLoss) }
      lastFiniteLoss = Double(loss)
      pass.backward(weights: generator.weights, batch: batch.count, gradient: &weightGradient)
      let embeddingGradient = generator.backward(
        parameters: state.parameters, embedding: embedding, weightGradient: weightGradient,
        gradient: &gradient)

      // 2, 3. The regularizer's gradient where the optimizer's own step would lead.
      let penalty = optimizer.evaluate(
        &regularizer, at: state.parameters, strength: Float(settings.beta), gradient: &gradient,
        shifted: &lookahead)
      guard penalty.isFinite else { throw divergence(task, step, lastFiniteLoss) }
      if step == 1 || step % settings.logInterval == 0 || step == settings.steps {
        let norm = sumOfSquares(gradient).squareRoot()
        for (name, value) in [
          ("loss", Double(loss)), ("regularizer", Double(penalty)), ("gradient_norm", norm),
          ("accuracy", Double(correct) / Double(batch.count)),
        ] {
          state.metrics.append(TrainingMetric(step: step, name: name, value: value))
        }
      }

      // 4. One step for Θ_h on the sum, one for the embedding on the task's gradient alone.
      optimizer.step(&state.parameters, gradient: gradient)
      embeddingOptimizer.step(&embedding, gradient: embeddingGradient)
      try report(step)
    }
    guard state.parameters.allSatisfy(\.isFinite), embedding.allSatisfy(\.isFinite) else {
      throw divergence(task, settings.steps, lastFiniteLoss)
    }
    state.taskEmbeddings.append(embedding)
    return state
  }

  private func divergence(_ task: Int, _ step: Int, _ loss: Double?) -> DivergenceError {
    DivergenceError(
      task: task, step: step, learningRate: settings.optimizer.learningRate, lastFiniteLoss: loss)
  }
}
