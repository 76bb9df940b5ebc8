import Results
import Statistics
import Tasks

/// What a sweep's finished runs say about its configurations, the best one first.
package struct SweepSummary: Sendable {
  /// One configuration.
  package struct Row: Sendable {
    /// Its index in the plan.
    package let configuration: Int
    /// The metrics that its runs have, in percent or percentage points; errors in their own unit.
    package let means: [RunMetric: SeedStatistics]
  }

  /// The rows by `metric`, the best first, those without it last.
  package let rows: [Row]
  /// What they are ordered by.
  package let metric: RunMetric

  /// The best configuration; nil where no run has the metric.
  package var best: Row? { rows.first.flatMap { $0.means[metric] == nil ? nil : $0 } }

  /// Ranks the configurations of `plan`. Linear in the runs, but for sorting the configurations.
  ///
  /// - Parameter metrics: of each run of the plan, as fractions or errors; empty for one that has not finished
  package init(_ plan: SweepPlan, _ metrics: [[RunMetric: Double]], by metric: RunMetric) {
    precondition(metrics.count == plan.configurations.count * plan.seeds.count)
    let rows = plan.configurations.indices.map { index in
      let runs = metrics[index * plan.seeds.count..<(index + 1) * plan.seeds.count]
      var means: [RunMetric: SeedStatistics] = [:]
      for metric in RunMetric.allCases {
        means[metric] = SeedStatistics(
          runs.compactMap { $0[metric] }.map { metric.isError ? $0 : 100 * $0 })
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
}

extension RunMetric {
  /// What sums up how well all tasks are solved in the end.
  package init(finalOf objective: Objective) {
    switch objective.metric {
    case .accuracy: self = .finalAccuracy
    case .meanSquaredError: self = .finalError
    }
  }
}
