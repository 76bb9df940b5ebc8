import Checkpoints
import Foundation
import Learning
import Pipeline

/// A learner's state after a task: a checkpoint and the log of its training.
///
/// Its content is the state; the checkpoint's `cache_key` and the log are told beside it, so that no
/// later key depends on them.
package struct LearnerArtifact: Artifact {
  package static let kind = "checkpoint"
  package static let checkpointName = "checkpoint.h5"
  package static let metricsName = "metrics.json"

  /// What was learned; holds the metrics of the latest task.
  package let state: LearnerState
  /// What readers of the file are told of the experiment.
  package let provenance: Checkpoint.Provenance

  /// Traps where the two speak of other tasks.
  package init(_ state: LearnerState, _ provenance: Checkpoint.Provenance) {
    precondition(
      provenance.tasks.map(\.head_offset) == state.heads.map(\.lowerBound)
        && provenance.tasks.map(\.head_count) == state.heads.map(\.count),
      "heads \(state.heads), tasks \(provenance.tasks)")
    (self.state, self.provenance) = (state, provenance)
  }

  package func write(to files: inout ArtifactWriter) throws {
    let file = try Checkpoint.encode(state, of: provenance, cacheKey: files.key.hex)
    try files.add(Data(file), named: Self.checkpointName)
    try files.add(json: state.metrics, named: Self.metricsName, kind: "training-metrics")
    files.contentDigest = Fingerprint(
      of: Data(try Checkpoint.contents(state, of: provenance).canonicalBytes))
  }

  package init(from files: ArtifactReader) throws {
    let (state, provenance) = try Checkpoint.decode([UInt8](files.bytes(of: Self.checkpointName)))
    self.init(
      state.with(metrics: try TrainingLog.metrics(of: files, named: Self.metricsName)), provenance)
  }
}
