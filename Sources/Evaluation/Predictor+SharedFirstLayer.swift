import Hypernetworks
import Networks
import Tasks

/// Tests of many embeddings on the same samples: they share the first layer's products.
extension Predictor where Pass == NetworkPass<Float> {
  /// Buffers for tests of `batch` samples at a time; `use` gives the weights.
  package init(_ network: Architecture, _ hypernetwork: Hypernetwork, batch: Int = 1000) {
    self.init(of: network, hypernetwork, batch: batch)
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
    on samples: TaskSamples, through shared: SharedFirstLayer?
  ) -> Double {
    score(on: samples) { $0.forEachBatch(of: samples, through: shared, $1) }
  }

  /// Calls `body` with the logits of all `samples`, a large batch at a time: `[batch × outputs]`.
  package mutating func forEachBatch(
    of samples: TaskSamples, through shared: SharedFirstLayer?,
    _ body: (_ samples: Range<Int>, _ logits: [Float]) -> Void
  ) {
    guard let shared else {
      forEachBatch(of: samples, body)
      return
    }
    precondition(shared.batch == batch, "a table for other batches")
    let coefficients = shared.coefficients(generator.activations)
    for (index, start) in stride(from: 0, to: samples.count, by: batch).enumerated() {
      let range = start..<min(samples.count, start + batch)
      pass.forward(weights: generator.weights, batch: range.count, statistics: statistics) {
        shared.products(ofBatch: index, count: range.count, coefficients, into: &$0)
      }
      body(range, pass.logits)
    }
  }
}
