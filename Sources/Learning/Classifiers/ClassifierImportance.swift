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
  private let statistics: [Float]
  private var pass: NetworkPass<Float>

  /// Chooses the samples that importances of the task are measured on. Traps for no samples.
  ///
  /// - Parameters:
  ///   - scope: the output units among which the task is classified
  ///   - count: the most samples that are taken
  ///   - statistics: those of the network after the task
  package init(
    _ network: Architecture, _ samples: TaskSamples, scope: Range<Int>, count: Int,
    statistics: [Float] = [], seed: UInt64, task: Int, batch: Int = 250
  ) {
    precondition(samples.count > 0 && count > 0, "\(count) of \(samples.count) samples")
    (self.samples, self.scope, self.statistics) = (samples, scope, statistics)
    var random = RandomStream(seed: seed, purpose: "importance samples", index: task)
    order = Array(random.permutation(of: samples.count).prefix(count))
    // Feature maps of a sample take megabytes.
    let batch = network.features == nil ? batch : min(batch, 32)
    pass = NetworkPass(network, capacity: min(batch, order.count))
  }

  /// The diagonal of the Fisher information: in classification `mean (∂ log p(label) / ∂θ)²`; in regression that
  /// of a Gaussian of variance 1 around the outputs, `mean Σ_k (∂f_k / ∂θ)²`.
  ///
  /// - Parameter labels: whose likelihood counts in classification
  package mutating func fisher(
    of weights: [Float], labels: RegularizerSettings.FisherLabels = .own, report: () throws -> Void
  ) rethrows -> [Float] {
    let (samples, scope) = (samples, scope)
    guard samples.objective == .classification else {
      var sums = [Float](repeating: 0, count: weights.count)
      for unit in scope {
        let ofUnit = try mean(weights, .square, report) { batch, outputs, _, gradient in
          for row in batch.indices { gradient[row * outputs + unit] = 1 }
        }
        addScaled(1, ofUnit, into: &sums, range: 0..<sums.count)
      }
      return sums
    }
    return try mean(weights, .square, report) { batch, outputs, logits, gradient in
      var targets = TargetBatch(.classification, rows: batch.count, width: 1)
      switch labels {
      case .own: samples.targets(of: batch, scope: scope, into: &targets)
      case .predicted:
        for row in batch.indices {
          targets.labels[row] =
            Loss.prediction(logits: logits, outputs: outputs, row: row, scope: scope)
            - scope.lowerBound
        }
      }
      _ = Loss.addCrossEntropy(
        logits: logits, outputs: outputs, rows: 0..<batch.count, scope: scope,
        labels: targets.labels, weight: Float(batch.count), gradient: &gradient)
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
    _ weights: [Float], _ form: NetworkPass<Float>.SampleGradient, _ report: () throws -> Void,
    logitGradient: (_ batch: [Int], _ outputs: Int, _ logits: [Float], inout [Float]) -> Void
  ) rethrows -> [Float] {
    var sums = [Float](repeating: 0, count: weights.count)
    let outputs = pass.network.outputCount
    for start in stride(from: 0, to: order.count, by: pass.capacity) {
      let batch = Array(order[start..<min(order.count, start + pass.capacity)])
      samples.gather(batch, into: &pass.inputs)
      pass.forward(weights: weights, batch: batch.count, statistics: statistics)
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
