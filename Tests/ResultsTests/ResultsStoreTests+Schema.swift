import Results
import Statistics
import Testing

extension ResultsStoreTests {
  @Test("the dictionary explains every table, view and column, and nothing else")
  func dictionary() throws {
    _ = try ResultsStore(at: file)
    let columns = """
      select m.name as t, c.name as c from sqlite_schema m, pragma_table_info(m.name) c
      where m.type in ('table', 'view') and m.name not like 'grdb_%' and m.name not like 'sqlite_%'
      union select name, '' from sqlite_schema
      where type in ('table', 'view') and name not like 'grdb_%' and name not like 'sqlite_%'
      """
    let written = "select table_name, column_name from data_dictionary"
    #expect(try shell("select * from (\(columns)) except \(written)") == "")
    #expect(try shell("\(written) except select * from (\(columns))") == "")
    #expect(
      try shell("select unit from data_dictionary where column_name = 'accuracy_percent'")
        .split(separator: "\n").allSatisfy { $0 == "percent" })
    // Whatever the program knows as a metric has a unit.
    let metrics = Set(
      try shell("select metric from metric").split(separator: "\n").map(String.init))
    #expect(metrics.isSuperset(of: RunMetric.allCases.map(\.rawValue)))
    #expect(metrics.isSuperset(of: Metric.allCases.map(\.rawValue)))
  }

  @Test("every view can be read, and none has a column without a name of its own")
  func everyView() throws {
    let store = try ResultsStore(at: file)
    try store.record(record())
    for view in try store.tableNames() {
      let table = try store.contents(of: view)
      #expect(Set(table.columns).count == table.columns.count, "\(view)")
    }
  }
}
