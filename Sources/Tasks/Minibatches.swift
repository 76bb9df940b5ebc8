import Tensors

/// Shuffled passes over `count` samples, cut into batches; a batch may straddle two passes.
package struct Minibatches: Sendable {
  /// The number of samples.
  package let count: Int
  private var random: RandomStream
  private var order: [Int] = []
  private var position = 0
  /// Samples that were given so far, in all passes.
  package private(set) var given = 0
  /// Where `random` stood before it drew the order of this pass; nil before the first pass.
  private var start: UInt64?

  /// Passes in an order that `random` draws; traps for no samples.
  package init(count: Int, random: RandomStream) {
    precondition(count > 0, "no samples")
    (self.count, self.random) = (count, random)
  }

  /// Fills `batch` with the next samples' positions.
  package mutating func next(into batch: inout [Int]) {
    for i in batch.indices {
      if position == order.count {
        start = random.wordsTaken
        order = random.permutation(of: count)
        position = 0
      }
      batch[i] = order[position]
      position += 1
    }
    given += batch.count
  }

  /// Where the passes stand: enough to go on as if they had not stopped.
  package struct Place: Hashable, Sendable {
    /// The words that were drawn before this pass; nil before the first pass.
    package var start: UInt64?
    /// Samples of this pass that were given.
    package var position: Int
    /// Samples that were given in all passes.
    package var given: Int

    /// A place in a pass, which `Minibatches.place` told.
    package init(start: UInt64?, position: Int, given: Int) {
      (self.start, self.position, self.given) = (start, position, given)
    }
  }

  /// Where the passes stand. Setting it draws the order of that pass again: O(count).
  package var place: Place {
    get { Place(start: start, position: position, given: given) }
    set {
      (start, given) = (newValue.start, newValue.given)
      guard let words = newValue.start else { return (order, position) = ([], 0) }
      random.wordsTaken = words
      order = random.permutation(of: count)
      position = newValue.position
    }
  }
}
