import Hypernetworks
import Learning
import Networks

/// The floating-point operations of a training step's matrix products, each multiplication and each
/// addition counted; symmetric products counted by halves.
struct StepFlops {
  /// Of the target network: forward, gradient of weights, gradient of hidden inputs.
  let target: Double
  /// Weight generation, and back to the hypernetwork.
  let hypernetwork: Double
  /// The factored regularizer over the given number of past tasks.
  let regularizer: Double

  var total: Double { target + hypernetwork + regularizer }

  init(_ network: Architecture, _ h: Hypernetwork, batch: Int, pastTasks: Int) {
    let (width, columns) = (Double(h.lastHiddenSize + 1), Double(h.chunkSize))
    let chunks = Double(h.chunks)
    let products = network.summaries.map { Double($0.multiplyAdds) }
    // Three products of each layer; the first one has no gradient of its input.
    target = 2 * Double(batch) * (3 * products.reduce(0, +) - (products.first ?? 0))
    let hidden = h.hiddenBlocks.dropFirst().reduce(0) { $0 + 2 * Double($1.weight.count) }
    hypernetwork = chunks * (2 * columns * (3 * width - 1) + 3 * hidden)
    guard pastTasks > 0 else {
      regularizer = 0
      return
    }
    let rows = Double(pastTasks) * chunks
    // dW dWᵀ by halves, dW W*ᵀ, both products of the gradient; AᵀA, AᵀdA; the errors; hidden layers.
    regularizer =
      columns * width * (width + 1 + 2 * width + 4 * width) + rows * 3 * width * width
      + rows * 4 * width * (width - 1) + rows * 3 * hidden
  }
}
