import Foundation
import GRDB
import Pipeline
import Statistics

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

  /// Makes what the program brings with it, published values and views, equal in the database.
  private static func refreshCopies(_ database: Database) throws {
    try PublishedResults.embedded().refresh(database)
    try ResultsSchema.refreshViews(database)
  }

  /// Notes what only the program knows of runs of older programs: which of their settings do not have the
  /// experiment's own values, and with which runs forward transfer may compare them.
  ///
  /// Complexity: a look at an index where all runs have it.
  package func describeSettings(
    _ describe: (_ experiment: String, _ seed: Int, _ parameters: [String: String]) ->
      (changed: Set<String>, observed: Set<String>, comparison: String)
  ) throws(ResultsError) {
    let unknown = "SELECT run_id FROM run WHERE comparison IS NULL"
    guard try !query(unknown + " LIMIT 1").rows.isEmpty else { return }
    try writing { database in
      for row in try Row.fetchAll(
        database, sql: "SELECT run_id, experiment, seed FROM run WHERE comparison IS NULL")
      {
        let (id, experiment, seed): (String, String, Int) = (row[0], row[1], row[2])
        let rows = try Row.fetchAll(
          database, sql: "SELECT key, value FROM run_setting WHERE run_id = ?", arguments: [id])
        let parameters: [String: String] = Dictionary(rows.map { ($0[0], $0[1]) }) { $1 }
        let (changed, observed, comparison) = describe(experiment, seed, parameters)
        for name in parameters.keys {
          try Self.execute(
            "UPDATE run_setting SET is_changed = ? WHERE run_id = ? AND key = ?",
            [changed.contains(name), id, name], database)
        }
        try Self.execute(
          "UPDATE run SET settings = ?, comparison = ? WHERE run_id = ?",
          [
            RunRecord.settings(of: parameters, changed: changed, without: observed), comparison, id,
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

  @discardableResult
  static func write(_ run: RunRecord, to database: Database) throws -> Outcome {
    let known = try String.fetchOne(
      database, sql: "SELECT status FROM run WHERE run_id = ?", arguments: [run.id])
    if known == RunStatus.complete.rawValue && run.status != .complete { return .kept }
    if known != nil {
      try database.execute(sql: "DELETE FROM run WHERE run_id = ?", arguments: [run.id])
    }
    try writeRun(run, to: database)
    try writeStages(run, to: database)
    try writeMeasurements(run, to: database)
    if known != nil { try removeOrphans(from: database) }
    return known == nil ? .inserted : .replaced
  }

  private static func writeRun(_ run: RunRecord, to database: Database) throws {
    let confirmed = run.confirmedAt ?? (run.status == .complete ? run.finishedAt : nil)
    let tasks = run.status == .complete ? run.scores?.tasks : nil
    try execute(
      """
      INSERT INTO run (
        run_id, experiment, seed, status, started_at, finished_at, confirmed_at, configuration,
        settings, comparison, tasks, numeric_class, engram_version, source_revision, source_is_dirty
      ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        run.id, run.experiment, run.seed, run.status.rawValue, run.startedAt.storeText,
        run.finishedAt?.storeText, confirmed?.storeText, run.configurationIdentifier,
        RunRecord.settings(
          of: run.parameters, changed: run.changedParameters, without: run.observedParameters),
        run.comparison,
        tasks, run.numericClass, run.engramVersion, run.sourceRevision, run.sourceIsDirty,
      ], database)
    try insert(
      into: "run_setting (run_id, key, value, number, is_changed, is_measurement)", columns: 6,
      run.parameters, database
    ) {
      [
        run.id.databaseValue, $0.key.databaseValue, $0.value.databaseValue,
        RunRecord.number($0.value) ?? .null,
        run.changedParameters?.contains($0.key).databaseValue ?? .null,
        run.observedParameters.contains($0.key).databaseValue,
      ]
    }
  }

  private static func writeStages(_ run: RunRecord, to database: Database) throws {
    let id = run.id.databaseValue
    try insert(
      into: "stage_execution (run_id, position, node, cache_key, stage, version, seconds, hit)",
      columns: 8, run.stages.enumerated(), database
    ) {
      [
        id, ($0.offset + 1).databaseValue, $0.element.node.databaseValue,
        $0.element.cacheKey.databaseValue, $0.element.stage.databaseValue,
        $0.element.version.databaseValue, $0.element.seconds.databaseValue,
        $0.element.isHit.databaseValue,
      ]
    }
    for stage in run.stages {
      for table in ["stage_input", "stage_output"] {
        try execute(
          "DELETE FROM \(table) WHERE cache_key = ?", [stage.cacheKey], database)
      }
      for (position, key) in stage.inputKeys.enumerated() {
        try execute(
          "INSERT INTO stage_input (cache_key, position, input_cache_key) VALUES (?, ?, ?)",
          [stage.cacheKey, position + 1, key], database)
      }
      for output in stage.outputs {
        // Equal bytes may be published under two names; taking the lesser makes the row the same
        // in whatever order runs are recorded.
        try execute(
          """
          INSERT INTO artifact (sha256, kind, path, bytes, name) VALUES (?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE
          SET kind = min(kind, excluded.kind), name = min(name, excluded.name)
          """, [output.sha256, output.kind, output.path, output.bytes, output.name], database)
        try execute(
          "INSERT INTO stage_output (cache_key, name, sha256) VALUES (?, ?, ?)",
          [stage.cacheKey, output.name, output.sha256], database)
      }
      if let result = stage.result { try write(result, of: stage, to: database) }
    }
  }

  private static func write(
    _ result: RunRecord.StageResult, of stage: RunRecord.StageExecution, to database: Database
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let libraries = String(decoding: try encoder.encode(result.libraries), as: UTF8.self)
    try execute(
      """
      INSERT OR REPLACE INTO stage_result (
        cache_key, stage, version, preimage, content_digest, numeric_class, host, computed_at,
        engram_version, source_revision, source_is_dirty, libraries
      ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        stage.cacheKey, stage.stage, stage.version, result.preimage, result.contentDigest,
        result.numericClass, result.host, result.computedAt.storeText, result.engramVersion,
        result.sourceRevision, result.sourceIsDirty, libraries,
      ], database)
  }

  /// Tasks and dimensions count from 1 in the database, and accuracies are in percent.
  private static func writeMeasurements(_ run: RunRecord, to database: Database) throws {
    let id = run.id.databaseValue
    if let scores = run.scores {
      try write(scores, named: scores.metric.rawValue, of: run, to: database)
      if run.status == .complete {
        try writeSummary(of: scores, run.taskInference, run: run.id, to: database)
      }
    }
    if let inference = run.taskInference {
      try write(inference, named: RunMetric.taskInference.rawValue, of: run, to: database)
    }
    try insert(
      into: "training_metric (run_id, task, step, name, value)", columns: 5, run.trainingMetrics,
      database
    ) {
      [
        id, ($0.task + 1).databaseValue, $0.step.databaseValue, $0.storedName.databaseValue,
        $0.storedValue?.databaseValue ?? .null,
      ]
    }
    try insert(
      into: "embedding_accuracy (run_id, task, x, y, accuracy_percent)", columns: 5,
      run.embeddingAccuracy, database
    ) {
      [
        id, ($0.task + 1).databaseValue, $0.x.databaseValue, $0.y.databaseValue,
        (100 * $0.accuracy).databaseValue,
      ]
    }
    if let costs = run.costs {
      try execute(
        """
        INSERT INTO run_cost (
          run_id, trainable_weights, target_weights, stored_samples, memory_bytes
        ) VALUES (?, ?, ?, ?, ?)
        """,
        [
          run.id, costs.trainableWeights, costs.targetWeights, costs.storedSamples,
          costs.memoryBytes,
        ], database)
    }
    try insert(
      into: "measurement_source (run_id, measurement, task, node, output)", columns: 5,
      run.sources, database
    ) {
      [
        id, $0.measurement.rawValue.databaseValue, ($0.task + 1).databaseValue,
        $0.node.databaseValue, $0.output.databaseValue,
      ]
    }
    for embedding in run.taskEmbeddings {
      try insert(
        into: "task_embedding (run_id, task, dimension, value)", columns: 4,
        embedding.values.enumerated(), database
      ) {
        [
          id, (embedding.task + 1).databaseValue, ($0.offset + 1).databaseValue,
          $0.element.databaseValue,
        ]
      }
    }
  }

  /// Writes a matrix of scores, or of fractions of inferred tasks.
  private static func write(
    _ scores: ScoreMatrix, named name: String, of run: RunRecord, to database: Database
  ) throws {
    let scale = RunMetric.scale(of: scores.metric)
    for (trained, row) in scores.rows.enumerated() {
      try insert(
        into: "score (run_id, metric, trained_task, evaluated_task, value)", columns: 5,
        row.enumerated(), database
      ) {
        [
          run.id.databaseValue, name.databaseValue, (trained + 1).databaseValue,
          ($0.offset + 1).databaseValue, (scale * $0.element).databaseValue,
        ]
      }
    }
  }

  /// Executes a statement that is prepared once for all runs that are written.
  private static func execute(
    _ sql: String, _ arguments: StatementArguments, _ database: Database
  ) throws {
    try database.cachedStatement(sql: sql).execute(arguments: arguments)
  }

  /// Inserts one row per element with a statement that is prepared once.
  private static func insert<Rows: Sequence>(
    into table: String, columns: Int, _ rows: Rows, _ database: Database,
    values: (Rows.Element) -> [DatabaseValue]
  ) throws {
    let marks = Array(repeating: "?", count: columns).joined(separator: ", ")
    let statement = try database.cachedStatement(sql: "INSERT INTO \(table) VALUES (\(marks))")
    for row in rows {
      statement.setUncheckedArguments(StatementArguments(values(row)))
      try statement.execute()
    }
  }

  /// Removes provenance that no run refers to any more.
  private static func removeOrphans(from database: Database) throws {
    for table in ["stage_input", "stage_output", "stage_result"] {
      try database.execute(
        sql: """
          DELETE FROM \(table) WHERE NOT EXISTS (
            SELECT 1 FROM stage_execution e WHERE e.cache_key = \(table).cache_key)
          """)
    }
    try database.execute(
      sql: """
        DELETE FROM artifact WHERE NOT EXISTS (
          SELECT 1 FROM stage_output o WHERE o.sha256 = artifact.sha256)
        """)
  }
}
