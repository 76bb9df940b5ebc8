import Tensors

/// How the learning rate changes over the steps k of a task. It begins anew with each task.
public enum LearningRateSchedule: Codable, Hashable, Sendable {
  /// A step from which on the base rate is multiplied by `factor`, until the next milestone.
  public struct Milestone: Codable, Hashable, Sendable {
    /// The first step that has the new rate, counted from 0.
    public let step: Int
    /// The new rate, relative to the base rate.
    public let factor: Double

    /// From `step` on, `factor` times the base rate.
    public init(step: Int, factor: Double) { (self.step, self.factor) = (step, factor) }
  }

  /// An epoch from which on the base rate is multiplied by `factor`, until the next milestone.
  public struct EpochMilestone: Codable, Hashable, Sendable {
    /// The epochs that end before the new rate.
    public let epoch: Int
    /// The new rate, relative to the base rate.
    public let factor: Double

    /// After `epoch` epochs, `factor` times the base rate.
    public init(epoch: Int, factor: Double) { (self.epoch, self.factor) = (epoch, factor) }
  }

  /// η
  case constant
  /// η · factor^⌊k / interval⌋
  case step(interval: Int, factor: Double)
  /// η times the factor of the last milestone reached.
  case milestones([Milestone])
  /// η times the factor of the last milestone reached; an epoch is a pass over the task's samples.
  case epochs([EpochMilestone])
  /// η · factorᵏ
  case exponential(factor: Double)
  /// η_min + ½ (η − η_min) (1 + cos(π k / steps)) with η_min = minimum · η (Loshchilov & Hutter 2017)
  case cosine(minimum: Double)
  /// Multiplied by `factor`, down to minimum · η, when the mean loss of `window` steps has not come below
  /// the best one times 1 − threshold for more than `patience` windows.
  case plateau(
    factor: Double, patience: Int, window: Int, threshold: Double = 1e-4, minimum: Double = 0)
}

/// Follows a schedule through a task's steps.
package struct LearningRate: Sendable {
  /// How the rate changes.
  package let schedule: LearningRateSchedule
  /// η, the rate that the schedule multiplies.
  package let base: Double
  /// Steps of the task.
  package let steps: Int
  /// Steps of a pass over the task's samples.
  private let stepsPerEpoch: Int
  private var reduction = 1.0
  private var best = Double.infinity
  private var badWindows = 0
  private var sum = 0.0
  private var count = 0

  /// The rates of a task of so many steps.
  ///
  /// - Parameter stepsPerEpoch: steps of a pass over the task's samples, for schedules in epochs
  package init(
    _ schedule: LearningRateSchedule, base: Double, steps: Int, stepsPerEpoch: Int = 1
  ) {
    (self.schedule, self.base, self.steps) = (schedule, base, steps)
    self.stepsPerEpoch = stepsPerEpoch
  }

  /// The rate of step `k`, counted from 0, after the losses of the steps before it were observed.
  package func rate(atStep k: Int) -> Double {
    switch schedule {
    case .constant: base
    case .step(let interval, let factor): base * ElementaryFunctions.power(factor, k / interval)
    case .milestones(let milestones):
      base * (milestones.last { $0.step <= k }?.factor ?? 1)
    case .epochs(let milestones):
      base * (milestones.last { $0.epoch <= k / stepsPerEpoch }?.factor ?? 1)
    case .exponential(let factor): base * ElementaryFunctions.power(factor, k)
    case .cosine(let minimum):
      base
        * (minimum + (1 - minimum) / 2
          * (1 + ElementaryFunctions.cosine(turns: Double(k) / Double(2 * steps))))
    case .plateau(_, _, _, _, let minimum): base * max(reduction, minimum)
    }
  }

  /// Takes note of a step's loss, by which `plateau` decides; the other schedules ignore it.
  package mutating func observe(loss: Double) {
    guard case .plateau(let factor, let patience, let window, let threshold, let minimum) = schedule
    else { return }
    sum += loss
    count += 1
    guard count == window else { return }
    let mean = sum / Double(window)
    (sum, count) = (0, 0)
    if mean < best * (1 - threshold) {
      (best, badWindows) = (mean, 0)
    } else {
      badWindows += 1
    }
    if badWindows > patience {
      reduction = max(reduction * factor, minimum)
      badWindows = 0
    }
  }
}

extension LearningRate: Resumable {
  /// What `plateau` has seen of the losses.
  package mutating func saveOrRestore(_ parts: inout SavedParts) {
    parts.number("reduction", &reduction, in: 0...1)
    parts.number("best", &best)
    parts.integer("bad_windows", &badWindows)
    parts.number("sum", &sum)
    parts.integer("count", &count)
  }
}
