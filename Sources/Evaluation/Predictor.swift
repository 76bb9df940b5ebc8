import Hypernetworks
import Learning
import Networks
import Tasks
import Tensors

/// Measures test scores of generated weights, in large batches and fixed buffers.
package struct Predictor: Sendable {
  private var generator: Generator<Float>
  private var pass: NetworkPass<Float>
  private let batch: Int

  /// Buffers for tests of `batch` samples at a time; `use` gives the weights.
  package init(_ network: Architecture, _ hypernetwork: Hypernetwork, batch: Int = 1000) {
    generator = Generator(hypernetwork)
    pass = NetworkPass(network, capacity: batch, backward: false)
    self.batch = batch
  }

  /// Generates and keeps the weights that `embedding` stands for.
  package mutating func use(parameters: [Float], embedding: [Float]) {
    generator.generate(parameters: parameters, embedding: embedding)
  }

  /// The first layer's products with `samples` for any embedding; nil where the table would be too large.
  package func firstLayer(of samples: TaskSamples, parameters: [Float]) -> SharedFirstLayer? {
    SharedFirstLayer(
      pass.network, generator.hypernetwork, parameters: parameters, samples: samples, batch: batch)
  }

  /// The score of the weights in use on the `samples`, within the task's head.
  ///
  /// - Parameter shared: the table of these samples and the parameters in use, where there is one;
  ///   it saves the first layer's products.
  ///
  /// Complexity: 2 · samples · P FLOPs; with a table, P less the first layer's weights.
  package mutating func score(
    on samples: TaskSamples, through shared: SharedFirstLayer? = nil
  ) -> Double {
    precondition(samples.count > 0, "no samples")
    let outputs = pass.network.outputCount
    var sum = ScoreSum(samples, scope: samples.head)
    forEachBatch(of: samples, through: shared) { sum.add($1, count: outputs, of: $0) }
    return sum.score
  }

  /// The outputs of the task's head for each of the `samples`, by the weights in use: `[samples × head]`.
  ///
  /// Complexity: 2 · samples · P FLOPs.
  package mutating func outputs(on samples: TaskSamples) -> [Float] {
    var values: [Float] = []
    let count = pass.network.outputCount
    forEachBatch(of: samples) { range, logits in
      for row in 0..<range.count { values += samples.head.map { logits[row * count + $0] } }
    }
    return values
  }

  /// Calls `body` with the logits of all `samples`, a large batch at a time: `[batch × outputs]`.
  package mutating func forEachBatch(
    of samples: TaskSamples, through shared: SharedFirstLayer? = nil,
    _ body: (_ samples: Range<Int>, _ logits: [Float]) -> Void
  ) {
    precondition(shared.map { $0.batch == batch } ?? true, "a table for other batches")
    let coefficients = shared?.coefficients(generator.activations) ?? []
    for (index, start) in stride(from: 0, to: samples.count, by: batch).enumerated() {
      let range = start..<min(samples.count, start + batch)
      if let shared {
        pass.forward(weights: generator.weights, batch: range.count) {
          shared.products(ofBatch: index, count: range.count, coefficients, into: &$0)
        }
      } else {
        samples.gather(Array(range), into: &pass.inputs)
        pass.forward(weights: generator.weights, batch: range.count)
      }
      body(range, pass.logits)
    }
  }
}
