import Hypernetworks
import Networks
import Tensors
import TestSupport
import Testing

/// A hypernetwork's shape for tests, by name.
struct Shape: CustomTestStringConvertible, Sendable {
  let name: String
  let hypernetwork: Hypernetwork

  init(
    _ name: String, target: Int, chunk: Int? = nil, hidden: [Int], _ activation: Activation = .tanh
  ) {
    self.name = name
    hypernetwork =
      if let chunk {
        Hypernetwork(
          targetCount: target, embeddingSize: 3, chunkSize: chunk, chunkEmbeddingSize: 2,
          hidden: hidden, activation: activation)
      } else {
        Hypernetwork(
          targetCount: target, embeddingSize: 3, hidden: hidden, activation: activation)
      }
  }

  var testDescription: String { name }

  static let all = [
    Shape("truncated last chunk", target: 31, chunk: 7, hidden: [4, 5]),
    Shape("truncated last chunk, relu", target: 31, chunk: 7, hidden: [4, 5], .relu),
    Shape("truncated last chunk, elu", target: 50, chunk: 9, hidden: [6], .elu),
    Shape("truncated last chunk, sigmoid", target: 22, chunk: 20, hidden: [5], .sigmoid),
    Shape("whole chunks", target: 20, chunk: 5, hidden: [6]),
    Shape("chunk larger than the target", target: 9, chunk: 13, hidden: [4]),
    Shape("one whole chunk", target: 9, chunk: 9, hidden: [4]),
    Shape("full", target: 23, hidden: [6, 4], .sigmoid),
    Shape("full linear", target: 11, hidden: []),
    Shape("chunked linear, truncated", target: 22, chunk: 6, hidden: []),
    Shape("chunks of one weight", target: 6, chunk: 1, hidden: [3]),
  ]
}
