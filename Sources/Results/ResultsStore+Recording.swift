import Foundation
import GRDB
import Pipeline

extension ResultsStore {
  /// What `record` did.
  package enum Outcome: Hashable, Sendable {
    /// The run was new.
    case inserted
    /// The run was known; its rows are now the record's.
    case replaced
    /// The run was known as complete and the record is not; nothing changed.
    case kept
  }

  /// Writes all rows of a run in one transaction, replacing those of an earlier record of it.
  ///
  /// A record that is not complete never displaces a complete one of the same run: an interrupted
  /// repetition does not cost the results that exist. Linear in the number of rows, about a
  /// microsecond each. Throws `readOnly`, `locked`, `diskFull`, `invalidRow`, `corrupt`.
  @discardableResult
  package func record(_ run: RunRecord) throws(ResultsError) -> Outcome {
    try writing { database in
      try Self.refreshCopies(database)
      return try Self.write(run, to: database)
    }
  }

  /// Notes that a complete run was asked for again and wholly found in the cache.
  ///
  /// It becomes the experiment's `latest_run`; nothing else changes. Throws `unknownRun` if the
  /// database has no complete run of that identifier, so that the caller records it instead.
  package func touch(run id: String, at time: Date) throws(ResultsError) {
    try writing { database in
      try Self.refreshCopies(database)
      try database.execute(
        sql: """
          UPDATE run SET confirmed_at = max(coalesce(confirmed_at, ''), ?)
          WHERE run_id = ? AND status = 'complete'
          """, arguments: [time.storeText, id])
      if database.changesCount == 0 {
        throw ResultsError(.unknownRun, "there is no complete run '\(id)'", path: url.path)
      }
    }
  }

  /// Makes what the program brings with it (published values, metrics, views) equal in the database.
  private static func refreshCopies(_ database: Database) throws {
    try PublishedResults.embedded().refresh(database)
    try ResultsSchema.addMetrics(database)
    try ResultsSchema.refreshViews(database)
  }

  /// Notes what only the program knows of runs of older programs: which of their settings do not have the
  /// experiment's own values, and with which runs forward transfer may compare them.
  ///
  /// Complexity: a look at an index where all runs have it.
  package func describeSettings(
    _ describe: (_ experiment: String, _ seed: Int, _ parameters: [String: String]) ->
      (changed: Set<String>, observed: Set<String>, comparison: String, short: [String: String])
  ) throws(ResultsError) {
    let unknown = "SELECT run_id FROM run WHERE comparison IS NULL"
    guard try !query(unknown + " LIMIT 1").rows.isEmpty else { return }
    try writing { database in
      for run in try UndescribedRun.fetchAll(
        database, sql: "SELECT run_id, experiment, seed FROM run WHERE comparison IS NULL")
      {
        let rows = try SettingRow.fetchAll(
          database, sql: "SELECT key, value FROM run_setting WHERE run_id = ?",
          arguments: [run.runId])
        let parameters = Dictionary(rows.map { ($0.key, $0.value) }) { $1 }
        let (changed, observed, comparison, short) = describe(
          run.experiment, run.seed, parameters)
        for name in parameters.keys {
          try Self.execute(
            "UPDATE run_setting SET is_changed = ? WHERE run_id = ? AND key = ?",
            [changed.contains(name), run.runId, name], database)
        }
        try Self.execute(
          "UPDATE run SET settings = ?, comparison = ? WHERE run_id = ?",
          [
            RunRecord.settings(
              of: parameters, changed: changed, without: observed, short: short), comparison,
            run.runId,
          ], database)
      }
    }
  }

  /// Removes a run and what only it refers to; does nothing if there is no such run.
  package func remove(run id: String) throws(ResultsError) {
    try writing { database in
      try database.execute(sql: "DELETE FROM run WHERE run_id = ?", arguments: [id])
      try Self.removeOrphans(from: database)
    }
  }

  private func writing<Value>(
    _ body: (Database) throws -> Value
  ) throws(ResultsError) -> Value {
    if access == .readOnly {
      throw ResultsError(.readOnly, "the results were opened for reading only", path: url.path)
    }
    let lock = try WriterLock(forDatabaseAt: url, timeout: busyTimeout, waiting: waiting)
    defer { withExtendedLifetime(lock) {} }
    return try translating {
      do {
        return try queue.write(body)
      } catch let error as DatabaseError
        where error.extendedResultCode == .SQLITE_READONLY_DBMOVED
      {
        // A rebuild has put a new file in the place of the one that is open here, which SQLite notices
        // before it writes.
        return try Self.open(url.path, Self.configuration(access, busyTimeout), access) { lock }
          .write(body)
      }
    }
  }
}

/// A run of an older program, which does not tell with which runs it can be compared.
private struct UndescribedRun: Decodable, FetchableRecord, ResultsRow {
  let runId: String
  let experiment: String
  let seed: Int
}

/// A setting of a run.
private struct SettingRow: Decodable, FetchableRecord, ResultsRow {
  let key: String
  let value: String
}
