import Tasks

extension LearnerState {
  /// Appends the accuracies on the test sets of all tasks learned so far: the matrix's next row.
  package mutating func evaluate(on tests: [TaskSamples]) {
    precondition(tests.count == taskEmbeddings.count, "\(tests.count) test sets")
    var predictor = Predictor(network, hypernetwork)
    var row: [Double] = []
    for (embedding, samples) in zip(taskEmbeddings, tests) {
      predictor.use(parameters: parameters, embedding: embedding)
      row.append(predictor.accuracy(on: samples))
    }
    accuracy.append(row)
  }
}
