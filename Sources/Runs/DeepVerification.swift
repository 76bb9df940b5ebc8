import Experiments
import Foundation
import Pipeline
import Results

/// Computes some of the stored results once more and compares, bit by bit.
package struct DeepVerification: Sendable {
  /// Results that were computed once more.
  package private(set) var results: [Checked] = []
  /// The number of results that could not be computed: they are of other versions of stages or of another
  /// numeric class, their inputs are gone, or this program does not know their settings.
  package private(set) var skipped = 0
  /// A fault for each result whose new content is another, or whose computation failed.
  package private(set) var findings: [StoreFinding] = []

  /// A result that was computed once more.
  package struct Checked: Codable, Hashable, Sendable {
    /// The identifier of the run that has the result.
    package let run: String
    /// The stored and the new content.
    package let recomputation: Recomputation
  }

  /// How many were computed, or failed to be.
  private var tried = 0

  private struct Candidate {
    let run: RunDescription
    let step: StepRecord
  }

  /// Computes at most `count` results of the runs in the runner's store, drawn by `seed`.
  ///
  /// Datasets are left out: their bytes have been compared with their digests already, and where they
  /// came from may be out of reach. Throws `CancellationError`.
  package init(
    _ runner: ExperimentRunner, count: Int, seed: UInt64,
    observer: @escaping @Sendable (ExecutionEvent) -> Void
  ) async throws {
    let catalog = try RunCatalog(of: runner.store)
    var seen: Set<Fingerprint> = []
    let candidates = catalog.runs.flatMap { run in
      run.steps.filter { $0.stage != FetchDataset.identifier && seen.insert($0.key).inserted }
        .map { Candidate(run: run, step: $0) }
    }
    // A draw that depends on the seed and the keys alone, whatever else is in the store.
    func place(_ candidate: Candidate) -> Fingerprint {
      Fingerprint(of: Data("\(seed) \(candidate.step.key.hex)".utf8))
    }
    for (_, candidate) in candidates.map({ (place($0), $0) }).sorted(by: { $0.0 < $1.0 }) {
      if tried >= count { break }
      try Task.checkCancellation()
      try await check(candidate, runner, observer)
    }
  }

  private mutating func check(
    _ candidate: Candidate, _ runner: ExperimentRunner,
    _ observer: @escaping @Sendable (ExecutionEvent) -> Void
  ) async throws {
    let (run, step) = (candidate.run, candidate.step)
    guard let settings = try? run.settings(), let experiment = try? runner.graph(settings) else {
      skipped += 1
      return
    }
    do {
      observer(.started(node: step.node, stage: step.stage, key: step.key))
      guard
        let again = try await runner.recompute(
          step.node, key: step.key, in: experiment.graph, observer: observer)
      else {
        skipped += 1
        return
      }
      tried += 1
      results.append(Checked(run: run.id, recomputation: again))
      guard !again.isEqual else { return }
      fault(
        candidate,
        "'\(step.node)' gave the content \(again.computed), stored is \(again.stored)",
        "find what the stage depends on besides its configuration and inputs, and raise its version "
          + "when that is mended; 'engram verify --repair' does not help, the stored files are whole"
      )
    } catch let error as CancellationError {
      throw error
    } catch {
      // Collected meanwhile: no fault.
      guard runner.store.contains(step.key) else { return skipped += 1 }
      tried += 1
      fault(
        candidate, "'\(step.node)' cannot be computed again: \(error)",
        "mend what that names and verify again; if the stage itself is at fault, raise its version "
          + "when it is mended; 'engram verify --repair' does not help, the stored files are whole")
    }
  }

  private mutating func fault(_ candidate: Candidate, _ message: String, _ advice: String) {
    let key = candidate.step.key.hex
    findings.append(
      StoreFinding(.fault, "actions/\(key.prefix(2))/\(key).json", message, advice: advice))
  }
}
