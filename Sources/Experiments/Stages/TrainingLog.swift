import Learning
import Pipeline

/// The log of a stage's training, read from any artifact that has one, without the state beside it.
package struct TrainingLog: Artifact {
  package static let kind = "training-metrics"
  /// The file beside a state that holds the log.
  package static let fileName = "metrics.json"
  /// What was logged, in the order of the steps.
  package let metrics: [TrainingMetric]

  /// Reads `metrics.json`; throws `undecodable` for what no training writes.
  package init(from files: ArtifactReader) throws {
    metrics = try files.decode([TrainingMetric].self, from: Self.fileName)
    guard metrics.allSatisfy({ $0.step >= 0 }) else {
      throw PipelineError(
        .undecodable, "the stored file '\(Self.fileName)' has steps below 0",
        advice: "run the experiment again in another store")
    }
  }

  /// Writes `metrics.json`.
  package func write(to files: inout ArtifactWriter) throws {
    try files.add(json: metrics, named: Self.fileName, kind: Self.kind)
  }
}
