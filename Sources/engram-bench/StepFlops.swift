import Convolutions
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
    let weights = network.dense.map { Double($0.weight.count) }
    let features = network.features?.plan
    // The first layer of all has no gradient of its input.
    let withInputGradient = features == nil ? weights.dropFirst() : weights[...]
    target =
      2 * Double(batch)
      * (2 * weights.reduce(0, +) + withInputGradient.reduce(0, +) + Self.products(features))
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

  /// The multiplications of all convolutions of one sample: outputs, gradient of filters, gradient of the input.
  private static func products(_ plan: MapPlan?) -> Double {
    guard let plan else { return 0 }
    return plan.steps.enumerated().reduce(0) { sum, next in
      guard case .convolution(let step) = next.element else { return sum }
      let taps = step.side * step.side * plan.maps[step.input].channels
      let products = plan.maps[next.offset + 1].shape.count * taps
      return sum + Double(products * (step.input == 0 ? 2 : 3))
    }
  }
}
