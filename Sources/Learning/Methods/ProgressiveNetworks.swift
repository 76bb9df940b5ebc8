import Networks

/// Progressive networks (Rusu et al. 2016): each task gets a column of its own, which also sees the hidden
/// layers of all earlier ones; those stay as they are. Nothing is forgotten, and the network grows with
/// the square of the tasks.
///
/// Which column answers must be known, so the task must be told. The first column is an ordinary network,
/// trained as in fine-tuning.
package struct ProgressiveNetworks: ContinualMethod {
  /// A pass through all columns.
  package typealias Pass = ProgressivePass<Float>

  package static let name = "progressive"
  package static let startsPlainly = true

  /// Progressive networks, which have no settings.
  package init() {}

  /// The columns of the first `t + 1` tasks: the beginning of the state's weights.
  ///
  /// Traps for a network with dropout.
  package func network(_ base: Architecture, forTask t: Int) -> ProgressiveNetwork {
    ProgressiveNetwork(column: base, columns: t + 1)
  }

  /// The weights of the earlier columns, then a new column's.
  package func startingWeights(_ task: ClassifierTask) -> [Float] {
    guard task.index > 0 else { return task.state.weights }
    return task.state.weights
      + network(task.state.network, forTask: task.index).initialColumn(seed: task.state.seed)
  }

  /// Those of task `t`, as its columns stay as they are.
  package func testStatistics(
    ofTask t: Int, isGiven: Bool, in state: ClassifierState
  ) -> [Float] { state.statistics[t] }
}
