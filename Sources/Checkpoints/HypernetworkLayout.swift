import Hypernetworks
import Learning
import Tensors

/// A hypernetwork's parameters as the tensors that a reader of a checkpoint expects.
///
/// In memory the output layer is transposed with its bias as last row; in a file every layer is a
/// `weight [out × in]` and a `bias [out]`, the output layer last.
struct HypernetworkLayout {
  struct Layer {
    let rows: Int
    let columns: Int
    var weight: [Float]
    var bias: [Float]
  }

  /// Hidden layers, then the output layer.
  var layers: [Layer]
  /// `[C × Q]`, row-major.
  var chunkEmbeddings: [Float]

  /// Takes the flat vector apart. Complexity: one pass.
  init(_ hypernetwork: Hypernetwork, parameters: [Float]) {
    layers = hypernetwork.hiddenBlocks.map {
      Layer(
        rows: $0.weight.rows, columns: $0.weight.columns,
        weight: Array(parameters[$0.weight.range]), bias: Array(parameters[$0.bias.range]))
    }
    let output = hypernetwork.outputBlock
    let (width, count) = (hypernetwork.lastHiddenSize, output.columns)
    var weight = [Float](repeating: 0, count: width * count)
    for i in 0..<width {
      for n in 0..<count { weight[n * width + i] = parameters[output.offset + i * count + n] }
    }
    let bias = Array(parameters[output.offset + width * count..<output.range.upperBound])
    layers.append(Layer(rows: count, columns: width, weight: weight, bias: bias))
    chunkEmbeddings = Array(parameters[hypernetwork.chunkEmbeddingBlock.range])
  }

  /// From tensors of a file; the shapes were checked by the reader.
  init(layers: [Layer], chunkEmbeddings: [Float]) {
    self.layers = layers
    self.chunkEmbeddings = chunkEmbeddings
  }

  /// The flat vector again: the inverse of `init(_:parameters:)`, bit for bit.
  func parameters(of hypernetwork: Hypernetwork) -> [Float] {
    var result = [Float](repeating: 0, count: hypernetwork.parameterCount)
    for (block, layer) in zip(hypernetwork.hiddenBlocks, layers) {
      result.replaceSubrange(block.weight.range, with: layer.weight)
      result.replaceSubrange(block.bias.range, with: layer.bias)
    }
    let output = hypernetwork.outputBlock
    let (width, count) = (hypernetwork.lastHiddenSize, output.columns)
    if let layer = layers.last {
      for i in 0..<width {
        for n in 0..<count { result[output.offset + i * count + n] = layer.weight[n * width + i] }
      }
      result.replaceSubrange(
        output.offset + width * count..<output.range.upperBound, with: layer.bias)
    }
    result.replaceSubrange(hypernetwork.chunkEmbeddingBlock.range, with: chunkEmbeddings)
    return result
  }
}
