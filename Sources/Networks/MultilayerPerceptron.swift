import Tensors

/// A fully connected target network. Its weights are an argument of every call, never its state.
///
/// For layers `l`: `z = x Wᵀ + b`, `x ← σ(z)`; the last layer is linear. The flat weight vector holds,
/// per layer, the matrix `W [out × in]` row-major, then the bias `[out]`.
package struct MultilayerPerceptron: Sendable, Hashable, Codable {
  /// Units of every layer, input first.
  package let layers: [Int]
  /// The nonlinearity of the hidden layers.
  package let activation: Activation

  /// Traps unless there are an input and an output layer, all with units.
  package init(layers: [Int], activation: Activation = .relu) {
    precondition(layers.count >= 2 && layers.allSatisfy { $0 > 0 }, "layers \(layers)")
    (self.layers, self.activation) = (layers, activation)
  }

  /// Inputs per sample.
  package var inputCount: Int { layers.first ?? 0 }
  /// Logits per sample.
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

  /// P, the length of the flat weight vector.
  package var weightCount: Int { blocks.last?.bias.range.upperBound ?? 0 }
}

/// A pass of a batch through a multilayer perceptron: its buffers, kept from step to step.
package struct PerceptronPass<S: Real>: Sendable {
  package let network: MultilayerPerceptron
  /// The largest batch the buffers hold.
  package let capacity: Int
  /// The batch's inputs, `[batch × inputCount]`; fill before `forward`.
  package var inputs: [S]
  private var outputs: [[S]]
  private var gradients: [[S]]
  private let blocks: [(weight: Block, bias: Block)]

  package init(_ network: MultilayerPerceptron, capacity: Int, backward: Bool = true) {
    self.network = network
    self.capacity = capacity
    blocks = network.blocks
    inputs = [S](repeating: 0, count: capacity * network.inputCount)
    outputs = network.layers.dropFirst().map { [S](repeating: 0, count: capacity * $0) }
    gradients = backward ? outputs : []
  }

  /// `[batch × outputCount]` after `forward`.
  package var logits: [S] { outputs.last ?? [] }

  /// Computes the logits of the first `batch` inputs with these weights (a longer vector is fine).
  ///
  /// Complexity: 2 · batch · P FLOPs.
  package mutating func forward(weights: [S], batch: Int) {
    precondition(batch <= capacity, "batch \(batch) exceeds \(capacity)")
    forward(weights: weights, batch: batch, from: 0)
  }

  /// The same, where `products` sets `x W₁ᵀ` of the first layer (`[batch × units]`) by itself.
  package mutating func forward(
    weights: [S], batch: Int, firstProducts products: (inout [S]) -> Void
  ) {
    precondition(batch <= capacity, "batch \(batch) exceeds \(capacity)")
    products(&outputs[0])
    addBias(
      weights, at: blocks[0].bias, to: &outputs[0], rows: batch, then: activation(ofLayer: 0))
    forward(weights: weights, batch: batch, from: 1)
  }

  private mutating func forward(weights: [S], batch: Int, from first: Int) {
    for index in first..<blocks.count {
      let block = blocks[index]
      let source = index == 0 ? inputs : outputs[index - 1]
      let target = Block(rows: batch, columns: block.weight.rows)
      let activation = activation(ofLayer: index)
      multiply(
        source.matrix(rows: batch, columns: block.weight.columns),
        weights.matrix(block.weight).transposed, into: &outputs[index], at: target,
        bias: weights.matrix(block.bias), rectify: activation == .relu)
      if let activation, activation != .relu {
        activation.apply(to: &outputs[index], count: target.count)
      }
    }
  }

  /// None for the logits.
  private func activation(ofLayer index: Int) -> Activation? {
    index == blocks.count - 1 ? nil : network.activation
  }

  /// Sets the gradient with respect to the logits through `body(logits, &gradient)`.
  package mutating func withLogitGradient<R>(_ body: ([S], inout [S]) -> R) -> R {
    body(outputs[outputs.count - 1], &gradients[gradients.count - 1])
  }

  /// From the logits' gradient: the gradient with respect to the weights, overwriting `gradient`.
  ///
  /// Complexity: 4 · batch · P FLOPs less the input gradient of the first layer, which nobody needs.
  package mutating func backward(weights: [S], batch: Int, gradient: inout [S]) {
    for index in blocks.indices.reversed() {
      let block = blocks[index]
      let rows = block.weight.rows
      let source = index == 0 ? inputs : outputs[index - 1]
      let error = gradients[index].matrix(rows: batch, columns: rows)
      multiply(
        error.transposed, source.matrix(rows: batch, columns: block.weight.columns),
        into: &gradient, at: block.weight)
      sumRows(gradients[index], rows: batch, into: &gradient, at: block.bias)
      guard index > 0 else { break }
      multiply(
        error, weights.matrix(block.weight), into: &gradients[index - 1],
        at: Block(rows: batch, columns: block.weight.columns))
      network.activation.backpropagate(
        outputs: outputs[index - 1], gradient: &gradients[index - 1],
        count: batch * block.weight.columns)
    }
  }
}
