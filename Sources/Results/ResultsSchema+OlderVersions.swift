import GRDB
import Statistics

extension ResultsSchema {
  /// Gives the rows of version 4 what SQL alone cannot: identifiers and numbers.
  static func describeVersion4(_ database: Database) throws {
    for row in try Row.fetchAll(
      database, sql: "SELECT DISTINCT experiment, configuration FROM run")
    {
      let (experiment, configuration): (String, String) = (row[0], row[1])
      try database.execute(
        sql: "UPDATE run SET configuration_id = ? WHERE experiment = ? AND configuration = ?",
        arguments: [
          RunRecord.configurationIdentifier(experiment, configuration), experiment, configuration,
        ])
    }
    for value in try String.fetchAll(database, sql: "SELECT DISTINCT value FROM run_parameter") {
      guard let number = RunRecord.number(value) else { continue }
      try database.execute(
        sql: "UPDATE run_parameter SET number = ? WHERE value = ?", arguments: [number, value])
    }
  }

  /// Removes the views and indexes of version 5, and renames its tables to `old_…`.
  static func setAside(_ database: Database) throws {
    for view in try names(of: "view", in: database) {
      try database.execute(sql: "DROP VIEW \(ResultsStore.quoted(view))")
    }
    for index in try names(of: "index", in: database) {
      try database.execute(sql: "DROP INDEX \(ResultsStore.quoted(index))")
    }
    for table in try names(of: "table", in: database) {
      try database.execute(
        sql: """
          ALTER TABLE \(ResultsStore.quoted(table)) RENAME TO \(ResultsStore.quoted("old_" + table))
          """)
    }
  }

  /// Removes the tables of version 5.
  static func removeOldTables(_ database: Database) throws {
    for table in try names(of: "table", in: database) where table.hasPrefix("old_") {
      try database.execute(sql: "DROP TABLE \(ResultsStore.quoted(table))")
    }
  }

  /// Sums up the scores of complete runs, as is done for those that are recorded.
  static func summarizeVersion5(_ database: Database) throws {
    let runs = try String.fetchAll(
      database, sql: "SELECT run_id FROM run WHERE status = 'complete'")
    for run in runs {
      let matrices = [Metric.accuracy, .meanSquaredError].compactMap { metric in
        try? scores(metric.rawValue, as: metric, of: run, in: database)
      }
      let inference = try scores(
        RunMetric.taskInference.rawValue, as: .accuracy, of: run, in: database)
      guard let matrix = matrices.first(where: { $0.tasks > 0 }) else { continue }
      try ResultsStore.writeSummary(of: matrix, inference, run: run, to: database)
    }
  }

  /// The matrix of a metric's scores; without rows where one of them is missing.
  private static func scores(
    _ name: String, as metric: Metric, of run: String, in database: Database
  ) throws -> ScoreMatrix {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT trained_task, evaluated_task, value FROM score
        WHERE run_id = ? AND metric = ? AND evaluated_task <= trained_task
        ORDER BY trained_task, evaluated_task
        """, arguments: [run, name])
    var matrix: [[Double]] = []
    for row in rows {
      let (trained, evaluated, value): (Int, Int, Double) = (row[0], row[1], row[2])
      if evaluated == 1 { matrix.append([]) }
      guard trained == matrix.count, evaluated == (matrix.last?.count ?? 0) + 1 else {
        return ScoreMatrix(metric: metric)
      }
      matrix[trained - 1].append(value / RunMetric.scale(of: metric))
    }
    guard matrix.indices.allSatisfy({ matrix[$0].count == $0 + 1 }) else {
      return ScoreMatrix(metric: metric)
    }
    return ScoreMatrix(matrix, metric: metric)
  }
}
