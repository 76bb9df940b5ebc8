import Checkpoints
import Foundation
import Learning
import Pipeline

/// What was learned up to a task: a file of the state, and the log of the latest task's training.
///
/// The content is the state with its provenance. The file's `cache_key` and the log are no part of it, so
/// that no later key depends on them.
package struct StateArtifact<State: StoredState>: Artifact {
  package static var kind: String { State.kind }

  /// What was learned; holds the metrics of the latest task.
  package let state: State
  /// What readers of the file are told of the experiment.
  package let provenance: State.Provenance

  /// A state with its provenance; traps where the two are of different tasks.
  package init(_ state: State, _ provenance: State.Provenance) {
    precondition(state.fits(provenance), "\(provenance) is of other tasks")
    (self.state, self.provenance) = (state, provenance)
  }

  /// Writes the checkpoint, `<kind>.h5`, and the training log, `metrics.json`.
  package func write(to files: inout ArtifactWriter) throws {
    let contents = try state.contents(of: provenance)
    files.contentDigest = Fingerprint(of: Data(contents.canonicalBytes))
    try files.add(
      Data(State.image(contents, cacheKey: files.key.hex)), named: State.fileName)
    try files.add(json: state.metrics, named: TrainingLog.fileName, kind: TrainingLog.kind)
  }

  /// Reads checkpoint and log. Throws `CheckpointError`, `HDF5Error` or `PipelineError`.
  package init(from files: ArtifactReader) throws {
    var (state, provenance) = try State.decode([UInt8](files.bytes(of: State.fileName)))
    state.metrics = try TrainingLog(from: files).metrics
    self.init(state, provenance)
  }
}

/// A hypernetwork's state after a task.
package typealias HypernetworkArtifact = StateArtifact<HypernetworkState>
/// The state of a directly trained network.
package typealias ClassifierArtifact = StateArtifact<ClassifierState>
/// The state of a replay model.
package typealias ReplayModelArtifact = StateArtifact<ReplayModelState>
