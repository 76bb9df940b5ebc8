import Tensors

/// One tensor of a target network's flat weight vector.
package struct TargetTensor: Sendable, Hashable {
  /// What a tensor does, by which initialisers choose its values or variance.
  package enum Role: Sendable, Hashable {
    /// Multiplies inputs: a layer's matrix or its filters.
    case weight
    /// Is added to a layer's outputs.
    case bias
    /// `scale` multiplies a normalised value (batch norm) or weighs a column (progressive networks);
    /// `shift` is added to a normalised value.
    case scale, shift
  }

  /// What the tensor does in its layer.
  package let role: Role
  /// The number of entries.
  package let count: Int
  /// The inputs that one output of the layer sums; of a convolution, channels times the filter's area.
  package let fanIn: Int
  /// The outputs that one input of the layer acts on; of a convolution, filters times the filter's area.
  package let fanOut: Int

  /// A tensor of `count` entries in a layer with these fans.
  package init(_ role: Role, count: Int, fanIn: Int, fanOut: Int) {
    (self.role, self.count, self.fanIn, self.fanOut) = (role, count, fanIn, fanOut)
  }
}

/// A network whose weights somebody else generates: a pure function `f(x, Θ_trgt)`.
///
/// It is a description, a value that holds no weight. Its weights are one flat vector, the `tensors` one
/// after another, and an argument of every call; so they may come from a hypernetwork, which need not
/// copy or reshape them. What a network keeps of the data besides weights (the running mean and variance
/// of batch norm) is a second flat vector, `statistics`: an argument as well, one for each task, changed
/// by training passes only. A perceptron has none.
///
/// To add an architecture: a description that conforms to this, and a `TargetPass` with its buffers.
/// Training steps, regularizers and initialisers know nothing else of it.
package protocol TargetNetwork: Sendable, Hashable, Codable {
  /// Inputs per sample.
  var inputCount: Int { get }
  /// Outputs per sample, those of all heads.
  var outputCount: Int { get }
  /// The tensors in the order of the flat weight vector. Those of batch norm come first.
  var tensors: [TargetTensor] { get }
  /// Where the weights lie that act on the given output units, and on no other.
  func outputRanges(_ units: Range<Int>) -> [Range<Int>]
  /// The weights that training moves. They end where the vector does.
  var trainableRange: Range<Int> { get }
  /// The statistics of a task before training; empty if the network has none.
  func initialStatistics<S: Real>() -> [S]
}

extension TargetNetwork {
  /// P, the length of the flat weight vector.
  package var weightCount: Int { tensors.reduce(0) { $0 + $1.count } }

  /// All weights.
  package var trainableRange: Range<Int> { 0..<weightCount }

  /// No statistics.
  package func initialStatistics<S: Real>() -> [S] { [] }
}

/// A pass of a batch through a target network: its buffers, kept from step to step.
package protocol TargetPass<S>: Sendable {
  /// The scalar of the computation.
  associatedtype S: Real
  /// The description of the network that the pass computes.
  associatedtype Network: TargetNetwork

  /// Buffers for batches of at most `capacity` samples; without `backward`, for inference only.
  init(_ network: Network, capacity: Int, backward: Bool)

  /// The batch's inputs, `[batch × inputCount]`; filled by the caller.
  var inputs: [S] { get set }
  /// The outputs after `forward`, `[batch × outputCount]`.
  var logits: [S] { get }

  /// Computes the logits of the first `batch` inputs as at test time. `weights` may be longer than P.
  mutating func forward(weights: [S], batch: Int, statistics: [S])

  /// Computes them as in training: dropout takes its masks from `noise`, and `statistics` follow the batch.
  mutating func forward(
    weights: [S], batch: Int, statistics: inout [S], noise: inout RandomStream)

  /// Sets the gradient with respect to the logits through `body(logits, &gradient)`.
  mutating func withLogitGradient<R>(_ body: ([S], inout [S]) -> R) -> R

  /// Computes the gradient with respect to the weights from that of the logits, for the last `forward`. It
  /// overwrites the first P entries of `gradient`.
  mutating func backward(weights: [S], batch: Int, gradient: inout [S])
}
