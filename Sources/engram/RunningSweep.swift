import CommandLineTools
import Foundation
import Pipeline
import Results
import Runs
import Synchronization

/// A sweep upon a store: what is there of its runs, and what becomes of the others.
final class RunningSweep: Sendable {
  /// How far the runs of a plan are, each by its place in the plan.
  struct Outcome: Sendable {
    /// The identifiers.
    let ids: [String]
    /// The metrics of those that have finished, as fractions.
    var metrics: [[RunMetric: Double]?]
    /// Those that failed, in order, and why.
    var failures: [(run: Int, reason: String)]
    /// Those that were there before.
    let found: Int
    /// Why the database could not be written.
    var databaseFailure: String?
  }

  private struct State {
    var record: SweepRecord
    var metrics: [[RunMetric: Double]?]
    var databaseFailure: String?
  }

  private let plan: SweepPlan
  private let runs: [SweepPlan.Run]
  private let store: Store
  private let ids: [String]
  private let found: Int
  private let state: Mutex<State>

  /// Looks what there is. Throws `SettingError` where an experiment and its dataset do not fit, and
  /// as `SweepRecord.stored`.
  init(_ plan: SweepPlan, _ arguments: [String], _ runner: ExperimentRunner) throws {
    (self.plan, store, runs) = (plan, runner.store, plan.runs)
    ids = try runs.map { try runner.identifier(of: $0.settings) }
    var record =
      try SweepRecord.stored(plan.id, in: store)
      ?? SweepRecord(
        id: plan.id, experiment: plan.configurations[0].settings.experiment, arguments: arguments)
    (record.arguments, record.runs) = (arguments, ids)
    let known = Self.metrics(ids, in: store)
    let metrics = ids.map { known[$0] }
    found = metrics.count { $0 != nil }
    state = Mutex(State(record: record, metrics: metrics))
  }

  /// How far the runs are now.
  var outcome: Outcome {
    state.withLock { state in
      Outcome(
        ids: ids, metrics: state.metrics,
        failures: ids.indices.compactMap { index in
          guard state.metrics[index] == nil else { return nil }
          return state.record.failures[ids[index]].map { (index, $0.reason) }
        },
        found: found, databaseFailure: state.databaseFailure)
    }
  }

  /// The runs that have to be done, by their place in the plan.
  func pending(retrying: Bool) -> [Int] {
    state.withLock { state in
      ids.indices.filter { index in
        state.metrics[index] == nil && (retrying || state.record.failures[ids[index]] == nil)
      }
    }
  }

  /// Writes down that the sweep goes on.
  func begin() throws {
    guard store.isWritable else { return }
    try state.withLock { try $0.record.save(in: store) }
  }

  /// Notes how a run ended. A failure is written down at once.
  func note(_ run: Int, _ end: RunEnd) {
    state.withLock { state in
      switch end {
      case .done(let summary, let failure):
        state.metrics[run] =
          Self.metrics([ids[run]], in: store)[ids[run]]
          ?? summary.metrics
        state.databaseFailure = state.databaseFailure ?? failure
        guard state.record.failures.removeValue(forKey: ids[run]) != nil else { return }
      case .failed(let reason):
        state.record.fail(
          ids[run], configuration: plan.name(of: runs[run].configuration),
          seed: runs[run].settings.seed, reason: reason)
      case .interrupted: return
      }
      guard store.isWritable else { return }
      do {
        try state.record.save(in: store)
      } catch {
        // The next time the run is tried again, that is all.
        Failure.message("\(error)")
      }
    }
  }

  /// Of complete runs. A database that is missing or cannot be read knows none: they are found by
  /// their keys then, run by run.
  private static func metrics(
    _ ids: [String], in store: Store
  ) -> [String: [RunMetric: Double]] {
    let results = try? ResultsStore(at: store.resultsDatabase, access: .readOnly, recovering: true)
    return (try? results?.metrics(ofRuns: ids)) ?? [:]
  }
}
