import Networks
import Tasks
import Tensors

/// The rows that a batch has besides the task's own: as many of each of some earlier tasks, one task after
/// the other.
struct PastTaskRows: Sendable {
  /// Rows of each task.
  let share: Int
  /// The units among which each task's samples are classified.
  private let scopes: [Range<Int>]
  private let outputs: Int
  /// Of the whole batch; those of the task's own samples are not used.
  private var labels: [Int]

  /// - Parameters:
  ///   - task: the task that is trained
  ///   - tasks: the earlier ones that have rows
  init(_ task: ClassifierTask, of tasks: some Sequence<Int>, share: Int) {
    scopes = tasks.map { task.scope(ofTask: $0) }
    (self.share, outputs) = (share, task.outputs)
    labels = [Int](repeating: 0, count: task.training.batch + share * scopes.count)
  }

  /// Rows of all tasks.
  var count: Int { share * scopes.count }

  /// Says that row `row` of the batch is a sample of the `i`-th of the tasks, and which output unit is its
  /// class.
  mutating func setUnit(_ unit: Int, ofRow row: Int, task i: Int) {
    labels[row] = unit - scopes[i].lowerBound
  }

  /// Adds the gradients of the tasks' mean cross-entropies, each times `weight`, with respect to the
  /// logits; `first` is the batch's first such row. Returns the loss.
  func addCrossEntropy(
    logits: [Float], first: Int, weight: Float, gradient: inout [Float]
  ) -> Float {
    var (loss, start): (Float, Int) = (0, first)
    for scope in scopes {
      loss +=
        Loss.addCrossEntropy(
          logits: logits, outputs: outputs, rows: start..<start + share, scope: scope,
          labels: labels, weight: weight, gradient: &gradient
        ).loss
      start += share
    }
    return loss
  }
}

extension ClassifierTask {
  /// Shuffled passes over `count` samples of an earlier task, which are of this task alone.
  func minibatches(_ count: Int, ofTask earlier: Int, purpose: String) -> Minibatches {
    Minibatches(
      count: count,
      random: RandomStream(seed: state.seed, purpose: purpose, index: index * 1000 + earlier))
  }
}
