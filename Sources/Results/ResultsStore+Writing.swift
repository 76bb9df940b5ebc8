import GRDB
import Statistics

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
    let id = run.id.databaseValue
    try insert(
      into: "run_setting", ["run_id", "key", "value", "number", "is_changed", "is_measurement"],
      run.parameters, database
    ) { name, text in
      [
        id, name.databaseValue, text.databaseValue, RunRecord.number(text) ?? .null,
        run.changedParameters?.contains(name).databaseValue ?? .null,
        run.observedParameters.contains(name).databaseValue,
      ]
    }
  }

  private static func writeStages(_ run: RunRecord, to database: Database) throws {
    let id = run.id.databaseValue
    try insert(
      into: "stage_execution",
      ["run_id", "position", "node", "cache_key", "stage", "version", "seconds", "hit"],
      run.stages.enumerated(), database
    ) { position, stage in
      [
        id, (position + 1).databaseValue, stage.node.databaseValue, stage.cacheKey.databaseValue,
        stage.stage.databaseValue, stage.version.databaseValue, stage.seconds.databaseValue,
        stage.isHit.databaseValue,
      ]
    }
    for stage in run.stages {
      for table in ["stage_input", "stage_output"] {
        try execute("DELETE FROM \(table) WHERE cache_key = ?", [stage.cacheKey], database)
      }
      let key = stage.cacheKey.databaseValue
      try insert(
        into: "stage_input", ["cache_key", "position", "input_cache_key"],
        stage.inputKeys.enumerated(), database
      ) { [key, ($0 + 1).databaseValue, $1.databaseValue] }
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
      try insert(
        into: "stage_output", ["cache_key", "name", "sha256"], stage.outputs, database
      ) { [key, $0.name.databaseValue, $0.sha256.databaseValue] }
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
    let id = run.id.databaseValue
    try insert(
      into: "training_metric", ["run_id", "task", "step", "name", "value"], run.trainingMetrics,
      database
    ) {
      [
        id, ($0.task + 1).databaseValue, $0.step.databaseValue, $0.storedName.databaseValue,
        $0.storedValue?.databaseValue ?? .null,
      ]
    }
    try insert(
      into: "embedding_accuracy", ["run_id", "task", "x", "y", "accuracy_percent"],
      run.embeddingAccuracy, database
    ) {
      [
        id, ($0.task + 1).databaseValue, $0.x.databaseValue, $0.y.databaseValue,
        (100 * $0.accuracy).databaseValue,
      ]
    }
    for embedding in run.taskEmbeddings {
      let task = (embedding.task + 1).databaseValue
      try insert(
        into: "task_embedding", ["run_id", "task", "dimension", "value"],
        embedding.values.enumerated(), database
      ) { [id, task, ($0 + 1).databaseValue, $1.databaseValue] }
    }
    if let costs = run.costs { try RunCostRow(runId: run.id, costs: costs).insert(database) }
    try insert(
      into: "measurement_source", ["run_id", "measurement", "task", "node", "output"], run.sources,
      database
    ) {
      [
        id, $0.measurement.rawValue.databaseValue, ($0.task + 1).databaseValue,
        $0.node.databaseValue, $0.output.databaseValue,
      ]
    }
  }

  /// Writes a matrix of scores, or of fractions of inferred tasks.
  private static func write(
    _ scores: ScoreMatrix, named name: String, of run: RunRecord, to database: Database
  ) throws {
    let scale = RunMetric.scale(of: scores.metric)
    for (trained, row) in scores.rows.enumerated() {
      try insert(
        into: "score", ["run_id", "metric", "trained_task", "evaluated_task", "value"],
        row.enumerated(), database
      ) { evaluated, score in
        [
          run.id.databaseValue, name.databaseValue, (trained + 1).databaseValue,
          (evaluated + 1).databaseValue, (scale * score).databaseValue,
        ]
      }
    }
  }

  /// Writes what sums up the scores of a complete run.
  static func writeSummary(
    of scores: ScoreMatrix, _ inference: ScoreMatrix?, run: String, to database: Database
  ) throws {
    try insert(
      into: "run_score", ["run_id", "metric", "value"], RunMetric.values(of: scores, inference),
      database
    ) { metric, value in
      [
        run.databaseValue, metric.rawValue.databaseValue, (metric.scale * value).databaseValue,
      ]
    }
  }

  /// Executes a statement that is prepared once for all runs that are written.
  static func execute(
    _ sql: String, _ arguments: StatementArguments, _ database: Database
  ) throws {
    try database.cachedStatement(sql: sql).execute(arguments: arguments)
  }

  /// Inserts one row per element, by position, with a statement that is prepared once: nearly all rows of a store
  /// are of these tables. A rebuild took a third more time with each column's name beside each value.
  private static func insert<Rows: Sequence>(
    into table: String, _ columns: [String], _ rows: Rows, _ database: Database,
    values: (Rows.Element) -> [DatabaseValue]
  ) throws {
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    let statement = try database.cachedStatement(
      sql: "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))")
    for row in rows {
      statement.setUncheckedArguments(StatementArguments(values(row)))
      try statement.execute()
    }
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
