import Hypernetworks
import Networks
import Tasks
import Tensors

/// Measures how much each parameter matters for a task that has been learned, one sample at a time.
///
/// The samples are the first ones of a random order of the task's training data. Complexity: a forward
/// and backward pass for each of them.
package struct ImportanceEstimator {
  /// What a sample's gradient is taken of.
  private enum Output {
    /// log p(label)
    case logLikelihood(RegularizerSettings.FisherLabels)
    /// The output of a unit, f(x).
    case unit(Int)
    /// ‖f(x)‖², over the task's head.
    case squaredLength
  }

  private let samples: TaskSamples
  private let order: [Int]
  private let parameters: [Float]
  private let embedding: [Float]
  private let statistics: [Float]
  private let outputs: Int
  private var generator: Generator<Float>
  private var pass: NetworkPass<Float>
  private var weightGradient: [Float]

  /// For the latest task of `state`, from at most `count` of its `samples`.
  package init(_ state: HypernetworkState, _ samples: TaskSamples, count: Int) {
    precondition(!state.taskEmbeddings.isEmpty && samples.count > 0, "no task")
    self.samples = samples
    let task = state.taskEmbeddings.count - 1
    var random = RandomStream(seed: state.seed, purpose: "importance samples", index: task)
    order = Array(random.permutation(of: samples.count).prefix(max(1, count)))
    (parameters, embedding) = (state.parameters, state.taskEmbeddings[task])
    statistics = state.statistics[task]
    outputs = state.network.outputCount
    generator = Generator(state.hypernetwork)
    generator.generate(parameters: parameters, embedding: embedding)
    pass = NetworkPass(state.network, capacity: 1)
    weightGradient = [Float](repeating: 0, count: state.hypernetwork.generatedCount)
  }

  /// The diagonal of the Fisher information: in classification `mean (∂ log p(label) / ∂Θ_h)²`; in regression that
  /// of a Gaussian of variance 1 around the outputs, `mean Σ_k (∂f_k / ∂Θ_h)²`.
  ///
  /// - Parameter labels: whose likelihood counts in classification
  package mutating func fisher(
    labels: RegularizerSettings.FisherLabels = .own, report: () throws -> Void
  ) rethrows -> [Float] {
    try overParameters(likelihood(of: labels), absolute: false, report)
  }

  /// What Fisher information takes the gradients of.
  private func likelihood(of labels: RegularizerSettings.FisherLabels) -> [Output] {
    switch samples.objective {
    case .classification: [.logLikelihood(labels)]
    case .regression: samples.head.map { .unit($0) }
    }
  }

  /// `mean |∂ ‖f(x)‖² / ∂Θ_h|` (Aljundi et al. 2018).
  package mutating func sensitivity(report: () throws -> Void) rethrows -> [Float] {
    try overParameters([.squaredLength], absolute: true, report)
  }

  /// The diagonal of the Fisher information of the generated weights, `[P]`.
  package mutating func targetFisher(
    labels: RegularizerSettings.FisherLabels = .own, report: () throws -> Void
  ) rethrows -> [Float] {
    let likelihood = likelihood(of: labels)
    var sums = [Float](repeating: 0, count: generator.hypernetwork.targetCount)
    for sample in order {
      for output in likelihood {
        backpropagate(sample, output)
        addMagnitudes(
          of: weightGradient, scale: 1 / Float(order.count), absolute: false, to: &sums)
      }
      try report()
    }
    return sums
  }

  private mutating func overParameters(
    _ outputs: [Output], absolute: Bool, _ report: () throws -> Void
  ) rethrows -> [Float] {
    var sums = [Float](repeating: 0, count: parameters.count)
    var gradient = sums
    for sample in order {
      for output in outputs {
        backpropagate(sample, output)
        generator.backward(
          parameters: parameters, embedding: embedding, weightGradient: weightGradient,
          gradient: &gradient)
        addMagnitudes(
          of: gradient, scale: 1 / Float(order.count), absolute: absolute, to: &sums)
      }
      try report()
    }
    return sums
  }

  /// Sets `weightGradient` for one sample.
  private mutating func backpropagate(_ sample: Int, _ output: Output) {
    samples.gather([sample], into: &pass.inputs)
    pass.forward(weights: generator.weights, batch: 1, statistics: statistics)
    pass.withLogitGradient { logits, gradient in
      switch output {
      case .logLikelihood(let labels):
        let head = samples.head
        let label =
          switch labels {
          case .own: samples.label(sample)
          case .predicted:
            Loss.prediction(logits: logits, outputs: outputs, row: 0, scope: head)
              - head.lowerBound
          }
        _ = Loss.crossEntropy(
          logits: logits, outputs: outputs, head: head, labels: [label], gradient: &gradient)
      case .unit(let unit):
        for i in 0..<outputs { gradient[i] = i == unit ? 1 : 0 }
      case .squaredLength:
        for i in 0..<outputs { gradient[i] = samples.head.contains(i) ? 2 * logits[i] : 0 }
      }
    }
    pass.backward(weights: generator.weights, batch: 1, gradient: &weightGradient)
  }
}
