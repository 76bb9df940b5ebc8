import HDF5
import Learning

/// What was learned up to some task, as a file holds it.
package protocol StoredState: Hashable, Sendable {
  /// What a file tells its readers of the experiment, and the state itself does not know.
  associatedtype Provenance: Hashable, Sendable

  /// The kind of such a file, such as `checkpoint`: the name of its artifact and, with `.h5`, of the file.
  static var kind: String { get }
  /// The log of the latest task's training. It is no part of the file.
  var metrics: [TrainingMetric] { get set }

  /// What a file of the state holds, before libhdf5 makes bytes of it. Equal states give equal contents.
  ///
  /// Complexity: one pass over the numbers.
  func contents(of provenance: Provenance) throws -> HDF5Contents

  /// Whether state and provenance speak of the same tasks.
  func fits(_ provenance: Provenance) -> Bool

  /// The state and its provenance that a file holds; training metrics come back empty.
  ///
  /// - Throws: `CheckpointError` for a file that is none, is newer than this program or contradicts itself;
  ///   `HDF5Error` for a damaged file.
  static func decode(_ image: [UInt8]) throws -> (state: Self, provenance: Provenance)
}

extension StoredState {
  /// The name of the file.
  package static var fileName: String { "\(kind).h5" }

  /// The file's bytes.
  ///
  /// - Parameter cacheKey: the key under which a store keeps the file, if one does
  package func encoded(of provenance: Provenance, cacheKey: String? = nil) throws -> [UInt8] {
    try Self.image(contents(of: provenance), cacheKey: cacheKey)
  }

  /// The bytes of a file with these contents.
  package static func image(_ contents: HDF5Contents, cacheKey: String?) throws -> [UInt8] {
    var contents = contents
    if let cacheKey { contents.set(["cache_key": .string(cacheKey)], at: "/") }
    return try contents.image()
  }
}

extension HypernetworkState: StoredState {
  package static var kind: String { "checkpoint" }

  /// The tensors and attributes of `HypernetworkCheckpoint`.
  package func contents(of provenance: HypernetworkCheckpoint.Provenance) throws -> HDF5Contents {
    try HypernetworkCheckpoint.contents(self, of: provenance)
  }

  /// Whether both have the same heads.
  package func fits(_ provenance: HypernetworkCheckpoint.Provenance) -> Bool {
    provenance.has(heads)
  }

  /// Reads a file of `HypernetworkCheckpoint`, of any version up to this program's.
  package static func decode(
    _ image: [UInt8]
  ) throws -> (state: HypernetworkState, provenance: HypernetworkCheckpoint.Provenance) {
    try HypernetworkCheckpoint.decode(image)
  }
}

extension ClassifierState: StoredState {
  package static var kind: String { "classifier" }

  /// The tensors and attributes of `ClassifierCheckpoint`.
  package func contents(of provenance: ClassifierCheckpoint.Provenance) throws -> HDF5Contents {
    try ClassifierCheckpoint.contents(self, of: provenance)
  }

  /// Whether both have the same heads.
  package func fits(_ provenance: ClassifierCheckpoint.Provenance) -> Bool {
    provenance.experiment.has(heads)
  }

  /// Reads a file of `ClassifierCheckpoint`, of any version up to this program's.
  package static func decode(
    _ image: [UInt8]
  ) throws -> (state: ClassifierState, provenance: ClassifierCheckpoint.Provenance) {
    try ClassifierCheckpoint.decode(image)
  }
}

extension ReplayModelState: StoredState {
  package static var kind: String { "replay-model" }

  /// The tensors and attributes of `ReplayModelCheckpoint`.
  package func contents(of provenance: ReplayModelCheckpoint.Provenance) throws -> HDF5Contents {
    try ReplayModelCheckpoint.contents(self, of: provenance)
  }

  /// Always: the provenance of a replay model names no tasks.
  package func fits(_ provenance: ReplayModelCheckpoint.Provenance) -> Bool { true }

  /// Reads a file of `ReplayModelCheckpoint`, of any version up to this program's.
  package static func decode(
    _ image: [UInt8]
  ) throws -> (state: ReplayModelState, provenance: ReplayModelCheckpoint.Provenance) {
    try ReplayModelCheckpoint.decode(image)
  }
}

extension HypernetworkCheckpoint.Provenance {
  /// Whether the tasks have these heads.
  fileprivate func has(_ heads: [Range<Int>]) -> Bool {
    tasks.map(\.head_offset) == heads.map(\.lowerBound)
      && tasks.map(\.head_count) == heads.map(\.count)
  }
}
