import Foundation
import Pipeline
import Results

/// What a run's results gave, kept beside the run where some of them are not in the store: `record.json`.
///
/// A bundle without checkpoints carries it, so that the database can be made without them.
package struct KeptRecord: Codable, Sendable {
  /// The format that this program writes, and the newest that it reads.
  package static let schema = 1

  /// The format of this record.
  package let schema: Int
  /// All rows of the run but those that tell of this store.
  package let record: RunRecord

  /// The part of `record` that is equal wherever it is kept.
  package init(_ record: RunRecord) {
    var record = record
    // A set has no order that is the same in every process.
    (record.changedParameters, record.confirmedAt) = (nil, nil)
    (record.observedParameters, record.comparison) = ([], nil)
    record.shortTexts = nil
    (schema, self.record) = (Self.schema, record)
  }

  /// The rows of `run`, where its folder keeps them and they are of the results that it names; else nil.
  ///
  /// Throws `storeTooNew`, `undecodable`, `inputOutput`.
  package static func stored(of run: RunDescription, in store: Store) throws -> RunRecord? {
    struct Head: Decodable { let schema: Int }
    let folder = try RunFolder(run.id, in: store, creating: false)
    guard let found = try folder.record(as: Head.self)?.schema else { return nil }
    guard found <= schema else {
      throw PipelineError(
        .storeTooNew,
        "'record.json' of the run '\(run.id)' has format \(found), this program knows formats up to "
          + "\(schema)", advice: "use a newer engram")
    }
    guard let kept = try folder.record(as: KeptRecord.self), kept.fits(run) else { return nil }
    var record = kept.record
    record.status = run.status
    (record.startedAt, record.finishedAt) = (run.startedAt, run.finishedAt)
    record.confirmedAt = run.confirmedAt
    record.parameters = run.parameters
    let described = RunDescription.described(run.experiment, Int(run.seed), run.parameters)
    (record.changedParameters, record.observedParameters) = (described.changed, described.observed)
    (record.comparison, record.numericClass) = (described.comparison, run.numericClass)
    record.shortTexts = described.short
    return record
  }

  /// Whether this is a record of the run's own results, and names no file outside a store.
  private func fits(_ run: RunDescription) -> Bool {
    (record.id, record.experiment, record.seed) == (run.id, run.experiment, Int(run.seed))
      && record.stages.map { [$0.node, $0.cacheKey, $0.stage] }
        == run.steps.map { [$0.node, $0.key.hex, $0.stage] }
      && record.stages.allSatisfy { stage in
        stage.outputs.allSatisfy { output in
          Fingerprint(hex: output.sha256).map { Store.path(ofBlob: $0) } == output.path
            && output.bytes >= 0
        }
      }
  }
}
