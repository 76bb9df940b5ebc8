import Results

/// What a sweep's finished runs say about its configurations, the best one first.
package struct SweepSummary: Sendable {
  /// A metric over the seeds of a configuration, in percent or percentage points.
  package struct Mean: Codable, Hashable, Sendable {
    /// The mean.
    package let mean: Double
    /// The standard error of the mean; nil for a single seed.
    package let standardError: Double?
    /// The seeds that finished.
    package let n: Int
  }

  /// One configuration.
  package struct Row: Sendable {
    /// Its index in the plan.
    package let configuration: Int
    /// The metrics that its runs have.
    package let means: [RunMetric: Mean]
  }

  /// The rows by `metric`, the best first, those without it last.
  package let rows: [Row]
  /// What they are ordered by.
  package let metric: RunMetric

  /// The best configuration; nil where no run has the metric.
  package var best: Row? { rows.first.flatMap { $0.means[metric] == nil ? nil : $0 } }

  /// Ranks the configurations of `plan`. Linear in the runs, but for sorting the configurations.
  ///
  /// - Parameter metrics: of each run of the plan, as fractions; empty for one that has not finished
  package init(_ plan: SweepPlan, _ metrics: [[RunMetric: Double]], by metric: RunMetric) {
    precondition(metrics.count == plan.configurations.count * plan.seeds.count)
    let rows = plan.configurations.indices.map { index in
      let runs = metrics[index * plan.seeds.count..<(index + 1) * plan.seeds.count]
      var means: [RunMetric: Mean] = [:]
      for metric in RunMetric.allCases {
        means[metric] = Self.mean(runs.compactMap { $0[metric] }.map { 100 * $0 })
      }
      return Row(configuration: index, means: means)
    }
    // Equal ones stay in the order of the plan.
    self.rows = rows.sorted { first, second in
      switch (first.means[metric]?.mean, second.means[metric]?.mean) {
      case (let a?, let b?) where a != b: metric.isLoss ? a < b : a > b
      case (.some, nil): true
      case (nil, .some): false
      default: first.configuration < second.configuration
      }
    }
    self.metric = metric
  }

  private static func mean(_ values: [Double]) -> Mean? {
    guard !values.isEmpty else { return nil }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = values.count > 1 ? (squares / (count - 1) / count).squareRoot() : nil
    return Mean(mean: mean, standardError: error, n: values.count)
  }
}
