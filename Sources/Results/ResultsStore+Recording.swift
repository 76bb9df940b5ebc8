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
      try PublishedResults.embedded().refresh(database)
      return try Self.write(run, to: database)
    }
  }

  /// Notes that a complete run was asked for again and wholly found in the cache.
  ///
  /// It becomes the experiment's `latest_run`; nothing else changes. Throws `unknownRun` if the
  /// database has no complete run of that identifier, so that the caller records it instead.
  package func touch(run id: String, at time: Date) throws(ResultsError) {
    try writing { database in
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

  /// Notes of runs of older programs which of their parameters do not have the experiment's own values.
  ///
  /// Complexity: a look at an index where all runs have it.
  ///
  /// - Parameter changed: the names of those parameters
  package func describeParameters(
    _ changed: (_ experiment: String, _ parameters: [String: String]) -> Set<String>
  ) throws(ResultsError) {
    let unknown = "SELECT DISTINCT run_id FROM run_parameter WHERE is_changed IS NULL"
    guard try !query(unknown + " LIMIT 1").rows.isEmpty else { return }
    try writing { database in
      for id in try String.fetchAll(database, sql: unknown) {
        let experiment = try String.fetchOne(
          database, sql: "SELECT experiment FROM run WHERE run_id = ?", arguments: [id])
        let rows = try Row.fetchAll(
          database, sql: "SELECT key, value FROM run_parameter WHERE run_id = ?", arguments: [id])
        let parameters: [String: String] = Dictionary(rows.map { ($0[0], $0[1]) }) { $1 }
        let names = changed(experiment ?? "", parameters)
        for name in parameters.keys {
          try Self.execute(
            "UPDATE run_parameter SET is_changed = ? WHERE run_id = ? AND key = ?",
            [names.contains(name), id, name], database)
        }
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
    try database.execute(
      sql: "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        run.id, run.experiment, run.seed, run.status.rawValue, run.startedAt.storeText,
        run.finishedAt?.storeText, confirmed?.storeText, run.configuration, run.engramVersion,
        run.sourceRevision, run.sourceIsDirty, run.configurationIdentifier,
      ])
    try insert(into: "run_parameter", columns: 5, run.parameters, database) {
      [
        run.id.databaseValue, $0.key.databaseValue, $0.value.databaseValue,
        RunRecord.number($0.value) ?? .null,
        run.changedParameters?.contains($0.key).databaseValue ?? .null,
      ]
    }
  }

  private static func writeStages(_ run: RunRecord, to database: Database) throws {
    let id = run.id.databaseValue
    try insert(into: "stage_execution", columns: 8, run.stages.enumerated(), database) {
      [
        id, $0.offset.databaseValue, $0.element.node.databaseValue,
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
          "INSERT INTO stage_input VALUES (?, ?, ?)", [stage.cacheKey, position, key], database)
      }
      for output in stage.outputs {
        // Equal bytes may be published under two names; taking the lesser makes the row the same
        // in whatever order runs are recorded.
        try execute(
          """
          INSERT INTO artifact VALUES (?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE
          SET kind = min(kind, excluded.kind), name = min(name, excluded.name)
          """, [output.sha256, output.kind, output.path, output.bytes, output.name], database)
        try execute(
          "INSERT INTO stage_output VALUES (?, ?, ?)",
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
      "INSERT OR REPLACE INTO stage_result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [
        stage.cacheKey, stage.stage, stage.version, result.preimage, result.contentDigest,
        result.numericClass, result.host, result.computedAt.storeText, result.engramVersion,
        result.sourceRevision, result.sourceIsDirty, libraries,
      ], database)
  }

  private static func writeMeasurements(_ run: RunRecord, to database: Database) throws {
    let id = run.id.databaseValue
    for (table, cells) in [("accuracy", run.accuracy), ("task_inference", run.taskInference)] {
      try insert(into: table, columns: 4, cells, database) {
        [
          id, $0.trainedTask.databaseValue, $0.evaluatedTask.databaseValue,
          $0.accuracy.databaseValue,
        ]
      }
    }
    try insert(into: "test_loss", columns: 4, run.testLoss, database) {
      [id, $0.trainedTask.databaseValue, $0.evaluatedTask.databaseValue, $0.loss.databaseValue]
    }
    try insert(into: "training_metric", columns: 5, run.trainingMetrics, database) {
      [
        id, $0.task.databaseValue, $0.step.databaseValue, $0.name.databaseValue,
        $0.value?.databaseValue ?? .null,
      ]
    }
    try insert(into: "embedding_accuracy", columns: 5, run.embeddingAccuracy, database) {
      [
        id, $0.task.databaseValue, $0.x.databaseValue, $0.y.databaseValue,
        $0.accuracy.databaseValue,
      ]
    }
    if let costs = run.costs {
      try execute(
        "INSERT INTO run_cost VALUES (?, ?, ?, ?, ?)",
        [
          run.id, costs.trainableWeights, costs.targetWeights, costs.storedSamples,
          costs.memoryBytes,
        ], database)
    }
    try insert(into: "measurement_source", columns: 5, run.sources, database) {
      [
        id, $0.measurement.rawValue.databaseValue, $0.task.databaseValue,
        $0.node.databaseValue, $0.output.databaseValue,
      ]
    }
    for embedding in run.taskEmbeddings {
      try insert(into: "task_embedding", columns: 4, embedding.values.enumerated(), database) {
        [
          id, embedding.task.databaseValue, $0.offset.databaseValue, $0.element.databaseValue,
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
