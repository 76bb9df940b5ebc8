import Foundation
import Learning
import Pipeline
import Tasks

/// A training as a stage: what the stage's context tells it, and what it tells the context.
struct StageTraining {
  private let context: StageContext
  /// The steps in all.
  private let steps: Int

  /// A training of this length on the `samples`.
  init(_ length: TrainingLength, batch: Int, on samples: TaskSamples, in context: StageContext) {
    self.context = context
    steps = length.steps(samples: samples.count, batch: batch)
  }

  /// Tells that so many steps are done. Throws `CancellationError` once the run is to end.
  func report(_ step: Int) throws {
    try context.checkCancellation()
    context.report(progress(step))
  }

  /// The savepoint of the stage, and a score that the learning rate follows, if it follows one.
  func aids(
    score: ((_ weights: [Float], _ statistics: [Float]) -> Double)? = nil
  ) -> TrainingAids {
    TrainingAids(
      savepoint: context.savepoint.map { Place(savepoint: $0, training: self) }, score: score)
  }

  private func progress(_ step: Int) -> StageProgress {
    StageProgress(completed: step, total: steps, unit: "steps")
  }

  private struct Place: SavepointPlace {
    let savepoint: Savepoint
    let training: StageTraining

    func load() -> Data? { savepoint.load() }
    func resume(after step: Int) { savepoint.resume(at: training.progress(step)) }
    func reject(_ reason: String) { savepoint.reject("does not fit: \(reason)") }
    func isDue(after step: Int) -> Bool { savepoint.isDue(after: step) }
    func save(_ bytes: Data, after step: Int) {
      savepoint.save(bytes, at: training.progress(step))
    }
  }
}

extension StageWork {
  /// Of a training: the steps or epochs of its configuration's field `training`.
  static let training = StageWork(
    "steps", field: "training.steps", rounds: (unit: "epochs", field: "training.epochs"))
}
