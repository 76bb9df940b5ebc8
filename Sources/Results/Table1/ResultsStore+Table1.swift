import GRDB
import Tables

/// A complete run of a cell.
private struct CellRun: FetchableRecord {
  let cell: Table1Cell
  let run: SeedRun

  init(row: Row) throws {
    cell = try Cell(row: row).value
    run = try SeedRun(row: row)
  }

  private struct Cell: Decodable, FetchableRecord {
    let benchmark: String
    let scenario: String
    let method: String
    var value: Table1Cell { Table1Cell(benchmark, scenario, method) }
  }
}

extension ResultsStore {
  /// The runs of each cell of Table 1: the complete ones of the experiment `table1` with `profile`, by
  /// seed.
  ///
  /// Runs of one cell may differ in other settings. Those of the configuration count that is given for the
  /// cell; where none is, as for a method that this program does not know, the one that most seeds have,
  /// among equals the latest; numeric classes are told apart likewise. A seed counts once, by its latest run.
  /// Throws as `query`.
  package func table1Runs(
    profile: String, configurations wanted: [Table1Cell: String] = [:]
  ) throws(ResultsError) -> [Table1Cell: [String]] {
    let runs = try records(
      CellRun.self,
      """
      SELECT b.value AS benchmark, s.value AS scenario, m.value AS method,
        r.run_id, r.seed, r.configuration, r.numeric_class
      FROM run r
      JOIN run_setting b ON b.run_id = r.run_id AND b.key = 'benchmark'
      JOIN run_setting s ON s.run_id = r.run_id AND s.key = 'scenario'
      JOIN run_setting m ON m.run_id = r.run_id AND m.key = 'method'
      LEFT JOIN run_setting p ON p.run_id = r.run_id AND p.key = 'profile'
      WHERE r.experiment = 'table1' AND r.status = 'complete' AND coalesce(p.value, 'full') = ?
      ORDER BY r.confirmed_at DESC, r.run_id
      """, [profile])
    let identifiers = wanted.mapValues { RunRecord.configurationIdentifier("table1", $0) }
    let possible = runs.filter { entry in
      identifiers[entry.cell].map { $0 == entry.run.configuration } ?? true
    }
    return Dictionary(grouping: possible, by: \.cell).mapValues { entries in
      SeedRun.counted(entries.map(\.run)).map(\.runId)
    }
  }
}
