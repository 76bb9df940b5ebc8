import GRDB

extension PublishedResults {
  /// Makes the table `published_accuracy` say what this value says; does nothing where it does.
  ///
  /// To be called within a transaction that writes.
  func refresh(_ database: Database) throws {
    let columns = """
      benchmark, scenario, method, mean_percent, standard_error_percent, seeds, published_column, source,
      url, note
      """
    let wanted = results.map(Self.row)
    let found = try Row.fetchAll(database, sql: "SELECT \(columns) FROM published_accuracy")
    if Set(found.map { $0.databaseValues.map { $0 } }) == Set(wanted) { return }
    try database.execute(sql: "DELETE FROM published_accuracy")
    let statement = try database.makeStatement(
      sql: "INSERT INTO published_accuracy (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    for row in wanted { try statement.execute(arguments: StatementArguments(row)) }
  }

  private static func row(_ result: PublishedResult) -> [DatabaseValue] {
    [
      result.cell.benchmark.databaseValue, result.cell.scenario.databaseValue,
      result.cell.method.databaseValue, result.accuracy.mean.databaseValue,
      (result.accuracy.standardError ?? 0).databaseValue, result.accuracy.n.databaseValue,
      result.column.databaseValue, result.source.databaseValue, result.url.databaseValue,
      result.note?.databaseValue ?? .null,
    ]
  }
}
