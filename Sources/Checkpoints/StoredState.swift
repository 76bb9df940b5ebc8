import HDF5
import Learning

/// What was learned up to some task, as a file holds it: the result of training a task and the start of the
/// next.
package protocol StoredState: Hashable, Sendable {
  /// What the state itself does not know of the experiment: for readers of the file.
  associatedtype Provenance: Hashable, Sendable

  /// What such a file is, such as `checkpoint`.
  static var kind: String { get }
  /// What the log of the latest task's training was; no part of the file.
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

  package func contents(of provenance: HypernetworkCheckpoint.Provenance) throws -> HDF5Contents {
    try HypernetworkCheckpoint.contents(self, of: provenance)
  }

  package func fits(_ provenance: HypernetworkCheckpoint.Provenance) -> Bool {
    provenance.has(heads)
  }

  package static func decode(
    _ image: [UInt8]
  ) throws -> (state: HypernetworkState, provenance: HypernetworkCheckpoint.Provenance) {
    try HypernetworkCheckpoint.decode(image)
  }
}

extension ClassifierState: StoredState {
  package static var kind: String { "classifier" }

  package func contents(of provenance: ClassifierCheckpoint.Provenance) throws -> HDF5Contents {
    try ClassifierCheckpoint.contents(self, of: provenance)
  }

  package func fits(_ provenance: ClassifierCheckpoint.Provenance) -> Bool {
    provenance.experiment.has(heads)
  }

  package static func decode(
    _ image: [UInt8]
  ) throws -> (state: ClassifierState, provenance: ClassifierCheckpoint.Provenance) {
    try ClassifierCheckpoint.decode(image)
  }
}

extension ReplayModelState: StoredState {
  package static var kind: String { "replay-model" }

  package func contents(of provenance: ReplayModelCheckpoint.Provenance) throws -> HDF5Contents {
    try ReplayModelCheckpoint.contents(self, of: provenance)
  }

  package func fits(_ provenance: ReplayModelCheckpoint.Provenance) -> Bool { true }

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
