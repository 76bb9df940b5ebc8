import Networks

/// Training from scratch: each task gets a fresh network, and all networks are kept. It shows what a task
/// alone can reach, which transfer is measured against.
package struct FromScratch: ContinualMethod {
  package static let name = "scratch"
  package static let startsPlainly = true

  /// Training from scratch, which has no settings.
  package init() {}

  /// Fresh weights, drawn anew for each task.
  package func startingWeights(_ task: ClassifierTask) -> [Float] {
    task.state.network.initialWeights(
      seed: task.state.seed, purpose: "classifier", index: task.index)
  }

  /// The network of task `t`: the latest one is the state's own, those before are in the memory.
  package func testWeights(ofTask t: Int, in state: ClassifierState) -> [Float] {
    state.memory[Self.name(ofTask: t)]?.values ?? state.weights
  }

  /// Those of task `t`, as its network is its own.
  package func testStatistics(
    ofTask t: Int, isGiven: Bool, in state: ClassifierState
  ) -> [Float] { state.statistics[t] }

  /// Trains on the task's own samples alone.
  package func training(_ task: ClassifierTask) -> Training { Training() }

  /// Remembers the network of the task before.
  package struct Training: MethodTraining {
    /// Lists nothing: no step changes anything here.
    package mutating func saveOrRestore(_ parts: inout SavedParts) {}

    /// Puts the network of the task before, which the new one replaces, into the memory.
    package mutating func finish(
      _ state: inout ClassifierState, _ task: ClassifierTask, report: () throws -> Void
    ) {
      guard task.index > 0 else { return }
      state.memory[FromScratch.name(ofTask: task.index - 1)] = Tensor(task.state.weights)
    }
  }

  private static func name(ofTask t: Int) -> String {
    "\(ClassifierState.networks)\(t < 10 ? "0" : "")\(t)"
  }
}
