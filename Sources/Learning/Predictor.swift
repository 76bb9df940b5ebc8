import Hypernetworks
import Networks
import Tasks
import Tensors

/// Measures test accuracies of generated weights, in large batches and fixed buffers.
package struct Predictor: Sendable {
  private var generator: Generator<Float>
  private var pass: PerceptronPass<Float>
  private let batch: Int

  package init(_ network: MultilayerPerceptron, _ hypernetwork: Hypernetwork, batch: Int = 1000) {
    generator = Generator(hypernetwork)
    pass = PerceptronPass(network, capacity: batch, backward: false)
    self.batch = batch
  }

  /// Generates and keeps the weights that `embedding` stands for.
  package mutating func use(parameters: [Float], embedding: [Float]) {
    generator.generate(parameters: parameters, embedding: embedding)
  }

  /// The fraction of `samples` that the weights in use classify right within the task's head.
  ///
  /// Complexity: 2 · samples · P FLOPs.
  package mutating func accuracy(on samples: TaskSamples) -> Double {
    precondition(samples.count > 0, "no samples")
    var correct = 0
    for start in stride(from: 0, to: samples.count, by: batch) {
      let range = start..<min(samples.count, start + batch)
      samples.gather(range, into: &pass.inputs)
      pass.forward(weights: generator.weights, batch: range.count)
      correct += Loss.correctCount(
        logits: pass.logits, outputs: pass.network.outputCount, head: samples.head,
        labels: range.map(samples.label))
    }
    return Double(correct) / Double(samples.count)
  }
}
