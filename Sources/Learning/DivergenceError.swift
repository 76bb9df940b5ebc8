import Foundation

/// The loss or the weights stopped being finite numbers.
package struct DivergenceError: Error, LocalizedError, CustomStringConvertible {
  package enum What: String, Sendable {
    case loss = "the loss"
    case weights = "a weight or the regularizer"
  }

  package let task: Int
  /// Counted from 1.
  package let step: Int
  /// η of that step.
  package let learningRate: Double
  package let what: What
  package let lastFiniteLoss: Double?

  package var description: String {
    let last = lastFiniteLoss.map { "the last finite loss was \($0)" } ?? "no loss was finite"
    return "training diverged: \(what.rawValue) of task \(task + 1) is not finite at step \(step) "
      + "(learning rate \(learningRate); \(last)). Nothing was stored; try a smaller learning_rate, "
      + "or clip_norm=1."
  }
  package var errorDescription: String? { description }
}
