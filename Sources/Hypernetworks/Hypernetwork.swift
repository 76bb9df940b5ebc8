import Networks
import Tensors

/// A hypernetwork's shape: from a task embedding (and a chunk embedding) to target weights.
///
/// `f_h(e, Θ_h)`: hidden layers over `[e; c_k]`, then a linear output layer of `N` rows, for each of
/// `C = ⌈P / N⌉` chunks; the concatenation, cut after `P`, is the flat weight vector of the target
/// network (von Oswald et al. 2020, §2). Without chunking there is one chunk of `N = P` and no `c`.
public struct Hypernetwork: Sendable, Hashable, Codable {
  /// E, the size of a task embedding.
  public let embeddingSize: Int
  /// Q, the size of a chunk embedding; 0 for a full hypernetwork.
  public let chunkEmbeddingSize: Int
  /// N, the weights that one call yields.
  public let chunkSize: Int
  /// P, the weights of the target network.
  public let targetCount: Int
  /// Units of the hidden layers; none for a linear hypernetwork.
  public let hidden: [Int]
  /// The nonlinearity of the hidden layers.
  public let activation: Activation

  /// A chunked hypernetwork; traps when a size is not positive.
  ///
  /// - Parameters:
  ///   - targetCount: the weights of the target network, `Architecture.weightCount`
  ///   - chunkSize: the weights that one call yields
  ///   - hidden: units of the hidden layers; none for a linear hypernetwork
  public init(
    targetCount: Int, embeddingSize: Int, chunkSize: Int, chunkEmbeddingSize: Int, hidden: [Int],
    activation: Activation
  ) {
    precondition(
      targetCount > 0 && embeddingSize > 0 && chunkSize > 0 && chunkEmbeddingSize >= 0
        && hidden.allSatisfy { $0 > 0 },
      "P=\(targetCount) E=\(embeddingSize) N=\(chunkSize) Q=\(chunkEmbeddingSize) \(hidden)")
    precondition(
      chunkEmbeddingSize > 0 || chunkSize == targetCount,
      "several chunks need chunk embeddings to tell them apart")
    (self.targetCount, self.embeddingSize) = (targetCount, embeddingSize)
    (self.chunkSize, self.chunkEmbeddingSize) = (chunkSize, chunkEmbeddingSize)
    (self.hidden, self.activation) = (hidden, activation)
  }

  /// A full hypernetwork: all weights in one call.
  public init(targetCount: Int, embeddingSize: Int, hidden: [Int], activation: Activation) {
    self.init(
      targetCount: targetCount, embeddingSize: embeddingSize, chunkSize: targetCount,
      chunkEmbeddingSize: 0, hidden: hidden, activation: activation)
  }

  /// C, the number of chunks.
  public var chunks: Int { (targetCount + chunkSize - 1) / chunkSize }
  /// Inputs of the first layer, E + Q.
  package var inputSize: Int { embeddingSize + chunkEmbeddingSize }
  /// H, the inputs of the output layer.
  package var lastHiddenSize: Int { hidden.last ?? inputSize }
  /// C · N: the length of the generated vector before truncation.
  package var generatedCount: Int { chunks * chunkSize }

  /// Weight `[out × in]` and bias of each hidden layer in the flat parameter vector Θ_h.
  package var hiddenBlocks: [(weight: Block, bias: Block)] {
    var offset = 0
    var inputs = inputSize
    return hidden.map { outputs in
      let weight = Block(offset: offset, rows: outputs, columns: inputs)
      let bias = Block(offset: weight.range.upperBound, rows: 1, columns: outputs)
      offset = bias.range.upperBound
      inputs = outputs
      return (weight, bias)
    }
  }

  /// The output layer, *transposed* and with its bias as last row: `[(H + 1) × N]`. The kernels stream
  /// over its long rows; with activations `[h, 1]` the bias needs no case of its own.
  package var outputBlock: Block {
    Block(
      offset: hiddenBlocks.last?.bias.range.upperBound ?? 0, rows: lastHiddenSize + 1,
      columns: chunkSize)
  }

  /// The chunk embeddings, `[C × Q]`.
  package var chunkEmbeddingBlock: Block {
    Block(
      offset: outputBlock.range.upperBound, rows: chunkEmbeddingSize > 0 ? chunks : 0,
      columns: chunkEmbeddingSize)
  }

  /// Where Θ_h lies but for the output layer: the hidden layers, the chunk embeddings.
  package var rangesBesideOutput: [Range<Int>] {
    [0..<outputBlock.offset, outputBlock.range.upperBound..<parameterCount]
  }

  /// |Θ_h|, chunk embeddings included, task embeddings not.
  public var parameterCount: Int { chunkEmbeddingBlock.range.upperBound }

  /// Numbers that are trained with `tasks` tasks: |Θ_h| + Σ|e_t|.
  public func trainableCount(tasks: Int) -> Int { parameterCount + tasks * embeddingSize }

  /// Initial embedding of task `task`, N(0, 1); it does not depend on how many tasks there are.
  package func initialEmbedding<S: Real>(task: Int, seed: UInt64) -> [S] {
    var random = RandomStream(seed: seed, purpose: "task embedding", index: task)
    return Initialization.standardNormal(count: embeddingSize, using: &random)
  }
}
