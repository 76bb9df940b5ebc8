/// A number that sums up a complete run, by the name that the view `summary` gives it.
package enum RunMetric: String, CaseIterable, Codable, Hashable, Sendable {
  /// Mean accuracy over all tasks, after the last one.
  case finalAccuracy = "final accuracy"
  /// Mean accuracy of each task right after it was learned.
  case duringAccuracy = "during accuracy"
  /// Mean drop from the best accuracy before the last task.
  case forgetting = "forgetting"
  /// Mean change from right after learning to the end.
  case backwardTransfer = "backward transfer"
  /// Mean gain on the later tasks, right after learning them, over learning each alone from scratch.
  case forwardTransfer = "forward transfer"
  /// Fraction of test samples whose task was inferred right.
  case taskInference = "task inference"
  /// Mean squared error of regression over all tasks, after the last one.
  case finalError = "final mean squared error"
  /// Mean squared error of regression on each task right after it was learned.
  case duringError = "during mean squared error"

  /// Whether less of it is better.
  package var isLoss: Bool { self == .forgetting || isError }
  /// Whether it is an error of regression, in the square of the targets' unit, and no fraction.
  package var isError: Bool { self == .finalError || self == .duringError }

  /// The column of the view `run_metric`, or of `errors`.
  fileprivate var column: String {
    switch self {
    case .finalError: "final_error"
    case .duringError: "during_error"
    case .finalAccuracy: "final_accuracy"
    case .duringAccuracy: "during_accuracy"
    case .forgetting: "forgetting"
    case .backwardTransfer: "backward_transfer"
    case .forwardTransfer: "forward_transfer"
    case .taskInference: "task_inference_accuracy"
    }
  }
}

extension ResultsStore {
  /// The errors of each complete run whose tasks were tested by one.
  private static let errors = """
    SELECT run_id,
      avg(CASE WHEN trained_task = tasks - 1 THEN loss END) AS final_error,
      avg(CASE WHEN trained_task = evaluated_task THEN loss END) AS during_error
    FROM test_loss
    JOIN (
      SELECT run_id, 1 + max(trained_task) AS tasks FROM test_loss
      JOIN run USING (run_id) WHERE status = 'complete' GROUP BY run_id
    ) USING (run_id)
    GROUP BY run_id
    """

  /// The metrics of those of the runs `ids` that are complete, as unrounded fractions but for errors; a
  /// metric that a run does not have is left out. Throws as `query`. Asks the database once for 500 runs.
  package func metrics(
    ofRuns ids: [String]
  ) throws(ResultsError) -> [String: [RunMetric: Double]] {
    let ofScores = RunMetric.allCases.filter { !$0.isError }
    let ofErrors = RunMetric.allCases.filter(\.isError)
    var metrics: [String: [RunMetric: Double]] = [:]
    for start in stride(from: 0, to: ids.count, by: 500) {
      let names = ids[start..<min(start + 500, ids.count)]
        .map(Self.literal).joined(separator: ", ")
      for (known, table) in [(ofScores, "run_metric"), (ofErrors, "(\(Self.errors))")] {
        let columns = known.map(\.column).joined(separator: ", ")
        let rows = try query(
          "SELECT run_id, \(columns) FROM \(table) WHERE run_id IN (\(names))"
        ).rows
        for row in rows {
          for (metric, value) in zip(known, row.dropFirst()) {
            if case .real(let number) = value {
              metrics[row[0].plainText, default: [:]][metric] = number
            }
          }
        }
      }
    }
    return metrics
  }
}
