import Datasets

/// What there is to learn of a regression task, and what it is tested on.
package struct RegressionTask: Codable, Hashable, Sendable {
  package let training: NumberTable
  package let test: NumberTable

  package init(training: NumberTable, test: NumberTable) {
    (self.training, self.test) = (training, test)
  }
}

extension FunctionSampling {
  /// The points of the tasks. Complexity: O(points).
  package func tasks(of functions: [FunctionTask]) -> [RegressionTask] {
    functions.enumerated().map {
      RegressionTask(
        training: trainingPoints(of: $1, index: $0), test: testPoints(of: $1))
    }
  }
}
