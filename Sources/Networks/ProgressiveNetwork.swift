import Tensors

/// A progressive network (Rusu et al. 2016, *Progressive neural networks*): a column, a network of the
/// same layers, for every task, which also sees the hidden layers of all columns before it.
///
/// With `h_i` the output of a column's layer `i`, `h_0` the inputs, column `k` computes (eq. 2)
///
///     h_i = σ(W_i h_{i−1} + b_i + U_i σ(Σ_{j<k} α_{i,j} V_{i,j} h_{i−1}^{(j)} + c_i))
///
/// where the last layer has no σ outside; the first layer, and the first column, have no such *adapter*.
/// `V_i`, the blocks `V_{i,j}` side by side, projects onto as many units as layer `i − 1` has; a learned
/// scalar `α_{i,j}` weighs each earlier column. The paper leaves biases out of its formula; the adapter's
/// hidden layer has one here, its outer layer shares the column's.
///
/// The logits are those of the *last* column. Only it is trained: earlier ones are frozen, and nothing of
/// it acts on them. So the flat weight vector holds column after column, another column appends weights,
/// and the network of the first `k` columns takes the same vector: task `j` is classified by
/// `prefix(j + 1)`. A column's weights are, layer by layer, `W [out × in]`, `b [out]`, then its adapter's
/// `α [k]`, `V [in × k in]`, `c [in]`, `U [out × in]`.
package struct ProgressiveNetwork: TargetNetwork {
  /// The layers of each column; its output layer has the outputs of all heads.
  package let column: Architecture
  /// The number of columns.
  package let columns: Int

  /// A network of `columns` columns; traps unless there is one, and for convolutions or dropout.
  package init(column: Architecture, columns: Int) {
    precondition(columns > 0, "\(columns) columns")
    precondition(column.features == nil, "convolutions in a progressive network: \(column)")
    precondition(
      column.dense.allSatisfy { $0.dropout == 0 }, "dropout in a progressive network: \(column)")
    (self.column, self.columns) = (column, columns)
  }

  /// The network of the first `count` columns: it reads the beginning of the same weight vector.
  package func prefix(_ count: Int) -> ProgressiveNetwork {
    precondition((1...columns).contains(count), "\(count) of \(columns) columns")
    return ProgressiveNetwork(column: column, columns: count)
  }

  /// Inputs per sample, the same for every column.
  package var inputCount: Int { column.inputCount }
  /// Outputs per sample, those of the last column.
  package var outputCount: Int { column.outputCount }

  /// The tensors of column after column.
  package var tensors: [TargetTensor] {
    (0..<columns).flatMap { k in layers(ofColumn: k).flatMap(\.tensors) }
  }

  /// P, the weights of all columns.
  package var weightCount: Int { range(ofColumn: columns - 1).upperBound }

  /// Where column `k` lies in the flat weight vector.
  package func range(ofColumn k: Int) -> Range<Int> {
    let start = (0..<k).reduce(0) { $0 + columnCount($1) }
    return start..<start + columnCount(k)
  }

  /// Where the last column lies, the only one that is trained.
  package var trainableRange: Range<Int> { range(ofColumn: columns - 1) }

  /// The number of weights of column `k`.
  private func columnCount(_ k: Int) -> Int { layers(ofColumn: k).last?.end ?? 0 }

  /// Weights of the last column's output layer: no other column's acts on the logits.
  package func outputRanges(_ units: Range<Int>) -> [Range<Int>] {
    guard let layer = layers(ofColumn: columns - 1).last?.moved(by: trainableRange.lowerBound)
    else { return [] }
    let own = [layer.weight.rows(units).range, layer.bias.columns(units).range]
    return own + (layer.adapter.map { [$0.outer.rows(units).range] } ?? [])
  }

  /// Weights that the last column starts with: Xavier-uniform matrices, biases 0, α = 1.
  ///
  /// The paper lets α start at small random values, to level columns of different scales; all columns
  /// have the same layers here. Complexity: O(weights of the column).
  package func initialColumn<S: Real>(seed: UInt64) -> [S] {
    var values = [S](repeating: 0, count: trainableRange.count)
    var random = RandomStream(seed: seed, purpose: "progressive column", index: columns - 1)
    func start(_ matrix: Block) {
      Initialization.xavierUniform(
        &values, at: matrix.range, fanIn: matrix.columns, fanOut: matrix.rows, using: &random)
    }
    for layer in layers(ofColumn: columns - 1) {
      start(layer.weight)
      guard let adapter = layer.adapter else { continue }
      for j in adapter.scales.range { values[j] = 1 }
      start(adapter.projection)
      start(adapter.outer)
    }
    return values
  }
}
