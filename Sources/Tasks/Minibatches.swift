import Tensors

/// Shuffled passes over `count` samples, cut into batches; a batch may straddle two passes.
package struct Minibatches: Sendable {
  private let count: Int
  private var random: RandomStream
  private var order: [Int] = []
  private var position = 0

  /// Passes in an order that `random` draws; traps for no samples.
  package init(count: Int, random: RandomStream) {
    precondition(count > 0, "no samples")
    (self.count, self.random) = (count, random)
  }

  /// Fills `batch` with the next samples' positions.
  package mutating func next(into batch: inout [Int]) {
    for i in batch.indices {
      if position == order.count {
        order = random.permutation(of: count)
        position = 0
      }
      batch[i] = order[position]
      position += 1
    }
  }
}
