import Foundation
import Pipeline

/// What a store knows of a sweep beside its runs: `sweeps/<id>.json`.
///
/// Results are found by the keys of the runs; only what went wrong is remembered here, so that it is
/// not tried again unasked.
package struct SweepRecord: Codable, Hashable, Sendable {
  /// The format that this program writes, and the newest that it reads.
  package static let schema = 1

  /// A run that failed.
  package struct Failure: Codable, Hashable, Sendable {
    /// The values of the swept settings, such as `beta=0.1`.
    package let configuration: String
    /// The seed.
    package let seed: UInt64
    /// Why.
    package let reason: String
    /// When.
    package let time: Date
  }

  /// The format of this record.
  package private(set) var schema = SweepRecord.schema
  /// The identifier of the sweep, see `SweepPlan.id`.
  package let id: String
  /// The experiment's name.
  package let experiment: String
  /// The arguments of the last time, `key=values`.
  package var arguments: [String]
  /// The runs of the last time.
  package var runs: [String] = []
  /// The runs that failed when they were last tried, by their identifiers.
  package var failures: [String: Failure] = [:]

  /// A sweep of which nothing is known yet.
  package init(id: String, experiment: String, arguments: [String]) {
    (self.id, self.experiment, self.arguments) = (id, experiment, arguments)
  }

  /// Notes that a run failed.
  package mutating func fail(_ run: String, configuration: String, seed: UInt64, reason: String) {
    failures[run] = Failure(
      configuration: configuration, seed: seed, reason: reason, time: Date())
  }

  /// The record of the sweep `id`; nil where the store has none.
  ///
  /// Throws `storeTooNew` for one of a newer program, `undecodable`, `inputOutput`.
  package static func stored(_ id: String, in store: Store) throws -> SweepRecord? {
    struct Head: Decodable { let schema: Int }
    let document = try document(id, in: store)
    if let found = try document.read(as: Head.self)?.schema, found > schema {
      throw PipelineError(
        .storeTooNew,
        "the sweep '\(id)' is described in format \(found), this program knows formats up to "
          + "\(schema)", advice: "use a newer engram")
    }
    return try document.read(as: SweepRecord.self)
  }

  /// Puts this in the place of what the store has.
  package func save(in store: Store) throws {
    try Self.document(id, in: store).replace(with: self)
  }

  /// Keeps other processes from running the sweep; throws `storeInUse` where one does.
  package static func lock(_ id: String, in store: Store) throws -> StoreDocument.Lock {
    try document(id, in: store).lock()
  }

  private static func document(_ id: String, in store: Store) throws -> StoreDocument {
    try StoreDocument(id, in: "sweeps", of: store)
  }
}
