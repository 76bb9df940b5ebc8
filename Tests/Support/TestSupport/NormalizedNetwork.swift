import Networks
import Tensors

/// A target network with statistics: its inputs are normalised by the batch's mean and variance in
/// training, by running ones at test time, then scaled, shifted, and multiplied by one linear layer.
package struct NormalizedNetwork: TargetNetwork {
  /// Inputs per sample, each normalised by itself.
  package let inputCount: Int
  /// Outputs of the linear layer.
  package let outputCount: Int

  /// A network of these sizes.
  package init(inputCount: Int, outputCount: Int) {
    (self.inputCount, self.outputCount) = (inputCount, outputCount)
  }

  /// Scale and shift of each input, then the layer's matrix and bias.
  package var tensors: [TargetTensor] {
    [
      TargetTensor(.scale, count: inputCount, fanIn: 1, fanOut: 1),
      TargetTensor(.shift, count: inputCount, fanIn: 1, fanOut: 1),
      TargetTensor(
        .weight, count: outputCount * inputCount, fanIn: inputCount, fanOut: outputCount),
      TargetTensor(.bias, count: outputCount, fanIn: inputCount, fanOut: outputCount),
    ]
  }

  /// Rows of the matrix, and entries of its bias.
  package func outputRanges(_ units: Range<Int>) -> [Range<Int>] {
    let (weight, bias) = (2 * inputCount, 2 * inputCount + outputCount * inputCount)
    return [
      weight + units.lowerBound * inputCount..<weight + units.upperBound * inputCount,
      bias + units.lowerBound..<bias + units.upperBound,
    ]
  }

  /// The running mean, then the running variance.
  package func initialStatistics<S: Real>() -> [S] {
    [S](repeating: 0, count: inputCount) + [S](repeating: 1, count: inputCount)
  }
}

/// A pass through such a network, as plain as can be.
package struct NormalizedPass<S: Real>: TargetPass {
  private let network: NormalizedNetwork
  package var inputs: [S]
  package private(set) var logits: [S]
  private var logitGradient: [S]
  /// Inputs as the statistics leave them, and as the linear layer takes them.
  private var normalized: [S]
  private var scaled: [S]

  package init(_ network: NormalizedNetwork, capacity: Int, backward: Bool) {
    self.network = network
    inputs = [S](repeating: 0, count: capacity * network.inputCount)
    logits = [S](repeating: 0, count: capacity * network.outputCount)
    (logitGradient, normalized, scaled) = (logits, inputs, inputs)
  }

  package mutating func forward(weights: [S], batch: Int, statistics: [S]) {
    let (inputs, outputs) = (network.inputCount, network.outputCount)
    for row in 0..<batch {
      for i in 0..<inputs {
        let x = self.inputs[row * inputs + i] - statistics[i]
        normalized[row * inputs + i] = x / (statistics[inputs + i] + 1e-5).squareRoot()
        scaled[row * inputs + i] =
          weights[i] * normalized[row * inputs + i] + weights[inputs + i]
      }
      for o in 0..<outputs {
        var sum = weights[2 * inputs + outputs * inputs + o]
        for i in 0..<inputs {
          sum += weights[2 * inputs + o * inputs + i] * scaled[row * inputs + i]
        }
        logits[row * outputs + o] = sum
      }
    }
  }

  package mutating func forward(
    weights: [S], batch: Int, statistics: inout [S], noise: inout RandomStream
  ) {
    let count = network.inputCount
    var ofBatch = [S](repeating: 0, count: 2 * count)
    for i in 0..<count {
      let column = (0..<batch).map { inputs[$0 * count + i] }
      let mean = column.reduce(0, +) / S(batch)
      ofBatch[i] = mean
      ofBatch[count + i] = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / S(batch)
    }
    for i in statistics.indices { statistics[i] += 0.1 * (ofBatch[i] - statistics[i]) }
    forward(weights: weights, batch: batch, statistics: ofBatch)
  }

  package mutating func withLogitGradient<R>(_ body: ([S], inout [S]) -> R) -> R {
    body(logits, &logitGradient)
  }

  package mutating func backward(weights: [S], batch: Int, gradient: inout [S]) {
    let (inputs, outputs) = (network.inputCount, network.outputCount)
    for i in 0..<network.weightCount { gradient[i] = 0 }
    for row in 0..<batch {
      for o in 0..<outputs {
        let error = logitGradient[row * outputs + o]
        gradient[2 * inputs + outputs * inputs + o] += error
        for i in 0..<inputs {
          let ofScaled = error * weights[2 * inputs + o * inputs + i]
          gradient[i] += ofScaled * normalized[row * inputs + i]
          gradient[inputs + i] += ofScaled
          gradient[2 * inputs + o * inputs + i] += error * scaled[row * inputs + i]
        }
      }
    }
  }
}
