import GRDB

extension ResultsSchema {
  /// The files of the views; SQLite looks for what a view names when it is read, so any order will do.
  static let views = [
    PackageResources.accuracy_matrix_sql, PackageResources.average_accuracy_sql,
    PackageResources.backward_transfer_sql, PackageResources.configuration_setting_sql,
    PackageResources.counted_run_sql, PackageResources.during_accuracy_sql,
    PackageResources.during_mean_squared_error_sql, PackageResources.fig4_embedding_sql,
    PackageResources.fig4_sql,
    PackageResources.final_accuracy_sql, PackageResources.final_error_sql,
    PackageResources.final_mean_squared_error_sql,
    PackageResources.forgetting_sql, PackageResources.forward_gain_sql,
    PackageResources.forward_transfer_sql, PackageResources.latest_run_sql,
    PackageResources.learning_curve_sql, PackageResources.measurement_provenance_sql,
    PackageResources.provenance_sql, PackageResources.run_costs_sql,
    PackageResources.run_metric_sql, PackageResources.score_provenance_sql,
    PackageResources.stage_provenance_sql, PackageResources.summary_sql,
    PackageResources.table1_sql, PackageResources.task_inference_accuracy_sql,
    PackageResources.training_metric_provenance_sql,
  ]

  /// Gives the database the views of this program, and the dictionary that explains them; does nothing where
  /// it has them.
  ///
  /// Views hold no data, so they have no versions: whoever writes makes them. Views that the dictionary does
  /// not name are somebody else's, and stay. To be called within a transaction that writes.
  static func refreshViews(_ database: Database) throws {
    let wanted = views.map(definition)
    let found = try Row.fetchAll(
      database,
      sql: """
        SELECT name, sql FROM sqlite_schema WHERE type = 'view'
          AND name IN (SELECT table_name FROM data_dictionary WHERE column_name = '')
        """)
    if Set(found.map { $0["sql"] as String }) == Set(wanted.map(\.sql)) { return }
    for name in Set(found.map { $0["name"] as String } + wanted.map(\.name)) {
      try database.execute(sql: "DROP VIEW IF EXISTS \(ResultsStore.quoted(name))")
    }
    for view in wanted { try database.execute(sql: view.sql) }
    try database.execute(sql: "DELETE FROM data_dictionary")
    try DataDictionary.embedded().write(to: database)
  }

  /// The names of the views of this program.
  static var viewNames: [String] { views.map { definition($0).name } }

  /// The name of a view, and its text as SQLite keeps it: without the semicolon at the end.
  private static func definition(_ file: [UInt8]) -> (name: String, sql: String) {
    var sql = Substring(text(file))
    while let last = sql.last, last.isWhitespace || last == ";" { sql.removeLast() }
    // CREATE VIEW <name> AS
    return (String(sql.split(separator: " ")[2]), String(sql))
  }
}
