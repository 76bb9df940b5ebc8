import Checkpoints
import Pipeline

extension Learned {
  /// Writes the checkpoint.
  func write(to files: inout ArtifactWriter) throws {
    try files.add(HypernetworkCheckpoint.encode(state), named: "learned.h5")
  }

  /// Reads the checkpoint.
  init(from files: ArtifactReader) throws {
    state = try HypernetworkCheckpoint.decode(files.bytes(of: "learned.h5"))
  }
}
