import Checkpoints
import Foundation
import Learning
import Pipeline

/// A directly trained network's state after a task: a checkpoint and the log of its training.
///
/// As in `LearnerArtifact`, its content is the state.
package struct ClassifierArtifact: Artifact {
  package static let kind = "classifier"
  package static let checkpointName = "classifier.h5"
  package static let metricsName = "metrics.json"

  /// What was learned; holds the metrics of the latest task.
  package let state: ClassifierState
  /// The name of the method that trained it.
  package let method: String
  /// What readers of the file are told of the experiment.
  package let provenance: Checkpoint.Provenance

  /// Traps where state and provenance speak of other tasks.
  package init(_ state: ClassifierState, method: String, _ provenance: Checkpoint.Provenance) {
    precondition(
      provenance.tasks.map(\.head_offset) == state.heads.map(\.lowerBound)
        && provenance.tasks.map(\.head_count) == state.heads.map(\.count),
      "heads \(state.heads), tasks \(provenance.tasks)")
    (self.state, self.method, self.provenance) = (state, method, provenance)
  }

  package func write(to files: inout ArtifactWriter) throws {
    let file = try ClassifierCheckpoint.encode(
      state, method: method, of: provenance, cacheKey: files.key.hex)
    try files.add(Data(file), named: Self.checkpointName)
    try files.add(json: state.metrics, named: Self.metricsName, kind: "training-metrics")
    files.contentDigest = Fingerprint(
      of: Data(
        try ClassifierCheckpoint.contents(state, method: method, of: provenance).canonicalBytes))
  }

  package init(from files: ArtifactReader) throws {
    let (state, method, provenance) = try ClassifierCheckpoint.decode(
      [UInt8](files.bytes(of: Self.checkpointName)))
    self.init(
      state.with(metrics: try TrainingLog.metrics(of: files, named: Self.metricsName)),
      method: method, provenance)
  }
}
