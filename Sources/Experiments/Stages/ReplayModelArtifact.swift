import Checkpoints
import Foundation
import Learning
import Pipeline

/// A replay model after a task: a checkpoint and the log of its training.
///
/// As in `LearnerArtifact`, its content is the state.
package struct ReplayModelArtifact: Artifact {
  package static let kind = "replay-model"
  package static let checkpointName = "replay-model.h5"
  package static let metricsName = "metrics.json"

  /// What was learned; holds the metrics of the latest task.
  package let state: ReplayModelState
  /// What readers of the file are told of the experiment.
  package let provenance: ReplayModelCheckpoint.Provenance

  package init(_ state: ReplayModelState, _ provenance: ReplayModelCheckpoint.Provenance) {
    (self.state, self.provenance) = (state, provenance)
  }

  package func write(to files: inout ArtifactWriter) throws {
    let file = try ReplayModelCheckpoint.encode(state, of: provenance, cacheKey: files.key.hex)
    try files.add(Data(file), named: Self.checkpointName)
    try files.add(json: state.metrics, named: Self.metricsName, kind: "training-metrics")
    files.contentDigest = Fingerprint(
      of: Data(try ReplayModelCheckpoint.contents(state, of: provenance).canonicalBytes))
  }

  package init(from files: ArtifactReader) throws {
    var (state, provenance) = try ReplayModelCheckpoint.decode(
      [UInt8](files.bytes(of: Self.checkpointName)))
    state.metrics = try TrainingLog.metrics(of: files, named: Self.metricsName)
    self.init(state, provenance)
  }
}
