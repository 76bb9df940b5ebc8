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
  private let objective: Objective
  /// Of the whole batch; those of the task's own samples are not used.
  private var targets: TargetBatch

  /// - Parameters:
  ///   - task: the task that is trained
  ///   - tasks: the earlier ones that have rows
  init(_ task: ClassifierTask, of tasks: some Sequence<Int>, share: Int) {
    scopes = tasks.map { task.scope(ofTask: $0) }
    (self.share, outputs) = (share, task.outputs)
    objective = task.samples.objective
    targets = TargetBatch(
      objective, rows: task.training.batch + share * scopes.count, width: task.samples.head.count)
  }

  /// Rows of all tasks.
  var count: Int { share * scopes.count }

  /// Says that row `row` of the batch is a sample of the `i`-th of the tasks, and which output unit is its
  /// class.
  mutating func setUnit(_ unit: Int, ofRow row: Int, task i: Int) {
    targets.labels[row] = unit - scopes[i].lowerBound
  }

  /// The same of a sample whose targets are these numbers.
  mutating func setValues(_ values: ArraySlice<Float>, ofRow row: Int) {
    let start = row * targets.width
    targets.values.replaceSubrange(start..<start + targets.width, with: values)
  }

  /// Says that the rows from `row` on are these `samples` of the `i`-th of the tasks.
  mutating func setTargets(of batch: [Int], _ samples: TaskSamples, task i: Int, row: Int) {
    samples.targets(of: batch, scope: scopes[i], into: &targets, first: row)
  }

  /// Adds the gradients of the tasks' mean losses, each times `weight`, with respect to the outputs; `first`
  /// is the batch's first such row. Returns the loss.
  func addLoss(
    logits: [Float], first: Int, weight: Float, gradient: inout [Float]
  ) -> Float {
    var (loss, start): (Float, Int) = (0, first)
    for scope in scopes {
      loss +=
        objective.addLoss(
          logits, count: outputs, rows: start..<start + share, scope: scope, targets: targets,
          weight: weight, gradient: &gradient
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

  /// The inputs of these minibatches, varied as the task sequence says.
  func inputs(_ samples: TaskSamples, ofTask earlier: Int, purpose: String) -> TrainingInputs {
    TrainingInputs(samples, seed: state.seed, task: index * 1000 + earlier, purpose: purpose)
  }
}
