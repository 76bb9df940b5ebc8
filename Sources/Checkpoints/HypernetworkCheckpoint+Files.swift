import Foundation
import Learning

extension HypernetworkCheckpoint {
  /// The bytes of a checkpoint: an HDF5 file. Equal states give equal bytes.
  ///
  /// The training log is not part of them.
  ///
  /// - Parameters:
  ///   - dataset: what the tasks are made of, for readers of the file
  ///   - classes: what the outputs of each task's head stand for; nil where there is nothing to tell. Traps
  ///     for another number of tasks than the state has learned.
  /// - Throws: an error of libhdf5, whose description says what failed.
  public static func encode(
    _ state: HypernetworkState, dataset: String = "own samples", classes: [[Int]]? = nil
  ) throws -> Data {
    let classes = classes ?? state.heads.map { _ in [] }
    precondition(
      classes.count == state.heads.count,
      "classes of \(classes.count) tasks, not \(state.heads.count)")
    let provenance = Provenance(
      dataset: dataset, scenario: "CL1",
      tasks: zip(state.heads, classes).map { TaskHead(head: $0, classes: $1) })
    return Data(try state.encoded(of: provenance))
  }

  /// The state that the bytes of a checkpoint hold, bit for bit, but for the training log.
  ///
  /// - Throws: `CheckpointError` for bytes that are no checkpoint, are of a newer program or contradict
  ///   themselves; an error of libhdf5 for damaged ones.
  public static func decode(_ bytes: Data) throws -> HypernetworkState {
    try HypernetworkState.decode([UInt8](bytes)).state
  }

  /// Writes a checkpoint to a file, which it replaces as a whole. See `encode`.
  ///
  /// - Throws: as `encode`, and where the file cannot be written.
  public static func write(
    _ state: HypernetworkState, to file: URL, dataset: String = "own samples",
    classes: [[Int]]? = nil
  ) throws {
    try encode(state, dataset: dataset, classes: classes).write(to: file, options: .atomic)
  }

  /// Reads a checkpoint from a file.
  ///
  /// - Throws: as `decode`, and where the file cannot be read.
  public static func read(_ file: URL) throws -> HypernetworkState {
    try decode(Data(contentsOf: file))
  }
}
