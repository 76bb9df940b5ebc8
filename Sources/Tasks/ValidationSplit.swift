import Tensors

/// Training images that are held out for validation: `count` of the whole training set.
///
/// A pure function of `count` and `seed`, so that all tasks and methods of one seed hold out the same
/// images; permuted tasks the same ones in every task.
package struct ValidationSplit: Codable, Hashable, Sendable {
  /// The number of images, of all classes together.
  package let count: Int
  /// The seed of the run.
  package let seed: UInt64

  /// Traps if `count` is negative.
  package init(count: Int, seed: UInt64) {
    precondition(count >= 0, "\(count) images held out")
    (self.count, self.seed) = (count, seed)
  }

  /// Which of `total` images are held out, each choice of `count` being equally likely.
  ///
  /// Complexity: O(total). Traps if there are fewer than `count`.
  package func mask(of total: Int) -> [Bool] {
    precondition(count <= total, "\(count) of \(total) images held out")
    var random = RandomStream(seed: seed, purpose: "validation")
    var mask = [Bool](repeating: false, count: total)
    for image in random.choose(count, of: total) { mask[image] = true }
    return mask
  }
}

extension TaskSamples {
  /// The part of a set of images that samples are taken from.
  package enum Part: Codable, Hashable, Sendable {
    /// All images.
    case all
    /// Those that are not held out.
    case training(ValidationSplit)
    /// Those that are held out.
    case validation(ValidationSplit)

    /// The numbers of the part's images among `total`, ascending. Complexity: O(total).
    package func images(of total: Int) -> [Int] {
      let images = 0..<total
      switch self {
      case .all: return Array(images)
      case .training(let heldOut):
        let mask = heldOut.mask(of: total)
        return images.filter { !mask[$0] }
      case .validation(let heldOut):
        let mask = heldOut.mask(of: total)
        return images.filter { mask[$0] }
      }
    }
  }
}
