import Tensors

/// A pass of a batch through a progressive network.
package struct ProgressivePass<S: Real>: TargetPass {
  /// The description of the network.
  package let network: ProgressiveNetwork
  /// The largest batch the buffers hold.
  package let capacity: Int
  package var inputs: [S]
  /// h of layer `l` of column `k` at `k · depth + l`; nobody needs the output layers of earlier columns.
  private var outputs: [[S]]
  /// `V_j h_j` of earlier column `j` for layer `l` at `(l − 1)(columns − 1) + j`, those of the last column
  /// after a pass; a single buffer for all, where there is no way back.
  private var projections: [[S]]
  /// The hidden layer of the adapter of layer `l` at `l − 1`, that of the last column after a pass.
  private var adapted: [[S]]
  /// With respect to the last column's layers, and to the adapter at hand.
  private var gradients: [[S]]
  private var adapterGradient: [S]
  /// The layers that all columns have.
  private let dense: [Architecture.Dense]
  /// The layers of each column.
  private let layers: [[ProgressiveNetwork.Layer]]

  package init(_ network: ProgressiveNetwork, capacity: Int, backward: Bool = true) {
    (self.network, self.capacity) = (network, capacity)
    dense = network.column.dense
    let last = network.columns - 1
    let sizes = network.column.widths
    func buffer(_ width: Int) -> [S] { [S](repeating: 0, count: capacity * width) }
    inputs = buffer(network.inputCount)
    layers = (0...last).map { k in
      let start = network.range(ofColumn: k).lowerBound
      return network.layers(ofColumn: k).map { $0.moved(by: start) }
    }
    outputs = (0...last).flatMap { k in
      sizes.indices.dropFirst().map { buffer(k < last && $0 == sizes.count - 1 ? 0 : sizes[$0]) }
    }
    let hidden = sizes.dropFirst().dropLast()
    let widest = last > 0 ? hidden.max() ?? 0 : 0
    adapted = last > 0 ? hidden.map(buffer) : []
    projections =
      backward
      ? hidden.flatMap { size in (0..<last).map { _ in buffer(size) } } : [buffer(widest)]
    gradients = backward ? sizes.dropFirst().map(buffer) : []
    adapterGradient = backward ? buffer(widest) : []
  }

  package var logits: [S] { outputs.last ?? [] }
  private var depth: Int { dense.count }
  private var lastColumn: Int { network.columns - 1 }

  /// Computes the logits of the first `batch` inputs, those of the last column.
  ///
  /// Complexity: 2 · batch FLOPs for each weight but those of earlier columns' output layers.
  package mutating func forward(weights: [S], batch: Int, statistics: [S] = []) {
    precondition(weights.count >= network.weightCount, "\(weights.count) weights")
    precondition(batch <= capacity, "batch \(batch) exceeds \(capacity)")
    for k in 0...lastColumn {
      // Of earlier columns, the hidden layers alone are read.
      for l in 0..<(k < lastColumn ? depth - 1 : depth) {
        computeLayer(l, ofColumn: k, weights, batch)
      }
    }
  }

  /// The same as at test time: no column has dropout or statistics.
  package mutating func forward(
    weights: [S], batch: Int, statistics: inout [S], noise: inout RandomStream
  ) {
    forward(weights: weights, batch: batch, statistics: statistics)
  }

  /// `h_l` of column `k`.
  private mutating func computeLayer(
    _ l: Int, ofColumn k: Int, _ weights: [S], _ batch: Int
  ) {
    let layer = layers[k][l]
    let index = k * depth + l
    let source = l == 0 ? inputs : outputs[index - 1]
    let target = Block(rows: batch, columns: layer.weight.rows)
    let activation = dense[l].activation
    if let adapter = layer.adapter {
      adapt(l, adapter, weights, batch)
      multiply(
        adapted[l - 1].matrix(rows: batch, columns: adapter.outer.columns),
        weights.matrix(adapter.outer).transposed, into: &outputs[index], at: target)
    }
    multiply(
      source.matrix(rows: batch, columns: layer.weight.columns),
      weights.matrix(layer.weight).transposed, into: &outputs[index], at: target,
      accumulate: layer.adapter != nil, bias: weights.matrix(layer.bias),
      rectify: activation == .relu)
    if let activation, activation != .relu {
      activation.apply(to: &outputs[index], count: target.count)
    }
  }

  /// `σ(Σ_j α_j V_j h_j + c)` of the earlier columns' layers before `l`.
  private mutating func adapt(
    _ l: Int, _ adapter: ProgressiveNetwork.Adapter, _ weights: [S], _ batch: Int
  ) {
    let target = Block(rows: batch, columns: adapter.projection.rows)
    clear(&adapted[l - 1], count: target.count)
    for j in 0..<adapter.columns {
      let slot = slot(l, j)
      multiply(
        outputs[j * depth + l - 1].matrix(target),
        weights.matrix(adapter.projection(ofColumn: j)).transposed, into: &projections[slot],
        at: target)
      addScaled(
        weights[adapter.scales.offset + j], projections[slot], into: &adapted[l - 1],
        range: 0..<target.count)
    }
    addBias(
      weights, at: adapter.bias, to: &adapted[l - 1], rows: batch, then: dense[l - 1].activation)
  }

  /// Which of `projections` is that of earlier column `j` for layer `l`.
  private func slot(_ l: Int, _ j: Int) -> Int {
    gradients.isEmpty ? 0 : (l - 1) * lastColumn + j
  }

  package mutating func withLogitGradient<R>(_ body: ([S], inout [S]) -> R) -> R {
    body(outputs[outputs.count - 1], &gradients[gradients.count - 1])
  }

  /// Computes the gradient with respect to the last column from that of the logits; for earlier ones it is 0.
  ///
  /// Complexity: 4 · batch FLOPs for each weight of the last column, less 2 for each one of its first layer
  /// and of V, beyond which nothing is trained; and one pass over the zeros.
  package mutating func backward(weights: [S], batch: Int, gradient: inout [S]) {
    clear(&gradient, count: network.trainableRange.lowerBound)
    for l in (0..<depth).reversed() {
      let layer = layers[lastColumn][l]
      let source = l == 0 ? inputs : outputs[lastColumn * depth + l - 1]
      let before = Block(rows: batch, columns: layer.weight.columns)
      let error = gradients[l].matrix(rows: batch, columns: layer.weight.rows)
      multiply(error.transposed, source.matrix(before), into: &gradient, at: layer.weight)
      sumRows(gradients[l], rows: batch, into: &gradient, at: layer.bias)
      if let adapter = layer.adapter {
        adaptBackward(l, adapter, error, weights, batch, gradient: &gradient)
      }
      guard l > 0 else { break }
      multiply(error, weights.matrix(layer.weight), into: &gradients[l - 1], at: before)
      dense[l - 1].activation?.backpropagate(
        outputs: source, gradient: &gradients[l - 1], count: before.count)
    }
  }

  /// The gradient of the weights of the adapter of layer `l`, from the layer's `error`.
  private mutating func adaptBackward(
    _ l: Int, _ adapter: ProgressiveNetwork.Adapter, _ error: MatrixOperand<S>, _ weights: [S],
    _ batch: Int, gradient: inout [S]
  ) {
    let before = Block(rows: batch, columns: adapter.projection.rows)
    multiply(error.transposed, adapted[l - 1].matrix(before), into: &gradient, at: adapter.outer)
    multiply(error, weights.matrix(adapter.outer), into: &adapterGradient, at: before)
    dense[l - 1].activation?.backpropagate(
      outputs: adapted[l - 1], gradient: &adapterGradient, count: before.count)
    sumRows(adapterGradient, rows: batch, into: &gradient, at: adapter.bias)
    for j in 0..<adapter.columns {
      let projection = adapter.projection(ofColumn: j)
      multiply(
        adapterGradient.matrix(before).transposed, outputs[j * depth + l - 1].matrix(before),
        into: &gradient, at: projection)
      let factor = weights[adapter.scales.offset + j]
      for row in 0..<projection.rows {
        let start = projection.offset + row * projection.stride
        for i in start..<start + projection.columns { gradient[i] *= factor }
      }
      gradient[adapter.scales.offset + j] = S(
        innerProduct(adapterGradient, projections[slot(l, j)], count: before.count))
    }
  }
}
