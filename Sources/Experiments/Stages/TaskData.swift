import Datasets
import Settings
import Tasks

/// Which samples each task of a sequence is trained and tested on.
package struct TaskData {
  /// What tasks are made of.
  package enum Samples: Sendable {
    /// Images with labels, which the sequence makes tasks of.
    case images(ImageDataset)
    /// A table of each task.
    case tables([RegressionTask])
  }

  private let sequence: TaskSequence
  private let samples: Samples
  private let heldOut: ValidationSplit?

  /// The samples of the tasks of `sequence`.
  ///
  /// - Parameter heldOut: training images that take the place of the test images
  package init(_ sequence: TaskSequence, in samples: Samples, heldOut: ValidationSplit? = nil) {
    (self.sequence, self.samples, self.heldOut) = (sequence, samples, heldOut)
  }

  /// The training samples of a task. Throws `SettingError` where there are none.
  package func training(ofTask task: Int) throws -> TaskSamples {
    switch samples {
    case .tables(let tables):
      TaskSamples(tables[task].training, head: sequence.head(ofTask: task))
    case .images(let images):
      try checked(
        TaskSamples(
          sequence, task: task, in: images.train, part: heldOut.map { .training($0) } ?? .all),
        "train", task, images)
    }
  }

  /// The test samples of the first `count` tasks. Throws `SettingError` where a task has none.
  package func tests(ofTasks count: Int) throws -> [TaskSamples] {
    try (0..<count).map { task in
      switch samples {
      case .tables(let tables):
        return TaskSamples(tables[task].test, head: sequence.head(ofTask: task))
      case .images(let images):
        let samples =
          heldOut.map {
            TaskSamples(sequence, task: task, in: images.train, part: .validation($0))
          } ?? TaskSamples(sequence, task: task, in: images.test)
        return try checked(samples, heldOut == nil ? "test" : "validation", task, images)
      }
    }
  }

  /// Throws unless there are samples: a dataset need not have images of every class.
  private func checked(
    _ samples: TaskSamples, _ part: String, _ task: Int, _ images: ImageDataset
  ) throws -> TaskSamples {
    guard samples.count == 0 else { return samples }
    if let heldOut, TaskSamples(sequence, task: task, in: images.train, part: .all).count > 0 {
      throw SettingError.invalid(
        key: "validation", value: "\(heldOut.count)",
        allowed: "a number that leaves images of every task to train on and to test on: "
          + "there is no \(part) image of task \(task + 1)")
    }
    throw SettingError.invalid(
      key: "groups", value: ExperimentSettings.text(of: [sequence.classes(ofTask: task)]),
      allowed:
        "classes that the dataset has images of: there is no \(part) image of task \(task + 1)")
  }
}
