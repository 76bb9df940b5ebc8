import Foundation

/// The loss or the weights stopped being finite numbers.
public struct DivergenceError: Error, LocalizedError, CustomStringConvertible {
  /// What is not finite.
  public enum What: String, Sendable {
    case loss = "the loss"
    case weights = "a weight or the regularizer"
    case importance = "an importance of a weight"
  }

  /// The task's index, counted from 0.
  public let task: Int
  /// The step of the task, counted from 1.
  public let step: Int
  /// η of that step.
  public let learningRate: Double
  /// What was found first.
  public let what: What
  /// The loss of the latest step that had a finite one; nil if none had.
  public let lastFiniteLoss: Double?

  public var description: String {
    let last = lastFiniteLoss.map { "the last finite loss was \($0)" } ?? "no loss was finite"
    return "training diverged: \(what.rawValue) of task \(task + 1) is not finite at step \(step) "
      + "(learning rate \(learningRate); \(last)). Nothing of the task was stored; try \(advice)."
  }
  private var advice: String {
    switch what {
    case .loss: "a smaller learning_rate, or clip_norm=1"
    case .weights: "a smaller learning_rate, a smaller beta, or clip_norm=1"
    case .importance: "a smaller learning_rate, or with regularizer=si a larger damping"
    }
  }
  public var errorDescription: String? { description }
}

/// An importance is no finite number; the trainers make a `DivergenceError` of it.
struct NonFiniteImportance: Error {}
