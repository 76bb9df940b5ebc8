import Statistics

/// A number that sums up a complete run, by the name that it has in the database.
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

  /// What the database multiplies it by: accuracies are in percent there.
  var scale: Double { Self.scale(of: isError ? .meanSquaredError : .accuracy) }

  static func scale(of metric: Metric) -> Double { metric == .accuracy ? 100 : 1 }

  /// What sums up a matrix of scores, and one of inferred tasks where tasks are inferred: fractions, or
  /// errors. The one place that says which metrics a run has; `ScoreMatrix` says how each is computed.
  static func values(of scores: ScoreMatrix, _ inference: ScoreMatrix?) -> [RunMetric: Double] {
    let values: [RunMetric: Double?] =
      switch scores.metric {
      case .accuracy:
        [
          .finalAccuracy: scores.final, .duringAccuracy: scores.during,
          .forgetting: scores.forgetting, .backwardTransfer: scores.backwardTransfer,
          .taskInference: inference?.tasks == scores.tasks ? inference?.final : nil,
        ]
      case .meanSquaredError: [.finalError: scores.final, .duringError: scores.during]
      }
    return values.compactMapValues(\.self)
  }
}

extension ResultsStore {
  /// The metrics of those of the runs `ids` that are complete, as unrounded fractions but for errors; a
  /// metric that a run does not have is left out. Throws as `query`. Asks the database once for 500 runs.
  package func metrics(
    ofRuns ids: [String]
  ) throws(ResultsError) -> [String: [RunMetric: Double]] {
    var metrics: [String: [RunMetric: Double]] = [:]
    for start in stride(from: 0, to: ids.count, by: 500) {
      let names = ids[start..<min(start + 500, ids.count)]
        .map(Self.literal).joined(separator: ", ")
      let rows = try query(
        "SELECT run_id, metric, value FROM run_metric WHERE run_id IN (\(names))"
      ).rows
      for row in rows {
        guard let metric = RunMetric(rawValue: row[1].plainText), case .real(let value) = row[2]
        else { continue }
        metrics[row[0].plainText, default: [:]][metric] = value / metric.scale
      }
    }
    return metrics
  }
}
