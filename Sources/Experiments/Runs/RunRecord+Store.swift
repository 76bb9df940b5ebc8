import Evaluation
import Foundation
import Learning
import Pipeline
import Results

extension RunRecord {
  /// The rows of a run, put together from its description and the store's results.
  ///
  /// The one way to them, for a run that has just ended and for a database that is made anew.
  /// Throws `damagedBlob` and `unknownName` where a result of the run is not (any longer) there.
  ///
  /// - Parameter loaded: results that are in memory already, by their nodes' names
  package init(
    _ run: RunDescription, in store: Store, loaded: [String: any Artifact] = [:]
  ) throws {
    func result<A: Artifact>(_ type: A.Type, of step: StepRecord) throws -> A {
      if let known = loaded[step.node] as? A { return known }
      guard let stored = try store.artifact(type, of: step.key) else { throw Self.gone(step, run) }
      return stored
    }
    self.init(
      id: run.id, experiment: run.experiment, seed: Int(run.seed), status: run.status,
      startedAt: run.startedAt, finishedAt: run.finishedAt, confirmedAt: run.confirmedAt,
      engramVersion: run.program.version, sourceRevision: run.program.sourceRevision,
      sourceIsDirty: run.program.sourceIsDirty, parameters: run.parameters)
    stages = try run.steps.map { step in
      guard let manifest = try store.manifest(of: step.key) else { throw Self.gone(step, run) }
      return StageExecution(
        node: step.node, cacheKey: step.key.hex, stage: step.stage, version: step.version,
        seconds: step.seconds, isHit: step.isHit, inputKeys: manifest.inputKeys.map(\.hex),
        outputs: manifest.outputs.map {
          StageOutput(
            name: $0.name, sha256: $0.sha256.hex, bytes: $0.bytes, kind: $0.kind,
            path: Store.path(ofBlob: $0.sha256))
        })
    }
    var learner: LearnerState?
    for (task, step) in run.steps.filter({ $0.stage == TrainTask.identifier }).enumerated() {
      let trained = try result(LearnerArtifact.self, of: step).state
      trainingMetrics += trained.metrics.map {
        TrainingMetric(task: task, step: $0.step, name: $0.name, value: $0.value)
      }
      learner = trained
    }
    if let learner {
      accuracy = TaskAccuracy.cells(of: learner.accuracy)
      taskEmbeddings = learner.taskEmbeddings.enumerated().map {
        TaskEmbedding(task: $0, values: $1.map(Double.init))
      }
    }
    for step in run.steps where step.stage == ScanEmbeddings.identifier {
      let scan = try result(EmbeddingScan.self, of: step)
      for (task, values) in zip(scan.tasks, scan.accuracy) {
        for (point, accuracy) in values.enumerated() {
          embeddingAccuracy.append(
            EmbeddingAccuracy(
              task: task, x: scan.xs[point % scan.xs.count], y: scan.ys[point / scan.xs.count],
              accuracy: accuracy))
        }
      }
    }
  }

  private static func gone(_ step: StepRecord, _ run: RunDescription) -> PipelineError {
    PipelineError(
      .unknownName, "the result of '\(step.node)' of the run '\(run.id)' is not in the store",
      advice: "run the experiment again")
  }
}
