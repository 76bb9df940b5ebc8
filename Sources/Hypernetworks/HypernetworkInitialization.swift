import Foundation
import Networks
import Tensors

/// How Θ_h starts. Biases are 0, embeddings N(0, 1) unless said otherwise.
public enum HypernetworkInitialization: Codable, Hashable, Sendable {
  /// Matrices uniform on ±√(6 / (in + out)) (Glorot & Bengio 2010).
  case xavier
  /// Matrices N(0, g² / in), where g² is 2 before ReLU and ELU, else 1 (He et al. 2015).
  case kaiming
  /// Matrices N(0, σ²).
  case normal(deviation: Double)
  /// Hidden layers as with Kaiming; the output layer, and the chunk embeddings' variances, such that the
  /// *generated* weights keep the variance of the target network's activations: `g² / (2 in)` for weights,
  /// `g² / 2` for biases, g² = 2 where the target rectifies, else 1 (Chang, Flokas, Lipson 2020, hyperfan-in).
  case hyperfanIn
  /// The same for its gradients: `g² / out` for weights, `max(g² (1 − in / out), 0)` for biases.
  case hyperfanOut
}

extension Hypernetwork {
  /// The output layer's columns as heads: each target tensor has one in a full hypernetwork, and one is
  /// shared by all chunks in a chunked one.
  package func heads(for tensors: [TargetTensor]) -> [Range<Int>] {
    guard chunkEmbeddingSize == 0, tensors.reduce(0, { $0 + $1.count }) == chunkSize else {
      return [0..<chunkSize]
    }
    var start = 0
    return tensors.map { tensor in
      defer { start += tensor.count }
      return start..<start + tensor.count
    }
  }

  /// Initial Θ_h for a target network of these tensors.
  ///
  /// - Parameter rectifies: whether the target network's activation is ReLU: it halves the mean square
  package func initialParameters<S: Real>(
    _ initialization: HypernetworkInitialization = .xavier, for tensors: [TargetTensor] = [],
    rectifies: Bool = true, seed: UInt64
  ) -> [S] {
    var values = [S](repeating: 0, count: parameterCount)
    var random = RandomStream(seed: seed, purpose: "hypernetwork")
    for block in hiddenBlocks {
      fill(&values, block.weight, hiddenLaw(initialization, block.weight), &random)
    }
    let matrix = outputBlock.rows(0..<lastHiddenSize)
    let promise = GeneratedVariance(self, initialization, tensors, rectifies: rectifies)
    for head in heads(for: tensors) {
      fill(&values, matrix.columns(head), outputLaw(initialization, head, promise), &random)
    }
    var chunkRandom = RandomStream(seed: seed, purpose: "chunk embeddings")
    let chunkDeviations = promise?.chunkDeviations ?? [Double](repeating: 1, count: chunks)
    for (k, deviation) in chunkDeviations.enumerated() where chunkEmbeddingSize > 0 {
      for i in chunkEmbeddingBlock.rows(k..<k + 1).range {
        values[i] = S(deviation * chunkRandom.normal())
      }
    }
    return values
  }

  /// The distribution of a matrix's entries.
  private enum Law {
    case uniform(limit: Double)
    case normal(deviation: Double)
  }

  private func hiddenLaw(_ initialization: HypernetworkInitialization, _ block: Block) -> Law {
    switch initialization {
    case .xavier: .uniform(limit: (6 / Double(block.rows + block.columns)).squareRoot())
    case .normal(let deviation): .normal(deviation: deviation)
    case .kaiming, .hyperfanIn, .hyperfanOut:
      .normal(deviation: (activation.squaredGain / Double(block.columns)).squareRoot())
    }
  }

  private func outputLaw(
    _ initialization: HypernetworkInitialization, _ head: Range<Int>, _ promise: GeneratedVariance?
  ) -> Law {
    switch initialization {
    case .xavier: .uniform(limit: (6 / Double(lastHiddenSize + head.count)).squareRoot())
    case .normal(let deviation): .normal(deviation: deviation)
    case .kaiming: .normal(deviation: (1 / Double(lastHiddenSize)).squareRoot())
    case .hyperfanIn, .hyperfanOut:
      .normal(deviation: promise?.outputDeviation(ofHead: head) ?? 0)
    }
  }

  private func fill<S: Real>(
    _ values: inout [S], _ block: Block, _ law: Law, _ random: inout RandomStream
  ) {
    for row in 0..<block.rows {
      for i in block.rows(row..<row + 1).range {
        switch law {
        case .uniform(let limit): values[i] = S((2 * random.uniform() - 1) * limit)
        case .normal(let deviation): values[i] = S(deviation * random.normal())
        }
      }
    }
  }
}

extension Activation {
  /// What Kaiming's initialisation multiplies variances by, to make up for the half that is cut off.
  package var squaredGain: Double {
    switch self {
    case .relu, .elu: 2
    case .sigmoid, .tanh: 1
    }
  }
}
