import GRDB
import Statistics

/// The columns of a row with their values; nil is NULL.
typealias RowValues = KeyValuePairs<String, (any DatabaseValueConvertible)?>

extension ResultsStore {
  /// Writes all rows of a run, replacing those of an earlier record of it; see `record`.
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
    try RunRow(run).insert(database)
    try insert(into: "run_setting", run.parameters, database) { name, text in
      [
        "run_id": run.id, "key": name, "value": text, "number": RunRecord.number(text),
        "is_changed": run.changedParameters?.contains(name),
        "is_measurement": run.observedParameters.contains(name),
      ]
    }
  }

  private static func writeStages(_ run: RunRecord, to database: Database) throws {
    try insert(into: "stage_execution", run.stages.enumerated(), database) { position, stage in
      [
        "run_id": run.id, "position": position + 1, "node": stage.node,
        "cache_key": stage.cacheKey, "stage": stage.stage, "version": stage.version,
        "seconds": stage.seconds, "hit": stage.isHit,
      ]
    }
    for stage in run.stages {
      for table in ["stage_input", "stage_output"] {
        try execute("DELETE FROM \(table) WHERE cache_key = ?", [stage.cacheKey], database)
      }
      try insert(into: "stage_input", stage.inputKeys.enumerated(), database) { position, key in
        ["cache_key": stage.cacheKey, "position": position + 1, "input_cache_key": key]
      }
      for output in stage.outputs {
        // Equal bytes may be published under two names; taking the lesser makes the row the same
        // in whatever order runs are recorded.
        try execute(
          """
          INSERT INTO artifact (sha256, kind, path, bytes, name)
          VALUES (:sha256, :kind, :path, :bytes, :name)
          ON CONFLICT (sha256) DO UPDATE
          SET kind = min(kind, excluded.kind), name = min(name, excluded.name)
          """,
          [
            "sha256": output.sha256, "kind": output.kind, "path": output.path,
            "bytes": output.bytes, "name": output.name,
          ], database)
      }
      try insert(into: "stage_output", stage.outputs, database) {
        ["cache_key": stage.cacheKey, "name": $0.name, "sha256": $0.sha256]
      }
      if let result = stage.result {
        try StageResultRow(result, of: stage).insert(database, onConflict: .replace)
      }
    }
  }

  /// Tasks and dimensions count from 1 in the database, and accuracies are in percent.
  private static func writeMeasurements(_ run: RunRecord, to database: Database) throws {
    if let scores = run.scores {
      try write(scores, named: scores.metric.rawValue, of: run, to: database)
      if run.status == .complete {
        try writeSummary(of: scores, run.taskInference, run: run.id, to: database)
      }
    }
    if let inference = run.taskInference {
      try write(inference, named: RunMetric.taskInference.rawValue, of: run, to: database)
    }
    try insert(into: "training_metric", run.trainingMetrics, database) {
      [
        "run_id": run.id, "task": $0.task + 1, "step": $0.step, "name": $0.storedName,
        "value": $0.storedValue,
      ]
    }
    try insert(into: "embedding_accuracy", run.embeddingAccuracy, database) {
      [
        "run_id": run.id, "task": $0.task + 1, "x": $0.x, "y": $0.y,
        "accuracy_percent": 100 * $0.accuracy,
      ]
    }
    for embedding in run.taskEmbeddings {
      try insert(into: "task_embedding", embedding.values.enumerated(), database) { place, value in
        ["run_id": run.id, "task": embedding.task + 1, "dimension": place + 1, "value": value]
      }
    }
    if let costs = run.costs { try RunCostRow(runId: run.id, costs: costs).insert(database) }
    try insert(into: "measurement_source", run.sources, database) {
      [
        "run_id": run.id, "measurement": $0.measurement.rawValue, "task": $0.task + 1,
        "node": $0.node, "output": $0.output,
      ]
    }
  }

  /// Writes a matrix of scores, or of fractions of inferred tasks.
  private static func write(
    _ scores: ScoreMatrix, named name: String, of run: RunRecord, to database: Database
  ) throws {
    let scale = RunMetric.scale(of: scores.metric)
    for (trained, row) in scores.rows.enumerated() {
      try insert(into: "score", row.enumerated(), database) { evaluated, score in
        [
          "run_id": run.id, "metric": name, "trained_task": trained + 1,
          "evaluated_task": evaluated + 1, "value": scale * score,
        ]
      }
    }
  }

  /// Writes what sums up the scores of a complete run.
  static func writeSummary(
    of scores: ScoreMatrix, _ inference: ScoreMatrix?, run: String, to database: Database
  ) throws {
    try insert(into: "run_score", RunMetric.values(of: scores, inference), database) {
      ["run_id": run, "metric": $0.rawValue, "value": $0.scale * $1]
    }
  }

  /// Executes a statement that is prepared once for all runs that are written.
  static func execute(
    _ sql: String, _ arguments: StatementArguments, _ database: Database
  ) throws {
    try database.cachedStatement(sql: sql).execute(arguments: arguments)
  }

  /// Inserts one row per element with a statement that is prepared once: tables of many rows are written several
  /// times as fast as by records. All rows name the same columns in the same order.
  private static func insert<Rows: Sequence>(
    into table: String, _ rows: Rows, _ database: Database, values: (Rows.Element) -> RowValues
  ) throws {
    var prepared: Statement?
    for row in rows {
      let values = values(row)
      let statement = try prepared ?? self.statement(inserting: values, into: table, database)
      statement.setUncheckedArguments(
        StatementArguments(values.map { $0.value?.databaseValue ?? .null }))
      try statement.execute()
      prepared = statement
    }
  }

  private static func statement(
    inserting row: RowValues, into table: String, _ database: Database
  ) throws -> Statement {
    let columns = row.map(\.key).joined(separator: ", ")
    let marks = row.map { _ in "?" }.joined(separator: ", ")
    return try database.cachedStatement(
      sql: "INSERT INTO \(table) (\(columns)) VALUES (\(marks))")
  }

  /// Removes provenance that no run refers to any more.
  static func removeOrphans(from database: Database) throws {
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
