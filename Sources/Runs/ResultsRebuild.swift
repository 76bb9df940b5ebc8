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
  /// as `ResultsStore.rebuild`.
  package static func rebuild(_ store: Store) throws -> Report {
    try ResultsStore.rebuild(at: store.resultsDatabase) { add in
      var runs: [String] = []
      var leftOut: [(run: String, reason: String)] = []
      let ids = try RunFolder.all(in: store)
      let parts = stride(from: 0, to: ids.count, by: batch).map {
        Array(ids[$0..<min($0 + batch, ids.count)])
      }
      // While one batch is written, which one thread does, the others read the next; two fit into
      // memory.
      var next = parts.first.map { Reading($0, in: store) }
      for (index, part) in parts.enumerated() {
        guard let reading = next else { break }
        let results = reading.wait()
        next = index + 1 < parts.count ? Reading(parts[index + 1], in: store) : nil
        for (id, result) in zip(part, results) {
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

  /// The records of some runs, read behind the back of whoever made this until they are waited for.
  private final class Reading: Sendable {
    private let results = Mutex([Result<RunRecord?, any Error>]())
    private let group = DispatchGroup()

    init(_ ids: [String], in store: Store) {
      DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in
        let found = ResultsRebuild.read(ids, in: store)
        results.withLock { $0 = found }
      }
    }

    func wait() -> [Result<RunRecord?, any Error>] {
      group.wait()
      return results.withLock { $0 }
    }
  }

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
