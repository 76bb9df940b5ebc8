import Evaluation
import Experiments
import Foundation
import Learning
import Pipeline
import Results

/// Results of a run that are in memory already, and need not be read for its rows. Of the states before the
/// last task it is the logs only.
package struct LoadedResults: Sendable {
  /// The log of each task's training.
  package var metrics: [NodeRole: [Learning.TrainingMetric]] = [:]
  /// What was tested after the last task, and by which node.
  package var tested: (role: NodeRole, result: Measurements)?
  /// The score matrix with its summaries.
  package var evaluation: EvaluationArtifact?
  /// The scan of the embedding plane.
  package var scan: EmbeddingScan?
  /// What the store said of the results. Another process that needs a damaged one, which this run did
  /// not read, may have put it aside since, and compute it anew.
  package var manifests: [Fingerprint: Manifest] = [:]

  /// Nothing: all rows are made of what the store has.
  package init() {}
}

extension RunRecord {
  /// Writes the rows of a run that another process has computed and not recorded; returns why that failed, if it
  /// did.
  package static func record(_ id: String, in store: Store) -> String? {
    do {
      guard let run = try RunDescription.stored(id, in: store) else {
        return "the run '\(id)' has no description"
      }
      let results = try ResultsStore(at: store.resultsDatabase)
      try results.record(try RunRecord(run, in: store))
      try results.describeSettings(RunDescription.described)
      return nil
    } catch {
      return "\(error)"
    }
  }

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
        // It has come without some of its results.
        guard let kept = try KeptRecord.stored(of: run, in: store) else {
          throw Self.gone(step, run)
        }
        self = kept
        return
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
    let described = RunDescription.described(run.experiment, Int(run.seed), run.parameters)
    (changedParameters, observedParameters) = (described.changed, described.observed)
    (comparison, shortTexts) = (described.comparison, described.short)
    numericClass = run.numericClass
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
    func holds(_ kind: Measurements.Kind, _ step: StepRecord) -> Bool {
      manifests[step.key].map { Measurements.kinds(ofArtifact: $0.kind).contains(kind) } ?? false
    }
    func measurements(_ step: StepRecord) throws -> Measurements? {
      guard let manifest = manifests[step.key] else { throw Self.gone(step, run) }
      return try Measurements(of: manifest, in: store)
    }
    for step in run.steps where holds(.log, step) {
      guard let role = step.role, case .train(let part, let task) = role else { continue }
      let metrics = try loaded.metrics[role] ?? result(TrainingLog.self, of: step).metrics
      trainingMetrics += metrics.map {
        TrainingMetric(
          task: task, step: $0.step, name: part.logPrefix + $0.name, value: $0.value)
      }
      if !metrics.isEmpty {
        add(part.logMeasurement, task: task, of: step, output: TrainingLog.fileName)
      }
    }
    try addTests(run, loaded, manifests, holds: holds, read: measurements)
    for step in run.steps where holds(.costs, step) {
      guard let values = try loaded.evaluation?.measurements ?? measurements(step),
        let costs = values.costs, let output = manifests[step.key]?.outputs.first?.name
      else { continue }
      self.costs = Costs(
        trainableWeights: costs.trainableWeights, targetWeights: costs.targetWeights,
        storedSamples: costs.storedSamples, memoryBytes: costs.memoryBytes)
      add(.costs, task: max(0, values.scores.tasks - 1), of: step, output: output)
    }
    for step in run.steps where holds(.scan, step) {
      guard let scan = try loaded.scan ?? measurements(step)?.scan,
        let output = manifests[step.key]?.outputs.first?.name
      else { continue }
      for (task, values) in zip(scan.tasks, scan.accuracy) {
        add(.embeddingAccuracy, task: task, of: step, output: output)
        for (point, accuracy) in values.enumerated() {
          embeddingAccuracy.append(
            EmbeddingAccuracy(
              task: task, x: scan.xs[point % scan.xs.count], y: scan.ys[point / scan.xs.count],
              accuracy: accuracy))
        }
      }
    }
  }

  /// The rows of accuracies and told tasks, and the embeddings of the tasks.
  private mutating func addTests(
    _ run: RunDescription, _ loaded: LoadedResults, _ manifests: [Fingerprint: Manifest],
    holds: (Measurements.Kind, StepRecord) -> Bool, read: (StepRecord) throws -> Measurements?
  ) throws {
    let tested = run.steps.tested
    // The last result has the tests after every task; those before need not be read. Each row of tests
    // was made by the stage of that task.
    guard let last = tested.last else { return }
    let result = try loaded.tested?.role == last.role ? loaded.tested?.result : read(last)
    guard let result else { return }
    let scores = result.scores
    let measurement: Measurement =
      scores.metric == .accuracy ? .accuracy : .meanSquaredError
    self.scores = scores
    if result.inference.tasks > 0 { taskInference = result.inference }
    for (task, step) in tested.enumerated() {
      guard let output = manifests[step.key]?.outputs.first?.name else { continue }
      if scores.rows.indices.contains(task) {
        add(measurement, task: task, of: step, output: output)
      }
      if result.inference.rows.indices.contains(task) {
        add(.taskInference, task: task, of: step, output: output)
      }
    }
    guard let learner = run.steps.training(.learner).last, holds(.embeddings, learner),
      let output = manifests[learner.key]?.outputs.first?.name
    else { return }
    let embeddings =
      learner.node == last.node ? result.taskEmbeddings : try read(learner)?.taskEmbeddings ?? []
    for (task, embedding) in embeddings.enumerated() {
      taskEmbeddings.append(TaskEmbedding(task: task, values: embedding.map(Double.init)))
      add(.taskEmbedding, task: task, of: learner, output: output)
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

extension NodeRole.Part {
  /// What the names of the part's log begin with in the results.
  fileprivate var logPrefix: String {
    switch self {
    case .learner: ""
    case .replayModel: "replay "
    case .inferenceNetwork: "inference "
    }
  }

  /// Where the results have the part's log.
  fileprivate var logMeasurement: RunRecord.Measurement {
    switch self {
    case .learner: .trainingMetric
    case .replayModel: .replayMetric
    case .inferenceNetwork: .inferenceMetric
    }
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
