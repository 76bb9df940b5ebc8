import Learning
import Networks
import Statistics
import Tasks

extension HypernetworkState {
  /// Appends the scores on the test sets of all tasks learned so far: the matrix's next row.
  package mutating func evaluate(on tests: [TaskSamples]) {
    var predictor = Predictor(network, hypernetwork)
    evaluate(on: tests, by: &predictor)
  }

  /// The same by a predictor of the target network that was trained.
  package mutating func evaluate<Pass>(
    on tests: [TaskSamples], by predictor: inout Predictor<Pass>
  ) {
    precondition(tests.count == taskEmbeddings.count, "\(tests.count) test sets")
    let row = tests.enumerated().map { task, samples in
      predictor.use(self, task: task)
      return predictor.score(on: samples)
    }
    scores = scores.adding(row, of: tests)
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
