/// One task of a caller's own samples.
public struct SampledTask: Hashable, Sendable {
  /// The samples to learn from.
  public let training: Samples
  /// The samples that the task is tested on.
  public let test: Samples

  /// A task of these samples; traps unless both have equally many inputs, and targets of one kind and number.
  public init(training: Samples, test: Samples) {
    precondition(
      training.objective == test.objective && training.inputCount == test.inputCount
        && training.outputCount == test.outputCount,
      "trained: \(training.inputCount) inputs, \(training.outputCount) outputs; "
        + "tested: \(test.inputCount), \(test.outputCount)")
    (self.training, self.test) = (training, test)
  }
}

/// A sequence of tasks of a caller's own samples, in the order in which they are learned.
///
///     let tasks = SampledTasks([
///       SampledTask(training: Samples(inputs: …, labels: …, classes: 2), test: …),
///       SampledTask(training: Samples(inputs: …, labels: …, classes: 2), test: …),
///     ])
///     for task in 0..<tasks.count {
///       state = try trainer.train(state, on: tasks.training(ofTask: task))
///       state.evaluate(on: tasks.tests(ofFirst: task + 1))
///     }
public struct SampledTasks: Hashable, Sendable {
  /// Which outputs of the network answer a task.
  public enum Heads: Hashable, Sendable {
    /// Each task has outputs of its own, one task's after another's.
    case separate
    /// All tasks share the same outputs.
    case shared
  }

  private let tasks: [SampledTask]
  private let heads: [Range<Int>]

  /// A sequence of these tasks.
  ///
  /// Traps unless there is a task, and all have equally many inputs and targets of one kind; of one number,
  /// too, where they share their outputs.
  public init(_ tasks: [SampledTask], heads: Heads = .separate) {
    let kinds = Set(
      tasks.map { [$0.training.inputCount, $0.training.objective == .regression ? 1 : 0] })
    precondition(
      kinds.count == 1, "\(tasks.count) tasks of \(tasks.map(\.training.inputCount)) inputs")
    let sizes = tasks.map(\.training.outputCount)
    precondition(heads == .separate || Set(sizes).count == 1, "a shared head of \(sizes) outputs")
    self.tasks = tasks
    switch heads {
    case .shared: self.heads = sizes.map { 0..<$0 }
    case .separate:
      var end = 0
      self.heads = sizes.map { size in
        defer { end += size }
        return end..<end + size
      }
    }
  }

  /// The number of tasks.
  public var count: Int { tasks.count }
  /// Inputs of a network that learns them.
  public var inputCount: Int { tasks[0].training.inputCount }
  /// Outputs of a network that learns them: all heads together.
  public var outputCount: Int { heads.map(\.upperBound).max() ?? 0 }

  /// The outputs that answer task `t`, counted from 0.
  public func head(ofTask t: Int) -> Range<Int> { heads[t] }

  /// What task `t` is learned from. Traps for a task that there is not.
  public func training(ofTask t: Int) -> TaskSamples {
    TaskSamples(tasks[t].training, head: heads[t])
  }

  /// What the first `learned` tasks are tested on. Traps unless there are so many.
  public func tests(ofFirst learned: Int) -> [TaskSamples] {
    precondition((0...count).contains(learned), "\(learned) of \(count) tasks")
    return (0..<learned).map { TaskSamples(tasks[$0].test, head: heads[$0]) }
  }
}
