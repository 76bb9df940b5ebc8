import Foundation
import Pipeline
import Results
import Synchronization

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
  /// itself: the database is the new one for whoever writes after this has looked at the runs. Throws
  /// as `ResultsStore.rebuild(at:busyTimeout:filling:)`.
  package static func rebuild(_ store: Store) throws -> Report {
    try ResultsStore.rebuild(at: store.resultsDatabase) { add in
      var runs: [String] = []
      var leftOut: [(run: String, reason: String)] = []
      let ids = try RunFolder.all(in: store)
      // Reading takes longer than writing, and all threads can do it; a batch fits into memory.
      for start in stride(from: 0, to: ids.count, by: batch) {
        let part = Array(ids[start..<min(start + batch, ids.count)])
        for (id, result) in zip(part, read(part, in: store)) {
          switch result {
          case .success(let record?):
            try add(record)
            runs.append(id)
          case .success(nil): break
          // One damaged run does not cost the others.
          case .failure(let error): leftOut.append((id, "\(error)"))
          }
        }
      }
      return Report(runs: runs, leftOut: leftOut)
    }
  }

  private static let batch = 64

  /// The records of some runs, nil for folders without a description.
  private static func read(
    _ ids: [String], in store: Store
  ) -> [Result<RunRecord?, any Error>] {
    let results = Mutex([Result<RunRecord?, any Error>](repeating: .success(nil), count: ids.count))
    DispatchQueue.concurrentPerform(iterations: ids.count) { index in
      let result = Result { () -> RunRecord? in
        guard var run = try RunDescription.stored(ids[index], in: store) else { return nil }
        if run.status == .running { run.status = .interrupted }
        return try RunRecord(run, in: store)
      }
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0 }
  }
}
