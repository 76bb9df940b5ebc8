import Experiments
import Mistakes
import Pipeline
import Tasks

/// What a run that infers tasks has answered to each test sample after its last task.
package struct RunAnswers: Sendable {
  /// One sample's answer. Tasks count from 1.
  package struct Answer: Hashable, Sendable {
    /// The task that the sample is of.
    package let task: Int
    /// Its place in the dataset's test images, or where the run has held some out, in the training images; from
    /// 0. Images of several datasets are counted on.
    package let image: Int
    /// Its class, as the dataset has it; classes of several datasets are counted on.
    package let trueClass: Int
    /// The inferred task.
    package let inferredTask: Int
    /// The predicted class. Where tasks share a head, that is the output's place in the class list of the
    /// inferred task.
    package let predictedClass: Int
  }

  /// In the order of tasks and images.
  package let answers: [Answer]

  /// The answers of `run`.
  ///
  /// Linear in the test samples of all tasks.
  ///
  /// - Parameter options: what a command needs that is typed later, such as `--store`
  /// - Throws: `MistakenRequest` for a run that infers no tasks, or whose results are not in the store;
  ///   `SettingError`, `PipelineError`, `DatasetError` where they cannot be read
  package init(of run: RunDescription, in store: Store, options: [String] = []) throws {
    guard let step = run.lastAnswers else {
      throw MistakenRequest(
        "the run '\(run.id)' has inferred no tasks; choose one of the methods hnet+ent and hnet+tir"
      )
    }
    var settings = try run.settings()
    guard let fetched = run.steps.first(where: { $0.role == .dataset }),
      let images = try store.manifest(of: fetched.key),
      let inferred = try store.manifest(of: step.key)
    else { throw try Self.missing(run, store, options) }
    let artifact = try store.artifact(AnswersArtifact.self, of: inferred)
    let samples = try store.artifact(DatasetArtifact.self, of: images).samples()
    if case .images(let images) = samples { settings.imageClasses = images.classCount }
    let sequence = settings.sequence
    let tests = try TaskData(sequence, in: samples, heldOut: settings.heldOut)
      .tests(ofTasks: artifact.answers.count)
    answers = zip(artifact.answers, tests).enumerated().flatMap { task, pair in
      let (given, samples) = pair
      let classes = sequence.classes(ofTask: task)
      return given.tasks.indices.map { i in
        Answer(
          task: task + 1, image: Int(samples.indices[i]), trueClass: classes[samples.label(i)],
          inferredTask: given.tasks[i] + 1,
          predictedClass: sequence.classes(ofTask: given.tasks[i])[given.classes[i]])
      }
    }
  }

  /// The error of a run whose answers or images are not in the store.
  private static func missing(
    _ run: RunDescription, _ store: Store, _ options: [String]
  ) throws -> MistakenRequest {
    let reason =
      try KeptRecord.stored(of: run, in: store) == nil
      ? "the store lacks results of the run '\(run.id)'"
      : "the run '\(run.id)' came in a bundle without checkpoints, which lacks its answers"
    return MistakenRequest(
      "\(reason); take a bundle with checkpoints, or compute them: "
        + "\(run.command(with: options))")
  }
}

extension RunDescription {
  /// The step that has the answers after the last task; nil for a run that infers no tasks.
  fileprivate var lastAnswers: StepRecord? { steps.answering.last }

  /// Whether the run infers tasks of test images, rather than of training images that it has held out.
  package var hasTestAnswers: Bool { lastAnswers != nil && parameters["validation"] == nil }
}
