import Learning
import Statistics
import Tasks

extension HypernetworkState {
  /// Appends the scores on the test sets of all tasks learned so far: the matrix's next row.
  package mutating func evaluate(on tests: [TaskSamples]) {
    precondition(tests.count == taskEmbeddings.count, "\(tests.count) test sets")
    var predictor = Predictor(network, hypernetwork)
    let row = zip(taskEmbeddings, tests).map { embedding, samples in
      predictor.use(parameters: parameters, embedding: embedding)
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
