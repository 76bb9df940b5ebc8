/// Lowers the learning rate where the accuracy on held-out samples of the task no longer rises.
///
/// The score is measured after each epoch. When the best one is `epochs` epochs old, the rate is multiplied by
/// `factor`, beside what the schedule makes of it, and the count of epochs begins again.
package struct ScorePlateau: Codable, Hashable, Sendable {
  /// What the rate is multiplied by.
  package let factor: Double
  /// Epochs without a better score, until the rate falls.
  package let epochs: Int
  /// The rate below which this does not lower it; the schedule may.
  package let minimum: Double

  /// Times `factor` after `epochs` epochs without a better score, down to `minimum`.
  package init(factor: Double, epochs: Int, minimum: Double) {
    (self.factor, self.epochs, self.minimum) = (factor, epochs, minimum)
  }
}

/// Follows the scores of a task's epochs.
struct ScoreWatch: Sendable {
  private let plateau: ScorePlateau?
  private var reduction = 1.0
  private var best = -Double.infinity
  private var badEpochs = 0

  /// A watch that has seen no score; without a plateau, rates stay what they are.
  init(_ plateau: ScorePlateau?) { self.plateau = plateau }

  /// Takes note of the score after an epoch.
  mutating func observe(score: Double) {
    guard let plateau else { return }
    if score > best {
      (best, badEpochs) = (score, 0)
    } else {
      badEpochs += 1
    }
    if badEpochs >= plateau.epochs { (reduction, badEpochs) = (reduction * plateau.factor, 0) }
  }

  /// What becomes of the schedule's `rate`.
  func lowered(_ rate: Double) -> Double {
    guard let plateau, reduction < 1 else { return rate }
    return min(rate, max(rate * reduction, plateau.minimum))
  }
}

extension ScoreWatch: Resumable {
  /// The best score, its age, and by how much the rate was lowered.
  mutating func saveOrRestore(_ parts: inout SavedParts) {
    parts.number("reduction", &reduction, in: 0...1)
    parts.number("best", &best)
    parts.integer("bad_epochs", &badEpochs)
  }
}
