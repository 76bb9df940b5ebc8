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
  /// What the store said of the results. Another process that needs a damaged one, which this run did
  /// not read, may have put it aside since, and compute it anew.
  package var manifests: [Fingerprint: Manifest] = [:]

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
    var manifests: [Fingerprint: Manifest] = [:]
    for step in run.steps {
      guard let manifest = try loaded.manifests[step.key] ?? store.manifest(of: step.key) else {
        throw Self.gone(step, run)
      }
      manifests[step.key] = manifest
    }
    func result<A: Artifact>(_ type: A.Type, of step: StepRecord) throws -> A {
      guard let manifest = manifests[step.key] else { throw Self.gone(step, run) }
      return try store.artifact(type, of: manifest)
    }
    self.init(
      id: run.id, experiment: run.experiment, seed: Int(run.seed), status: run.status,
      startedAt: run.startedAt, finishedAt: run.finishedAt, confirmedAt: run.confirmedAt,
      engramVersion: run.program.version, sourceRevision: run.program.sourceRevision,
      sourceIsDirty: run.program.sourceIsDirty, parameters: run.parameters)
    stages = try run.steps.map { step in
      guard let manifest = manifests[step.key] else { throw Self.gone(step, run) }
      return StageExecution(
        node: step.node, cacheKey: step.key.hex, stage: step.stage, version: step.version,
        seconds: step.seconds, isHit: step.isHit, inputKeys: manifest.inputKeys.map(\.hex),
        outputs: manifest.outputs.map {
          StageOutput(
            name: $0.name, sha256: $0.sha256.hex, bytes: $0.bytes, kind: $0.kind,
            path: Store.path(ofBlob: $0.sha256))
        }, result: StageResult(manifest))
    }
    let trained = run.steps.filter { $0.stage == TrainTask.identifier }
    for (task, step) in trained.enumerated() {
      let metrics = try loaded.metrics[step.node] ?? result(TrainingLog.self, of: step).metrics
      trainingMetrics += metrics.map {
        TrainingMetric(task: task, step: $0.step, name: $0.name, value: $0.value)
      }
      if !metrics.isEmpty {
        add(.trainingMetric, task: task, of: step, output: LearnerArtifact.metricsName)
      }
    }
    if let last = trained.last {
      // The last state has the tests after every task and all embeddings; those before need not be
      // read. Each row of tests was made by the stage that trained the task.
      let learner = try loaded.learner ?? result(LearnerArtifact.self, of: last).state
      accuracy = TaskAccuracy.cells(of: learner.accuracy)
      for (task, step) in trained.enumerated() where learner.accuracy.indices.contains(task) {
        add(.accuracy, task: task, of: step, output: LearnerArtifact.checkpointName)
      }
      for (task, embedding) in learner.taskEmbeddings.enumerated() {
        taskEmbeddings.append(TaskEmbedding(task: task, values: embedding.map(Double.init)))
        add(.taskEmbedding, task: task, of: last, output: LearnerArtifact.checkpointName)
      }
      costs = Costs(learner)
      add(.costs, task: trained.count - 1, of: last, output: LearnerArtifact.checkpointName)
    }
    for step in run.steps where step.stage == ScanEmbeddings.identifier {
      let scan = try loaded.scan ?? result(EmbeddingScan.self, of: step)
      for (task, values) in zip(scan.tasks, scan.accuracy) {
        add(.embeddingAccuracy, task: task, of: step, output: "\(EmbeddingScan.kind).json")
        for (point, accuracy) in values.enumerated() {
          embeddingAccuracy.append(
            EmbeddingAccuracy(
              task: task, x: scan.xs[point % scan.xs.count], y: scan.ys[point / scan.xs.count],
              accuracy: accuracy))
        }
      }
    }
  }

  private mutating func add(
    _ measurement: Measurement, task: Int, of step: StepRecord, output: String
  ) {
    sources.append(MeasurementSource(measurement, task: task, node: step.node, output: output))
  }

  private static func gone(_ step: StepRecord, _ run: RunDescription) -> PipelineError {
    PipelineError(
      .unknownName, "the result of '\(step.node)' of the run '\(run.id)' is not in the store",
      advice: "run the experiment again")
  }
}

extension RunRecord.Costs {
  /// What a hypernetwork with its embeddings costs, and what its regularizer remembers.
  fileprivate init(_ learner: LearnerState) {
    let trainable = learner.hypernetwork.trainableCount(tasks: learner.taskEmbeddings.count)
    let memory = learner.memory
    let remembered =
      memory.importance.count + memory.anchor.count
      + memory.targetFisher.reduce(0) { $0 + $1.count }
    self.init(
      trainableWeights: trainable, targetWeights: learner.network.weightCount, storedSamples: 0,
      memoryBytes: (trainable + remembered) * MemoryLayout<Float>.stride)
  }
}

extension RunRecord.StageResult {
  /// What the database shows of a manifest.
  fileprivate init(_ manifest: Manifest) {
    self.init(
      preimage: manifest.preimage.text, contentDigest: manifest.contentDigest.hex,
      numericClass: manifest.preimage.numericClass, host: manifest.host,
      computedAt: manifest.startedAt, engramVersion: manifest.program.version,
      sourceRevision: manifest.program.sourceRevision,
      sourceIsDirty: manifest.program.sourceIsDirty, libraries: manifest.program.libraries)
  }
}

/// The log of a task's training alone, without the state beside it.
private struct TrainingLog: Artifact {
  static let kind = LearnerArtifact.kind
  let metrics: [Learning.TrainingMetric]

  init(from files: ArtifactReader) throws {
    metrics = try files.decode(
      [Learning.TrainingMetric].self, from: LearnerArtifact.metricsName)
  }

  func write(to files: inout ArtifactWriter) throws {
    try files.add(json: metrics, named: LearnerArtifact.metricsName, kind: "training-metrics")
  }
}
