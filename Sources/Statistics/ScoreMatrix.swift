/// `A[i][j]`: the score on task `j` after training task `i`, `j ≤ i`, and its summaries.
///
/// Undefined above the diagonal. Scores are test accuracies, or of whichever metric the matrix is.
public struct ScoreMatrix: Codable, Hashable, Sendable {
  /// What the scores are.
  public let metric: Metric
  /// Row `i` has `i + 1` entries.
  public private(set) var rows: [[Double]]

  /// Traps unless row `i` has `i + 1` entries.
  package init(_ rows: [[Double]] = [], metric: Metric = .accuracy) {
    precondition(Self.isTriangular(rows), "rows of \(rows.map(\.count)) entries")
    (self.rows, self.metric) = (rows, metric)
  }

  private enum CodingKeys: CodingKey { case metric, rows }

  /// Throws `DecodingError` unless row `i` has `i + 1` entries that are scores.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let metric = try values.decode(Metric.self, forKey: .metric)
    rows = try values.decode([[Double]].self, forKey: .rows)
    self.metric = metric
    guard Self.isTriangular(rows), rows.joined().allSatisfy(metric.allows) else {
      throw DecodingError.dataCorruptedError(
        forKey: .rows, in: values,
        debugDescription: "rows of \(rows.map(\.count)) entries are no scores (\(metric.rawValue))")
    }
  }

  private static func isTriangular(_ rows: [[Double]]) -> Bool {
    rows.enumerated().allSatisfy { $1.count == $0 + 1 }
  }

  /// The same with the scores after one more task. Traps unless the row fits.
  package func adding(_ row: [Double]) -> ScoreMatrix { ScoreMatrix(rows + [row], metric: metric) }

  /// T, the number of tasks.
  public var tasks: Int { rows.count }
  /// The score on each task after the last one was trained.
  public var finalPerTask: [Double] { rows.last ?? [] }
  /// The score on each task right after it was trained.
  public var duringPerTask: [Double] { rows.indices.map { rows[$0][$0] } }
  /// mean_j A[T−1][j]; `nil` without tasks.
  public var final: Double? { mean(finalPerTask) }
  /// mean_j A[j][j]; `nil` without tasks.
  public var during: Double? { mean(duringPerTask) }
  /// How much worse the final score of each task but the last is than the best one before, mean; for
  /// accuracies mean_{j<T−1} (max_{i<T−1} A[i][j] − A[T−1][j]). `nil` for fewer than two tasks.
  public var forgetting: Double? {
    mean(
      (0..<max(0, tasks - 1)).map { j in
        let best = (j + 1..<max(j + 1, tasks - 1)).reduce(rows[j][j]) {
          metric.better($0, rows[$1][j])
        }
        return metric.gain(from: finalPerTask[j], to: best)
      })
  }
  /// How much better the final score of each task but the last is than right after it was trained, mean; for
  /// accuracies mean_{j<T−1} (A[T−1][j] − A[j][j]). `nil` for fewer than two tasks.
  public var backwardTransfer: Double? {
    mean(
      (0..<max(0, tasks - 1)).map { metric.gain(from: rows[$0][$0], to: finalPerTask[$0]) })
  }

  private func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
