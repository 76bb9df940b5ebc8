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

  /// Whether less of it is better.
  package var isLoss: Bool { self == .forgetting }

  /// The column of the view `run_metric`.
  fileprivate var column: String {
    switch self {
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
  /// The metrics of those of the runs `ids` that are complete, as unrounded fractions; a metric that
  /// a run does not have is left out. Throws as `query`. Asks the database once for 500 runs.
  package func metrics(
    ofRuns ids: [String]
  ) throws(ResultsError) -> [String: [RunMetric: Double]] {
    let columns = RunMetric.allCases.map(\.column).joined(separator: ", ")
    var metrics: [String: [RunMetric: Double]] = [:]
    for start in stride(from: 0, to: ids.count, by: 500) {
      let names = ids[start..<min(start + 500, ids.count)]
        .map { "'" + $0.replacing("'", with: "''") + "'" }.joined(separator: ", ")
      let rows = try query(
        "SELECT run_id, \(columns) FROM run_metric WHERE run_id IN (\(names))"
      ).rows
      for row in rows {
        var values: [RunMetric: Double] = [:]
        for (metric, value) in zip(RunMetric.allCases, row.dropFirst()) {
          if case .real(let number) = value { values[metric] = number }
        }
        metrics[row[0].plainText] = values
      }
    }
    return metrics
  }
}
