import Foundation
import Mistakes
import Pipeline
import Results

/// Looks whether a store is sound: its results, its runs, its database. Changes nothing.
package struct RunVerification: Sendable {
  /// What is wrong.
  package private(set) var findings: [StoreFinding]
  /// What was looked at.
  package let counts: StoreVerification.Counts
  private let ofStore: StoreVerification
  /// What commands of the advice need besides the run.
  private let options: [String]

  /// Looks at everything, and reads every file of the results.
  ///
  /// Throws `CancellationError`; whatever else goes wrong is a finding.
  ///
  /// - Parameter options: what commands of the advice need besides the run, such as `--store`
  package init(
    of store: Store, options: [String] = [], observer: (StageProgress) -> Void = { _ in }
  ) throws {
    self.options = options
    let verification = try StoreVerification(of: store, observer: observer)
    (findings, counts, ofStore) = (verification.findings, verification.counts, verification)
    // The database first: a run that is recorded later is then known to the folders at least.
    let rows = databaseRows(of: store)
    let ids = (try? RunFolder.all(in: store)) ?? []
    var runs: [String: RunDescription] = [:]
    for id in ids {
      if let run = check(id, in: store) { runs[id] = run }
    }
    checkSweeps(of: store)
    if let rows { compare(rows, with: runs, in: store) }
  }

  /// Puts aside the results that were found damaged; see `StoreVerification.repair`.
  package func repair() throws -> Int { try ofStore.repair() }

  private mutating func add(
    _ severity: StoreFinding.Severity, _ place: String, _ message: String, _ advice: String
  ) {
    findings.append(StoreFinding(severity, place, message, advice: advice))
  }

  private mutating func check(_ id: String, in store: Store) -> RunDescription? {
    let place = "runs/\(id)/run.json"
    do {
      guard let run = try RunDescription.stored(id, in: store) else { return nil }
      if run.id != id {
        add(.fault, place, "describes the run '\(run.id)'", "remove that folder")
        return nil
      }
      let missing = run.steps.filter { !store.contains($0.key) }
      // A run that has come without its checkpoints says itself what they gave.
      if !missing.isEmpty, try KeptRecord.stored(of: run, in: store) != nil { return run }
      for step in missing where run.status == .complete {
        // The run may have been forgotten, and its results collected, since it was read.
        guard (try? RunDescription.stored(id, in: store)) != nil else { return nil }
        add(
          .fault, place, "the result of '\(step.node)' (\(step.key.abbreviated)) is gone",
          "run it again: \(run.command(with: options))")
      }
      return run
    } catch let error as PipelineError {
      add(.fault, place, error.message, error.advice)
    } catch {
      add(.fault, place, "\(error)", "remove that folder")
    }
    return nil
  }

  /// A sweep whose record cannot be read does not begin.
  private mutating func checkSweeps(of store: Store) {
    let names = StoreDocument.names(in: "sweeps", of: store)
    for name in names.others { add(.note, "sweeps/\(name)", "does not belong here", "remove it") }
    let advice = "remove that file: the sweep goes on, and tries once more what had failed"
    for id in names.documents {
      let place = "sweeps/\(id).json"
      do {
        guard let record = try SweepRecord.stored(id, in: store), record.id != id else { continue }
        add(.fault, place, "is the record of the sweep '\(record.id)'", advice)
      } catch let error as PipelineError where error.code != .undecodable {
        add(.fault, place, error.message, error.advice)
      } catch let error as PipelineError {
        add(.fault, place, error.message, advice)
      } catch {
        add(.fault, place, "\(error)", advice)
      }
    }
  }

  private static let database = "results.sqlite"
  private static let rebuild = "'engram results rebuild' makes a new one"

  /// The rows of the database, where it can be read.
  private mutating func databaseRows(of store: Store) -> [String: ResultsStore.RecordedRun]? {
    do throws(ResultsError) {
      return try ResultsStore.examine(at: store.resultsDatabase) {
        results throws(ResultsError) in
        for problem in try results.damage() {
          add(.fault, Self.database, problem, Self.rebuild)
        }
        return try results.rows()
      }
    } catch {
      switch error.code {
      case .missing: return [:]
      case .locked: add(.note, Self.database, error.message, "verify again")
      case .olderVersion: add(.note, Self.database, error.message, Self.rebuild)
      case .foreignApplication, .newerVersion:
        add(.fault, Self.database, error.message, "nothing else was read of it")
      default: add(.fault, Self.database, error.message, Self.rebuild)
      }
      return nil
    }
  }

  private mutating func compare(
    _ rows: [String: ResultsStore.RecordedRun], with runs: [String: RunDescription], in store: Store
  ) {
    let complete = RunStatus.complete.rawValue
    var missing: [String] = []
    for run in runs.values.sorted(by: { $0.id < $1.id }) where run.status == .complete {
      guard let row = rows[run.id], row.status == complete else {
        missing.append(run.id)
        continue
      }
      let keys = Dictionary(run.steps.map { ($0.node, $0.key.hex) }) { $1 }
      if row.keys != keys {
        add(
          .fault, Self.database, "the rows of the run '\(run.id)' are those of other results",
          Self.rebuild)
      }
    }
    let orphans = rows.keys.sorted().filter { id in
      let file = store.root.appendingPathComponent("runs/\(id)/run.json")
      return runs[id] == nil && !FileManager.default.fileExists(atPath: file.path)
    }
    note(missing, "lacks complete runs")
    note(orphans, "has runs that the store has no folders of")
  }

  /// One note for all runs of a kind, the first of them named.
  private mutating func note(_ runs: [String], _ what: String) {
    guard !runs.isEmpty else { return }
    let names = Wording.list(runs, limit: 3)
    add(.note, Self.database, "\(what) (\(runs.count)): \(names)", Self.rebuild)
  }
}
