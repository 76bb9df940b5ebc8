import Learning
import Tasks

/// What a learner that is not told the task says of each test sample: of which task it is, and of which
/// class.
package struct TaskPredictions: Hashable, Sendable, Codable {
  /// The task that each sample is taken for.
  package let tasks: [Int]
  /// Its class, as the number of an output within the head of that task.
  package let classes: [Int]

  /// Traps unless there are as many of both.
  package init(tasks: [Int], classes: [Int]) {
    precondition(tasks.count == classes.count, "\(tasks.count) tasks, \(classes.count) classes")
    (self.tasks, self.classes) = (tasks, classes)
  }

  /// By the certainty of the predictions, HNET+ENT: see `TaskInference`.
  package init(_ inference: TaskInference) {
    let tasks = inference.tasks
    self.init(
      tasks: tasks, classes: tasks.enumerated().map { inference.prediction[$1][$0] })
  }

  /// By what another network takes the samples for, HNET+TIR: the learner predicts with the weights of
  /// that task.
  ///
  /// Complexity: 2 · tasks · samples · P FLOPs.
  package init(_ tasks: [Int], _ state: HypernetworkState, on samples: TaskSamples) {
    let inference = TaskInference.byEntropy(state, on: samples)
    self.init(
      tasks: tasks, classes: tasks.enumerated().map { inference.prediction[$1][$0] })
  }

  /// The fraction of samples of `task` that are taken for it.
  package func inference(ofTask task: Int) -> Double {
    Double(tasks.count { $0 == task }) / Double(max(1, tasks.count))
  }

  /// The fraction of the `samples` of `task` that are classified right, whose classes are `heads` of the
  /// tasks: with a head shared by all tasks a wrong task may give the right class.
  package func accuracy(on samples: TaskSamples, heads: [Range<Int>]) -> Double {
    let head = samples.head
    let right = tasks.indices.count {
      heads[tasks[$0]].lowerBound + classes[$0] == head.lowerBound + samples.label($0)
    }
    return Double(right) / Double(max(1, tasks.count))
  }
}
