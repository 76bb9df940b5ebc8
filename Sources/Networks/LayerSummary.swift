import Tensors

/// What one layer of a network gives, and what it needs.
package struct LayerSummary: Hashable, Sendable {
  /// The layer.
  package let layer: Layer
  /// The shape of what it gives of one sample; of a dense layer, its units.
  package let output: SampleShape
  /// Its part of the flat weights.
  package let weights: Int
  /// The numbers that it keeps of each task's data.
  package let statistics: Int
  /// Multiplications, each with an addition, of its convolutions or its matrix for one sample forward.
  /// Elementwise work is not counted.
  package let multiplyAdds: Int
}

extension Architecture {
  /// The layers one by one, the last one included. Their weights add up to `weightCount`.
  package var summaries: [LayerSummary] {
    var drafts = FeatureDrafts(input: input)
    let features = Self.hasFeatures(layers) ? layers.prefix { !$0.isDense } : []
    let maps = features.map { layer in
      let start = drafts.drafts.count
      // What batch norm adds belongs to the convolution before it.
      let norms = drafts.normCount
      _ = drafts.add(layer)
      let filters = drafts.drafts[start...].compactMap(\.convolution)
      let (count, statistics) = (
        filters.reduce(0) { $0 + $1.weightCount }, drafts.normCount - norms
      )
      return LayerSummary(
        layer: layer, output: drafts.shape,
        weights: count + filters.reduce(0) { $0 + $1.channels } + statistics,
        statistics: statistics, multiplyAdds: count * drafts.shape.height * drafts.shape.width)
    }
    var inputs = drafts.shape.count
    return maps
      + layers.dropFirst(maps.count).map { layer in
        guard case .dense(let units) = layer else {
          return LayerSummary(
            layer: layer, output: SampleShape(count: inputs), weights: 0, statistics: 0,
            multiplyAdds: 0)
        }
        let products = units * inputs
        inputs = units
        return LayerSummary(
          layer: layer, output: SampleShape(count: units), weights: products + units, statistics: 0,
          multiplyAdds: products)
      }
  }
}

extension FeatureDrafts {
  /// γ and β of all batch norms; there are as many statistics.
  fileprivate var normCount: Int {
    drafts.reduce(0) { $0 + ($1.convolution?.normCount ?? 0) }
  }
}
