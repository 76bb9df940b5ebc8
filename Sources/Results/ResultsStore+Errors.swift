import Tables

extension ResultsStore {
  /// The test error on each task after the last one, of a complete run. Throws as `query`.
  package func finalErrors(ofRun run: String) throws(ResultsError) -> [Double] {
    try query(
      "SELECT mean_squared_error FROM final_error WHERE run_id = \(Self.literal(run)) ORDER BY task"
    ).rows.compactMap { if case .real(let value) = $0[0] { value } else { nil } }
  }
}
