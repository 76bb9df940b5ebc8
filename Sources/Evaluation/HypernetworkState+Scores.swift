import Learning
import Networks
import Statistics
import Tasks

extension HypernetworkState {
  /// Appends the scores on the test sets of all tasks learned so far: the matrix's next row.
  ///
  /// Each task is tested with the weights that are generated for it, and among the outputs of its head.
  /// Traps for another number of test sets than of tasks.
  public mutating func evaluate(on tests: [TaskSamples]) {
    var predictor = Predictor(network, hypernetwork)
    evaluate(on: tests, by: &predictor)
  }

  /// The scores on test sets of the first tasks that were learned, one set for each.
  ///
  /// Scores are accuracies where targets are classes, mean squared errors where they are numbers. The state
  /// stays as it is. Traps for more test sets than tasks. Complexity: 2 · samples · P FLOPs.
  public func testScores(on tests: [TaskSamples]) -> [Double] {
    precondition(tests.count <= taskEmbeddings.count, "\(tests.count) test sets")
    var predictor = Predictor(network, hypernetwork)
    return testScores(on: tests, by: &predictor)
  }

  /// The same as `evaluate(on:)` by a predictor of the target network that was trained.
  package mutating func evaluate<Pass>(
    on tests: [TaskSamples], by predictor: inout Predictor<Pass>
  ) {
    precondition(tests.count == taskEmbeddings.count, "\(tests.count) test sets")
    scores = scores.adding(testScores(on: tests, by: &predictor), of: tests)
  }

  private func testScores<Pass>(
    on tests: [TaskSamples], by predictor: inout Predictor<Pass>
  ) -> [Double] {
    tests.enumerated().map { task, samples in
      predictor.use(self, task: task)
      return predictor.score(on: samples)
    }
  }
}

extension ScoreMatrix {
  /// The same with the scores after one more task, on these test sets. Traps where the metric is another.
  func adding(_ row: [Double], of tests: [TaskSamples]) -> ScoreMatrix {
    let metric = tests.first?.objective.metric ?? metric
    precondition(tasks == 0 || metric == self.metric, "\(metric) among \(self.metric)")
    return ScoreMatrix(rows, metric: metric).adding(row)
  }
}
