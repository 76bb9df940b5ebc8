import Tables

/// The test scores of a complete run, task by task: accuracies in percent, or mean squared errors.
package struct TaskScores: Sendable {
  /// The score on each task after the last one was learned.
  package let final: [Double]
  /// The score on each task right after it was learned.
  package let during: [Double]
}

extension ResultsStore {
  /// The scores of a complete run. Throws as `query`.
  package func taskScores(ofRun run: String) throws(ResultsError) -> TaskScores {
    let rows = try query(
      """
      SELECT s.value, s.trained_task = r.tasks, s.trained_task = s.evaluated_task
      FROM score AS s JOIN run AS r ON r.run_id = s.run_id
      WHERE r.run_id = \(Self.literal(run)) AND r.status = 'complete'
        AND s.metric IN ('accuracy', 'mean squared error')
      ORDER BY s.evaluated_task
      """
    ).rows
    func values(where column: Int) -> [Double] {
      rows.compactMap { row in
        if case .real(let value) = row[0], row[column] == .integer(1) { value } else { nil }
      }
    }
    return TaskScores(final: values(where: 1), during: values(where: 2))
  }

  /// Seconds of computation of each of the complete runs, those of the original computation for what was
  /// found. Throws as `query`.
  package func seconds(ofRuns runs: [String]) throws(ResultsError) -> [Double] {
    let names = runs.map(Self.literal).joined(separator: ", ")
    return try query("SELECT seconds FROM run_costs WHERE run_id IN (\(names)) ORDER BY run_id")
      .rows
      .compactMap { if case .real(let value) = $0[0] { value } else { nil } }
  }
}
