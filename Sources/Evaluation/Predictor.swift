import Hypernetworks
import Learning
import Networks
import Tasks
import Tensors

/// Measures test scores of generated weights, in large batches and fixed buffers.
package struct Predictor<Pass: TargetPass>: Sendable where Pass.S == Float {
  var generator: Generator<Float>
  var pass: Pass
  /// The target network's statistics that go with the weights in use.
  package var statistics: [Float]
  let batch: Int
  private let outputCount: Int

  /// Buffers for tests of `batch` samples at a time, of any target network and its pass; `use` gives the
  /// weights.
  package init(
    of network: Pass.Network, _ hypernetwork: Hypernetwork, batch: Int = 1000
  ) {
    generator = Generator(hypernetwork)
    pass = Pass(network, capacity: batch, backward: false)
    statistics = network.initialStatistics()
    outputCount = network.outputCount
    self.batch = batch
  }

  /// Generates and keeps the weights that `embedding` stands for. The statistics in use stay.
  package mutating func use(parameters: [Float], embedding: [Float]) {
    generator.generate(parameters: parameters, embedding: embedding)
  }

  /// Generates and keeps the weights of a task, and keeps its statistics.
  package mutating func use(_ state: HypernetworkState, task: Int) {
    use(parameters: state.parameters, embedding: state.taskEmbeddings[task])
    statistics = state.statistics[task]
  }

  /// The score of the weights in use on the `samples`, within the task's head.
  ///
  /// Complexity: 2 · samples · P FLOPs.
  package mutating func score(on samples: TaskSamples) -> Double {
    score(on: samples) { $0.forEachBatch(of: samples, $1) }
  }

  /// The score of the outputs that `test` gives to the function that it is called with.
  mutating func score(
    on samples: TaskSamples,
    _ test: (inout Self, _ add: (_ samples: Range<Int>, _ logits: [Float]) -> Void) -> Void
  ) -> Double {
    precondition(samples.count > 0, "no samples")
    let outputs = outputCount
    var sum = ScoreSum(samples, scope: samples.head)
    test(&self) { sum.add($1, count: outputs, of: $0) }
    return sum.score
  }

  /// The outputs of the task's head for each of the `samples`, by the weights in use: `[samples × head]`.
  ///
  /// Complexity: 2 · samples · P FLOPs.
  package mutating func outputs(on samples: TaskSamples) -> [Float] {
    var values: [Float] = []
    let count = outputCount
    forEachBatch(of: samples) { range, logits in
      for row in 0..<range.count { values += samples.head.map { logits[row * count + $0] } }
    }
    return values
  }

  /// Calls `body` with the logits of all `samples`, a large batch at a time: `[batch × outputs]`.
  package mutating func forEachBatch(
    of samples: TaskSamples, _ body: (_ samples: Range<Int>, _ logits: [Float]) -> Void
  ) {
    for start in stride(from: 0, to: samples.count, by: batch) {
      let range = start..<min(samples.count, start + batch)
      samples.gather(Array(range), into: &pass.inputs)
      pass.forward(weights: generator.weights, batch: range.count, statistics: statistics)
      body(range, pass.logits)
    }
  }
}
