import Tensors

extension ProgressiveNetwork {
  /// Where the weights of one layer of a column lie.
  struct Layer: Sendable {
    /// `W [out × in]`.
    let weight: Block
    /// `b [out]`.
    let bias: Block
    /// None in the first layer and in the first column.
    let adapter: Adapter?

    /// Where the next layer begins.
    var end: Int { adapter?.outer.range.upperBound ?? bias.range.upperBound }

    /// The same layer, `offset` further on.
    func moved(by offset: Int) -> Layer {
      Layer(
        weight: weight.moved(by: offset), bias: bias.moved(by: offset),
        adapter: adapter?.moved(by: offset))
    }

    /// As the description lists them.
    var tensors: [TargetTensor] {
      let (inputs, outputs) = (weight.columns, weight.rows)
      let own = [
        TargetTensor(.weight, count: weight.count, fanIn: inputs, fanOut: outputs),
        TargetTensor(.bias, count: outputs, fanIn: inputs, fanOut: outputs),
      ]
      guard let adapter else { return own }
      let (wide, narrow) = (adapter.projection.columns, adapter.projection.rows)
      return own + [
        TargetTensor(.scale, count: adapter.scales.count, fanIn: 1, fanOut: 1),
        TargetTensor(.weight, count: adapter.projection.count, fanIn: wide, fanOut: narrow),
        TargetTensor(.bias, count: narrow, fanIn: wide, fanOut: narrow),
        TargetTensor(.weight, count: adapter.outer.count, fanIn: narrow, fanOut: outputs),
      ]
    }
  }

  /// Where the weights of the way from all earlier columns into a layer lie.
  struct Adapter: Sendable {
    /// `α [k]`.
    let scales: Block
    /// `V [in × k in]`.
    let projection: Block
    /// `c [in]`.
    let bias: Block
    /// `U [out × in]`.
    let outer: Block

    /// The number of earlier columns, k.
    var columns: Int { scales.columns }

    /// `V_j [in × in]`, what earlier column `j` is multiplied by.
    func projection(ofColumn j: Int) -> Block {
      projection.columns(j * projection.rows..<(j + 1) * projection.rows)
    }

    func moved(by offset: Int) -> Adapter {
      Adapter(
        scales: scales.moved(by: offset), projection: projection.moved(by: offset),
        bias: bias.moved(by: offset), outer: outer.moved(by: offset))
    }
  }

  /// The layers of column `k`, counted from its own beginning.
  func layers(ofColumn k: Int) -> [Layer] {
    var offset = 0
    func next(rows: Int, columns: Int) -> Block {
      defer { offset += rows * columns }
      return Block(offset: offset, rows: rows, columns: columns)
    }
    return zip(column.widths, column.widths.dropFirst()).enumerated().map { index, sizes in
      let (inputs, outputs) = sizes
      let weight = next(rows: outputs, columns: inputs)
      let bias = next(rows: 1, columns: outputs)
      guard index > 0, k > 0 else { return Layer(weight: weight, bias: bias, adapter: nil) }
      let adapter = Adapter(
        scales: next(rows: 1, columns: k), projection: next(rows: inputs, columns: k * inputs),
        bias: next(rows: 1, columns: inputs), outer: next(rows: outputs, columns: inputs))
      return Layer(weight: weight, bias: bias, adapter: adapter)
    }
  }
}
