import Tables

extension ResultsStore {
  /// The runs of each cell of Table 1: the complete ones of the experiment `table1` with `profile`, by
  /// seed.
  ///
  /// Runs of one cell may differ in other settings. Those of the configuration count that is given for the
  /// cell; where none is, as for a method that this program does not know, the one that most seeds have,
  /// among equals the latest; numeric classes are told apart likewise. A seed counts once, by its latest run. Throws as `query`.
  package func table1Runs(
    profile: String, configurations wanted: [Table1Cell: String] = [:]
  ) throws(ResultsError) -> [Table1Cell: [String]] {
    let rows = try query(
      """
      SELECT b.value, s.value, m.value, r.configuration, r.seed, r.run_id,
        coalesce(p.value, 'full'), coalesce(r.numeric_class, '')
      FROM run r
      JOIN run_setting b ON b.run_id = r.run_id AND b.key = 'benchmark'
      JOIN run_setting s ON s.run_id = r.run_id AND s.key = 'scenario'
      JOIN run_setting m ON m.run_id = r.run_id AND m.key = 'method'
      LEFT JOIN run_setting p ON p.run_id = r.run_id AND p.key = 'profile'
      WHERE r.experiment = 'table1' AND r.status = 'complete'
      ORDER BY r.confirmed_at DESC, r.run_id
      """
    ).rows.map { $0.map(\.plainText) }
    // The latest come first, so the first of a kind is the one to take.
    var configurations: [Table1Cell: [String]] = [:]
    var runs: [String: [Int64: String]] = [:]
    for row in rows where row[6] == profile {
      let cell = Table1Cell(row[0], row[1], row[2])
      let identifier = wanted[cell].map { RunRecord.configurationIdentifier("table1", $0) }
      guard identifier == nil || identifier == row[3] else { continue }
      let kind = "\(row[3]) \(row[7])"
      if runs[kind] == nil { configurations[cell, default: []].append(kind) }
      let seed = Int64(row[4]) ?? -1
      if runs[kind]?[seed] == nil { runs[kind, default: [:]][seed] = row[5] }
    }
    return configurations.compactMapValues { candidates in
      let most = candidates.map { runs[$0]?.count ?? 0 }.max()
      let chosen = candidates.first { runs[$0]?.count == most }
      return chosen.flatMap { runs[$0] }?.sorted { $0.key < $1.key }.map(\.value)
    }
  }
}
