import Foundation
import Pipeline
import Results

/// Makes a store's database anew from its runs and manifests.
package enum ResultsRebuild {
  /// What was found.
  package struct Report: Sendable {
    /// The runs in the database now.
    package let runs: [String]
    /// The runs whose results are no longer whole, each with what is missing.
    package let leftOut: [(run: String, reason: String)]
  }

  /// Fills the database of `store` with exactly the runs it has.
  ///
  /// A run that says it is running is recorded as interrupted; if it still runs, it will record
  /// itself. Throws `ResultsError`.
  package static func rebuild(_ store: Store) throws -> Report {
    var records: [RunRecord] = []
    var leftOut: [(run: String, reason: String)] = []
    for id in try RunFolder.all(in: store) {
      do {
        guard var run = try RunDescription.stored(id, in: store) else { continue }
        if run.status == .running { run.status = .interrupted }
        records.append(try RunRecord(run, in: store))
      } catch  where !(error is ResultsError) {
        // A run whose files cannot be read is no reason to lose the others.
        leftOut.append((id, "\(error)"))
      }
    }
    try ResultsStore.rebuild(at: store.resultsDatabase, from: records)
    return Report(runs: records.map(\.id), leftOut: leftOut)
  }
}
