import Tables

extension ResultsStore {
  /// The complete runs of an experiment with a configuration: of each seed the latest, in the order of the
  /// seeds. Of several numeric classes the one counts that most seeds have, the latest of equals. Throws as
  /// `query`.
  package func runs(
    of experiment: String, configuration: String
  ) throws(ResultsError) -> [(seed: Int, run: String)] {
    let identifier = RunRecord.configurationIdentifier(experiment, configuration)
    let rows = try query(
      """
      SELECT seed, run_id, numeric_class FROM run
      WHERE status = 'complete' AND experiment = \(Self.literal(experiment))
        AND configuration = \(Self.literal(identifier))
      ORDER BY confirmed_at DESC, run_id
      """
    ).rows
    // The latest come first, so the first of a kind is the one to take.
    var latest: [String: [Int: String]] = [:]
    var classes: [String] = []
    for row in rows {
      let name = row[2].plainText
      guard case .integer(let seed) = row[0], latest[name]?[Int(seed)] == nil else { continue }
      if latest[name] == nil { classes.append(name) }
      latest[name, default: [:]][Int(seed)] = row[1].plainText
    }
    let most = latest.values.map(\.count).max()
    let chosen = classes.first { latest[$0]?.count == most }.flatMap { latest[$0] } ?? [:]
    return chosen.sorted { $0.key < $1.key }.map { (seed: $0.key, run: $0.value) }
  }

  /// The test error on each task after the last one, of a complete run. Throws as `query`.
  package func finalErrors(ofRun run: String) throws(ResultsError) -> [Double] {
    try query(
      "SELECT mean_squared_error FROM final_error WHERE run_id = \(Self.literal(run)) ORDER BY task"
    ).rows.compactMap { if case .real(let value) = $0[0] { value } else { nil } }
  }
}
