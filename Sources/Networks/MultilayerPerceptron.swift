import Tensors

/// A fully connected target network. Its weights are an argument of every call, never its state.
///
/// For layers `l`: `z = x Wᵀ + b`, `x ← σ(z)`; the last layer is linear. The flat weight vector holds,
/// per layer, the matrix `W [out × in]` row-major, then the bias `[out]`. In training, each hidden unit
/// is dropped with probability `dropout`, and the others are divided by `1 − dropout` (Srivastava et al.
/// 2014).
package struct MultilayerPerceptron: TargetNetwork {
  /// Units of every layer, input first.
  package let layers: [Int]
  /// The nonlinearity of the hidden layers.
  package let activation: Activation
  /// The probability with which a hidden unit is dropped in training.
  package let dropout: Double

  /// Traps unless there are an input and an output layer, all with units, and `0 ≤ dropout < 1`.
  package init(layers: [Int], activation: Activation = .relu, dropout: Double = 0) {
    precondition(layers.count >= 2 && layers.allSatisfy { $0 > 0 }, "layers \(layers)")
    precondition((0..<1).contains(dropout), "dropout \(dropout)")
    (self.layers, self.activation, self.dropout) = (layers, activation, dropout)
  }

  private enum CodingKeys: CodingKey { case layers, activation, dropout }

  /// Descriptions written before there was dropout have none.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    layers = try values.decode([Int].self, forKey: .layers)
    activation = try values.decode(Activation.self, forKey: .activation)
    dropout = try values.decodeIfPresent(Double.self, forKey: .dropout) ?? 0
  }

  package var inputCount: Int { layers.first ?? 0 }
  package var outputCount: Int { layers.last ?? 0 }

  /// Where each layer's weight and bias lie in the flat vector.
  package var blocks: [(weight: Block, bias: Block)] {
    var offset = 0
    return zip(layers, layers.dropFirst()).map { inputs, outputs in
      let weight = Block(offset: offset, rows: outputs, columns: inputs)
      let bias = Block(offset: weight.range.upperBound, rows: 1, columns: outputs)
      offset = bias.range.upperBound
      return (weight, bias)
    }
  }

  package var tensors: [TargetTensor] {
    zip(layers, layers.dropFirst()).flatMap { inputs, outputs in
      [
        TargetTensor(.weight, count: outputs * inputs, fanIn: inputs, fanOut: outputs),
        TargetTensor(.bias, count: outputs, fanIn: inputs, fanOut: outputs),
      ]
    }
  }

  package func outputRanges(_ units: Range<Int>) -> [Range<Int>] {
    guard let (weight, bias) = blocks.last else { return [] }
    return [weight.rows(units).range, bias.columns(units).range]
  }
}
