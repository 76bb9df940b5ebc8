import Datasets
import Tasks

/// Which images each task of a sequence is trained and tested on.
package struct TaskData {
  private let sequence: TaskSequence
  private let images: ImageDataset
  private let heldOut: HeldOut?

  /// - Parameter heldOut: training images that take the place of the test images
  package init(_ sequence: TaskSequence, in images: ImageDataset, heldOut: HeldOut? = nil) {
    (self.sequence, self.images, self.heldOut) = (sequence, images, heldOut)
  }

  /// The training samples of a task. Throws `SettingError` where there are none.
  package func training(ofTask task: Int) throws -> TaskSamples {
    try checked(
      TaskSamples(
        sequence, task: task, in: images.train, part: heldOut.map { .training($0) } ?? .all),
      "train", task)
  }

  /// What tasks are tested on, those below `count`. Throws `SettingError` where there are no samples.
  package func tests(ofTasks count: Int) throws -> [TaskSamples] {
    try (0..<count).map { task in
      let samples =
        heldOut.map {
          TaskSamples(sequence, task: task, in: images.train, part: .validation($0))
        } ?? TaskSamples(sequence, task: task, in: images.test)
      return try checked(samples, heldOut == nil ? "test" : "validation", task)
    }
  }

  /// Throws unless there are samples: a dataset need not have images of every class.
  private func checked(_ samples: TaskSamples, _ part: String, _ task: Int) throws -> TaskSamples {
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
