import Datasets

/// The points of a regression task.
package struct RegressionTask: Codable, Hashable, Sendable {
  /// The points to learn from.
  package let training: NumberTable
  /// The points that it is tested on.
  package let test: NumberTable

  /// A task with these points.
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
