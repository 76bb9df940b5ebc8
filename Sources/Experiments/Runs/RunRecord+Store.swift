import Evaluation
import Foundation
import Learning
import Pipeline
import Results

/// Results of a run that need not be read again for its rows: of a learner for each task, only its log.
package struct LoadedResults: Sendable {
  /// The log of each task's training, by node.
  package var metrics: [String: [Learning.TrainingMetric]] = [:]
  /// The state after the last task.
  package var learner: LearnerState?
  package var scan: EmbeddingScan?

  package init() {}
}

extension RunRecord {
  /// The rows of a run, put together from its description and the store's results.
  ///
  /// The one way to them, for a run that has just ended and for a database that is made anew.
  /// Throws `damagedBlob` and `unknownName` where a result of the run is not (any longer) there.
  ///
  /// - Parameter loaded: what is in memory already
  package init(_ run: RunDescription, in store: Store, loaded: LoadedResults = .init()) throws {
    func result<A: Artifact>(_ type: A.Type, of step: StepRecord) throws -> A {
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
    var learner = loaded.learner
    for (task, step) in run.steps.filter({ $0.stage == TrainTask.identifier }).enumerated() {
      var metrics = loaded.metrics[step.node]
      if metrics == nil || loaded.learner == nil {
        let trained = try result(LearnerArtifact.self, of: step).state
        (metrics, learner) = (trained.metrics, trained)
      }
      trainingMetrics += (metrics ?? []).map {
        TrainingMetric(task: task, step: $0.step, name: $0.name, value: $0.value)
      }
    }
    if let learner {
      accuracy = TaskAccuracy.cells(of: learner.accuracy)
      taskEmbeddings = learner.taskEmbeddings.enumerated().map {
        TaskEmbedding(task: $0, values: $1.map(Double.init))
      }
    }
    for step in run.steps where step.stage == ScanEmbeddings.identifier {
      let scan = try loaded.scan ?? result(EmbeddingScan.self, of: step)
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
