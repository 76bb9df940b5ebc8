import Networks
import Tasks

/// Scores weights of a network that is still trained, on samples of its task.
package struct WeightsScore<Pass: TargetPass> where Pass.S == Float {
  private var pass: Pass
  private let samples: TaskSamples
  private let scope: Range<Int>
  private let batch: Int
  private let outputs: Int

  /// Tests on the `samples`, which are classified among the output units `scope`; `batch` samples at a time.
  /// Traps for no samples.
  package init(
    of network: Pass.Network, on samples: TaskSamples, scope: Range<Int>, batch: Int = 1000
  ) {
    precondition(samples.count > 0, "no samples")
    self.batch = min(batch, samples.count)
    pass = Pass(network, capacity: self.batch, backward: false)
    outputs = network.outputCount
    (self.samples, self.scope) = (samples, scope)
  }

  /// The score of these weights with these statistics. Complexity: 2 · samples · P FLOPs.
  package mutating func score(weights: [Float], statistics: [Float]) -> Double {
    var sum = ScoreSum(samples, scope: scope)
    for start in stride(from: 0, to: samples.count, by: batch) {
      let range = start..<min(samples.count, start + batch)
      samples.gather(Array(range), into: &pass.inputs)
      pass.forward(weights: weights, batch: range.count, statistics: statistics)
      sum.add(pass.logits, count: outputs, of: range)
    }
    return sum.score
  }
}
