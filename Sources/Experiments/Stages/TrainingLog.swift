import Learning
import Pipeline

/// The log of a stage's training alone, without the state beside it, of any artifact that has one.
package struct TrainingLog: Artifact {
  package static let kind = "training-metrics"
  package static let fileName = LearnerArtifact.metricsName
  package let metrics: [TrainingMetric]

  package init(from files: ArtifactReader) throws {
    metrics = try Self.metrics(of: files, named: Self.fileName)
  }

  package func write(to files: inout ArtifactWriter) throws {
    try files.add(json: metrics, named: Self.fileName, kind: Self.kind)
  }

  /// The entries of a log. Throws `undecodable` for what no training writes.
  static func metrics(of files: ArtifactReader, named name: String) throws -> [TrainingMetric] {
    let metrics = try files.decode([TrainingMetric].self, from: name)
    guard metrics.allSatisfy({ $0.step >= 0 }) else {
      throw PipelineError(
        .undecodable, "the stored file '\(name)' has steps below 0",
        advice: "run the experiment again in another store")
    }
    return metrics
  }
}
