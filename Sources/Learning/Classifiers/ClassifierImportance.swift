import Networks
import Tasks
import Tensors

/// Measures how much each weight of a network matters for a task that has been learned.
///
/// Every sample counts by itself: mean squares or magnitudes of the samples' own gradients, from the first
/// ones of a random order of the task's training data, a batch at a time.
package struct ClassifierImportance {
  private let samples: TaskSamples
  private let scope: Range<Int>
  private let order: [Int]
  private var pass: PerceptronPass<Float>

  /// - Parameters:
  ///   - scope: the output units among which the task is classified
  ///   - count: the most samples that are taken
  package init(
    _ network: MultilayerPerceptron, _ samples: TaskSamples, scope: Range<Int>, count: Int,
    seed: UInt64, task: Int, batch: Int = 250
  ) {
    precondition(samples.count > 0 && count > 0, "\(count) of \(samples.count) samples")
    (self.samples, self.scope) = (samples, scope)
    var random = RandomStream(seed: seed, purpose: "importance samples", index: task)
    order = Array(random.permutation(of: samples.count).prefix(count))
    pass = PerceptronPass(network, capacity: min(batch, order.count))
  }

  /// The diagonal of the empirical Fisher information, `mean (∂ log p(label) / ∂θ)²`.
  package mutating func fisher(
    of weights: [Float], report: () throws -> Void
  ) rethrows -> [Float] {
    let (samples, scope) = (samples, scope)
    return try mean(weights, .square, report) { batch, outputs, logits, gradient in
      let shift = samples.head.lowerBound - scope.lowerBound
      _ = Loss.addCrossEntropy(
        logits: logits, outputs: outputs, rows: 0..<batch.count, scope: scope,
        labels: batch.map { samples.label($0) + shift }, weight: Float(batch.count),
        gradient: &gradient)
    }
  }

  /// `mean |∂ ‖f(x)‖² / ∂θ|` over the scope's outputs (Aljundi et al. 2018).
  package mutating func sensitivity(
    of weights: [Float], report: () throws -> Void
  ) rethrows -> [Float] {
    let scope = scope
    return try mean(weights, .magnitude, report) { batch, outputs, logits, gradient in
      for row in batch.indices {
        for unit in scope { gradient[row * outputs + unit] = 2 * logits[row * outputs + unit] }
      }
    }
  }

  private mutating func mean(
    _ weights: [Float], _ form: PerceptronPass<Float>.SampleGradient, _ report: () throws -> Void,
    logitGradient: (_ batch: [Int], _ outputs: Int, _ logits: [Float], inout [Float]) -> Void
  ) rethrows -> [Float] {
    var sums = [Float](repeating: 0, count: weights.count)
    let outputs = pass.network.outputCount
    for start in stride(from: 0, to: order.count, by: pass.capacity) {
      let batch = Array(order[start..<min(order.count, start + pass.capacity)])
      samples.gather(batch, into: &pass.inputs)
      pass.forward(weights: weights, batch: batch.count)
      pass.withLogitGradient { logits, gradient in
        clear(&gradient, count: batch.count * outputs)
        logitGradient(batch, outputs, logits, &gradient)
      }
      pass.addSampleGradients(
        form, weights: weights, batch: batch.count, scale: 1 / Float(order.count), to: &sums)
      try report()
    }
    return sums
  }
}
