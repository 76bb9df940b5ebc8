/// `A[i][j]`: test accuracy on task `j` after training task `i`, `j ≤ i`, and its summaries.
///
/// Fractions 0…1; undefined above the diagonal.
package struct AccuracyMatrix: Codable, Hashable, Sendable {
  /// Row `i` has `i + 1` entries.
  package let rows: [[Double]]

  /// Traps unless row `i` has `i + 1` entries.
  package init(_ rows: [[Double]]) {
    precondition(
      rows.enumerated().allSatisfy { $1.count == $0 + 1 }, "rows of \(rows.map(\.count)) entries")
    self.rows = rows
  }

  private enum CodingKeys: CodingKey { case rows }

  /// Throws `DecodingError` unless row `i` has `i + 1` entries.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    rows = try values.decode([[Double]].self, forKey: .rows)
    guard rows.enumerated().allSatisfy({ $1.count == $0 + 1 }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .rows, in: values, debugDescription: "rows of \(rows.map(\.count)) entries")
    }
  }

  /// T, the number of tasks.
  package var tasks: Int { rows.count }
  /// Accuracy on each task after the last one was trained.
  package var finalPerTask: [Double] { rows.last ?? [] }
  /// Accuracy on each task right after it was trained.
  package var duringPerTask: [Double] { rows.indices.map { rows[$0][$0] } }
  /// mean_j A[T−1][j]; `nil` without tasks.
  package var final: Double? { mean(finalPerTask) }
  /// mean_j A[j][j]; `nil` without tasks.
  package var during: Double? { mean(duringPerTask) }
  /// mean_{j<T−1} (max_{i<T−1} A[i][j] − A[T−1][j]); `nil` for fewer than two tasks.
  package var forgetting: Double? {
    mean(
      (0..<max(0, tasks - 1)).map { j in
        (j..<tasks - 1).map { rows[$0][j] }.reduce(-.infinity, max) - finalPerTask[j]
      })
  }
  /// mean_{j<T−1} (A[T−1][j] − A[j][j]); `nil` for fewer than two tasks.
  package var backwardTransfer: Double? {
    mean((0..<max(0, tasks - 1)).map { finalPerTask[$0] - rows[$0][$0] })
  }

  private func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
