import Experiments
import Mistakes
import Pipeline
import Tasks

/// What a run that was not told tasks has answered to each test sample after its last task.
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
    /// The task it was taken for.
    package let toldTask: Int
    /// The class it was taken for. Where tasks share a head, that is the output's place in the class list of the
    /// task it was taken for.
    package let toldClass: Int
  }

  /// In the order of tasks and images.
  package let answers: [Answer]

  /// The answers of `run`.
  ///
  /// Throws `MistakenRequest` for a run that infers no tasks; `SettingError`, `PipelineError`, `DatasetError`
  /// where what it needs of the store cannot be read. Linear in the test samples of all tasks.
  package init(of run: RunDescription, in store: Store) throws {
    guard let step = run.lastAnswers else {
      throw MistakenRequest(
        "the run '\(run.id)' has inferred no tasks; choose one of the methods hnet+ent and hnet+tir"
      )
    }
    var settings = try run.settings()
    let artifact = try Self.read(AnswersArtifact.self, step, run, store)
    guard let fetched = run.steps.first(where: { $0.role == .dataset }) else {
      throw MistakenRequest("the run '\(run.id)' has no dataset; run it again")
    }
    let samples = try Self.read(DatasetArtifact.self, fetched, run, store).samples()
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
          toldTask: given.tasks[i] + 1,
          toldClass: sequence.classes(ofTask: given.tasks[i])[given.classes[i]])
      }
    }
  }

  private static func read<A: Artifact>(
    _ type: A.Type, _ step: StepRecord, _ run: RunDescription, _ store: Store
  ) throws -> A {
    guard let manifest = try store.manifest(of: step.key) else {
      throw PipelineError(
        .unknownName, "the result of '\(step.node)' of the run '\(run.id)' is not in the store",
        advice: "run the experiment again")
    }
    return try store.artifact(type, of: manifest)
  }
}

extension RunDescription {
  /// The step that has the answers after the last task; nil for a run that infers no tasks.
  fileprivate var lastAnswers: StepRecord? { steps.answering.last }

  /// Whether the run infers tasks of test images, rather than of training images that it has held out.
  package var hasTestAnswers: Bool { lastAnswers != nil && parameters["validation"] == nil }
}
