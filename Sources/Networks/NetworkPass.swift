import Convolutions
import Tensors

/// A pass of a batch through a target network.
package struct NetworkPass<S: Real>: TargetPass {
  /// The description of the network.
  package let network: Architecture
  /// The largest batch the buffers hold.
  package let capacity: Int
  package var inputs: [S]
  var outputs: [[S]]
  var gradients: [[S]]
  /// What dropout multiplies the hidden layers by, after a forward pass of training; none of a layer without.
  private var masks: [[S]] = []
  let dense: [Architecture.Dense]
  /// What comes before the first dense layer, with its outputs and their gradient, `[batch × outputs]`.
  var features: MapPass<S>?
  private var maps: [S] = []
  var mapGradient: [S] = []

  package init(_ network: Architecture, capacity: Int, backward: Bool = true) {
    self.network = network
    self.capacity = capacity
    dense = network.dense
    inputs = [S](repeating: 0, count: capacity * network.inputCount)
    outputs = network.widths.dropFirst().map { [S](repeating: 0, count: capacity * $0) }
    gradients = backward ? outputs : []
    guard let plan = network.features?.plan else { return }
    features = MapPass(plan, capacity: capacity, backward: backward)
    maps = [S](repeating: 0, count: capacity * plan.output.count)
    mapGradient = backward ? maps : []
  }

  /// Where the time of passes over feature maps goes, for benchmarks.
  package var profile: StepProfile? {
    get { features?.profile }
    set { features?.profile = newValue }
  }

  package var logits: [S] { outputs.last ?? [] }

  /// Computes the logits of the first `batch` inputs with these weights (a longer vector is fine).
  ///
  /// Complexity: 2 · batch · P FLOPs.
  package mutating func forward(weights: [S], batch: Int, statistics: [S] = []) {
    masks = []
    features?.forward(
      inputs, weights: weights, batch: batch, statistics: statistics, into: &maps)
    forward(weights: weights, batch: batch, from: 0)
  }

  /// Computes the logits as in training: with dropout, and statistics that follow the batch.
  package mutating func forward(
    weights: [S], batch: Int, statistics: inout [S], noise: inout RandomStream
  ) {
    features?.forward(
      inputs, weights: weights, batch: batch, statistics: &statistics, noise: &noise, into: &maps)
    if masks.isEmpty, dense.contains(where: { $0.dropout > 0 }) {
      masks = dense.indices.dropLast().map { dense[$0].dropout > 0 ? outputs[$0] : [] }
    }
    for index in masks.indices where !masks[index].isEmpty {
      noise.dropoutMask(
        into: &masks[index], count: batch * dense[index].weight.rows, rate: dense[index].dropout)
    }
    forward(weights: weights, batch: batch, from: 0)
  }

  /// Computes the logits as at test time, but takes the first layer's products from the caller.
  ///
  /// `products` sets `x W₁ᵀ`, `[batch × units]`: see `SharedFirstLayer`. Traps for a network with convolutions.
  package mutating func forward(
    weights: [S], batch: Int, statistics: [S] = [], firstProducts products: (inout [S]) -> Void
  ) {
    precondition(batch <= capacity, "batch \(batch) exceeds \(capacity)")
    precondition(features == nil, "products of a first layer that is no dense one")
    masks = []
    products(&outputs[0])
    addBias(
      weights, at: dense[0].bias, to: &outputs[0], rows: batch, then: dense[0].activation)
    forward(weights: weights, batch: batch, from: 1)
  }

  private mutating func forward(weights: [S], batch: Int, from first: Int) {
    precondition(batch <= capacity, "batch \(batch) exceeds \(capacity)")
    for index in first..<dense.count {
      let block = dense[index]
      let source = source(of: index)
      let target = Block(rows: batch, columns: block.weight.rows)
      let activation = block.activation
      multiply(
        source.matrix(rows: batch, columns: block.weight.columns),
        weights.matrix(block.weight).transposed, into: &outputs[index], at: target,
        bias: weights.matrix(block.bias), rectify: activation == .relu)
      if let activation, activation != .relu {
        activation.apply(to: &outputs[index], count: target.count)
      }
      if isMasked(index) { scale(&outputs[index], by: masks[index], count: target.count) }
    }
  }

  /// What dense layer `index` reads.
  func source(of index: Int) -> [S] {
    index > 0 ? outputs[index - 1] : features == nil ? inputs : maps
  }

  /// Whether dropout acts on layer `index` in the last forward pass.
  private func isMasked(_ index: Int) -> Bool { index < masks.count && !masks[index].isEmpty }

  package mutating func withLogitGradient<R>(_ body: ([S], inout [S]) -> R) -> R {
    body(outputs[outputs.count - 1], &gradients[gradients.count - 1])
  }

  /// Computes the gradient with respect to the weights from that of the logits, and overwrites `gradient`.
  ///
  /// Complexity: 4 · batch · P FLOPs less the input gradient of the first layer, which nobody needs; of a filter,
  /// 4 · batch FLOPs for each weight and output pixel.
  package mutating func backward(weights: [S], batch: Int, gradient: inout [S]) {
    backpropagate(weights: weights, batch: batch, gradient: &gradient)
    guard features != nil else { return }
    setMapGradient(weights: weights, batch: batch)
    features?.backward(
      weights: weights, batch: batch, outputGradient: mapGradient, into: &gradient)
  }

  /// The gradient of what the first dense layer reads.
  mutating func setMapGradient(weights: [S], batch: Int) {
    let weight = dense[0].weight
    multiply(
      gradients[0].matrix(rows: batch, columns: weight.rows), weights.matrix(weight),
      into: &mapGradient, at: Block(rows: batch, columns: weight.columns))
  }

  /// The gradient of the dense layers.
  private mutating func backpropagate(weights: [S], batch: Int, gradient: inout [S]) {
    for index in dense.indices.reversed() {
      let block = dense[index]
      let rows = block.weight.rows
      let source = source(of: index)
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
      let isMasked = isMasked(index - 1)
      if isMasked {
        // σ′ follows from σ, which dropout has scaled.
        scale(&gradients[index - 1], by: masks[index - 1], count: count)
        unscale(&outputs[index - 1], by: masks[index - 1], count: count)
      }
      dense[index - 1].activation?.backpropagate(
        outputs: outputs[index - 1], gradient: &gradients[index - 1], count: count)
      // Another backward pass may follow.
      if isMasked { scale(&outputs[index - 1], by: masks[index - 1], count: count) }
    }
  }

  /// The same, and the gradient with respect to some `columns` of the inputs, to all if nil. `inputGradient`
  /// becomes `[batch × columns.count]`.
  ///
  /// Complexity: as `backward`, and 2 · batch · units of the first layer · columns FLOPs.
  package mutating func backward(
    weights: [S], batch: Int, gradient: inout [S], inputGradient: inout [S],
    columns: Range<Int>? = nil
  ) {
    precondition(features == nil, "the gradient of pictures is not computed")
    backward(weights: weights, batch: batch, gradient: &gradient)
    let columns = columns ?? 0..<network.inputCount
    let weight = dense[0].weight
    multiply(
      gradients[0].matrix(rows: batch, columns: weight.rows),
      weights.matrix(weight.columns(columns)), into: &inputGradient,
      at: Block(rows: batch, columns: columns.count))
  }
}
