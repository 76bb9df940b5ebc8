import Tensors

/// A pass of a batch through a multilayer perceptron.
package struct PerceptronPass<S: Real>: TargetPass {
  package let network: MultilayerPerceptron
  /// The largest batch the buffers hold.
  package let capacity: Int
  package var inputs: [S]
  var outputs: [[S]]
  var gradients: [[S]]
  /// What dropout multiplies the hidden layers by, after a forward pass of training.
  private var masks: [[S]] = []
  let blocks: [(weight: Block, bias: Block)]

  package init(_ network: MultilayerPerceptron, capacity: Int, backward: Bool = true) {
    self.network = network
    self.capacity = capacity
    blocks = network.blocks
    inputs = [S](repeating: 0, count: capacity * network.inputCount)
    outputs = network.layers.dropFirst().map { [S](repeating: 0, count: capacity * $0) }
    gradients = backward ? outputs : []
  }

  package var logits: [S] { outputs.last ?? [] }

  /// Computes the logits of the first `batch` inputs with these weights (a longer vector is fine).
  ///
  /// Complexity: 2 · batch · P FLOPs.
  package mutating func forward(weights: [S], batch: Int, statistics: [S] = []) {
    masks = []
    forward(weights: weights, batch: batch, from: 0)
  }

  package mutating func forward(
    weights: [S], batch: Int, statistics: inout [S], noise: inout RandomStream
  ) {
    masks = masks.isEmpty && network.dropout > 0 ? outputs.dropLast() : masks
    for index in masks.indices {
      noise.dropoutMask(
        into: &masks[index], count: batch * network.layers[index + 1], rate: network.dropout)
    }
    forward(weights: weights, batch: batch, from: 0)
  }

  /// As at test time, where `products` sets `x W₁ᵀ` of the first layer (`[batch × units]`) by itself.
  package mutating func forward(
    weights: [S], batch: Int, firstProducts products: (inout [S]) -> Void
  ) {
    precondition(batch <= capacity, "batch \(batch) exceeds \(capacity)")
    masks = []
    products(&outputs[0])
    addBias(
      weights, at: blocks[0].bias, to: &outputs[0], rows: batch, then: activation(ofLayer: 0))
    forward(weights: weights, batch: batch, from: 1)
  }

  private mutating func forward(weights: [S], batch: Int, from first: Int) {
    precondition(batch <= capacity, "batch \(batch) exceeds \(capacity)")
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
      if index < masks.count { scale(&outputs[index], by: masks[index], count: target.count) }
    }
  }

  /// None for the logits.
  private func activation(ofLayer index: Int) -> Activation? {
    index == blocks.count - 1 ? nil : network.activation
  }

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
      let count = batch * block.weight.columns
      multiply(
        error, weights.matrix(block.weight), into: &gradients[index - 1],
        at: Block(rows: batch, columns: block.weight.columns))
      if index - 1 < masks.count {
        // σ′ follows from σ, which dropout has scaled.
        scale(&gradients[index - 1], by: masks[index - 1], count: count)
        unscale(&outputs[index - 1], by: masks[index - 1], count: count)
      }
      network.activation.backpropagate(
        outputs: outputs[index - 1], gradient: &gradients[index - 1], count: count)
      // Another backward pass may follow.
      if index - 1 < masks.count { scale(&outputs[index - 1], by: masks[index - 1], count: count) }
    }
  }

  /// The same, and the gradient with respect to the given `columns` of the inputs (all, if nil):
  /// `inputGradient` becomes `[batch × columns.count]`.
  ///
  /// Complexity: as `backward`, and 2 · batch · units of the first layer · columns FLOPs.
  package mutating func backward(
    weights: [S], batch: Int, gradient: inout [S], inputGradient: inout [S],
    columns: Range<Int>? = nil
  ) {
    backward(weights: weights, batch: batch, gradient: &gradient)
    let columns = columns ?? 0..<network.inputCount
    let weight = blocks[0].weight
    multiply(
      gradients[0].matrix(rows: batch, columns: weight.rows),
      weights.matrix(weight.columns(columns)), into: &inputGradient,
      at: Block(rows: batch, columns: columns.count))
  }
}
