/// Θ_h, or something of its shape, as the fixtures store it.
package struct ParameterTree: Decodable, Sendable {
  package struct Layer: Decodable, Sendable {
    package let weight: Fixture.Matrix
    package let bias: [Double]
  }
  package let layers: [Layer]
  package let output: Layer
  package let chunkEmbeddings: Fixture.Matrix?

  package init(layers: [Layer], output: Layer, chunkEmbeddings: Fixture.Matrix?) {
    (self.layers, self.output, self.chunkEmbeddings) = (layers, output, chunkEmbeddings)
  }

  /// The flat vector: the output layer transposed, its bias as the last row.
  package var flat: [Double] {
    let (rows, columns) = (output.weight.shape[0], output.weight.shape[1])
    let transposed = (0..<rows * columns).map {
      output.weight.values[$0 % rows * columns + $0 / rows]
    }
    return layers.flatMap { $0.weight.values + $0.bias } + transposed + output.bias
      + (chunkEmbeddings?.values ?? [])
  }
}
