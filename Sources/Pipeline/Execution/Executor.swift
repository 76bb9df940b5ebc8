import Foundation

/// Executes graphs upon a store: what is there is taken, what is missing is computed and published.
public struct Executor: Sendable {
  /// Where results are.
  public let store: Store
  let numericClass: String
  let program: Program
  let savepoints: SavepointInterval
  let observer: @Sendable (ExecutionEvent) -> Void

  /// An executor.
  ///
  /// - Parameters:
  ///   - numericClass: what the bits of floating-point results depend on, such as `x86_64 Haswell`;
  ///     it enters the keys of numeric stages.
  ///   - savepoints: how often a long stage writes what it needs to go on after a crash
  ///   - observer: told what happens, from the thread on which it does.
  public init(
    store: Store, numericClass: String, program: Program,
    savepoints: SavepointInterval = .standard,
    observer: @escaping @Sendable (ExecutionEvent) -> Void = { _ in }
  ) {
    self.savepoints = savepoints
    (self.store, self.numericClass, self.program) = (store, numericClass, program)
    self.observer = observer
  }

  /// Makes sure that every result of `graph` is in the store.
  ///
  /// Steps run one after another, in the order in which they were added. A result that is there is
  /// not even read unless a stage that runs needs it. No collection removes a result that was found
  /// or computed while the execution or `lease` lives.
  ///
  /// - Parameter lease: that of the work which this is a part of, where there is one already.
  /// - Throws: what a stage throws; `storeReadOnly` before a stage runs in vain; `nonDeterminism`;
  ///   `storeInUse` where a collection takes ten minutes; `CancellationError`. Whatever was published before stays.
  public func run(_ graph: Graph, under lease: Lease? = nil) async throws -> Execution {
    var lease = lease
    if lease == nil {
      lease = try await store.lease(for: ProcessInfo.processInfo.processName) {
        observer(.waiting(node: Store.collectionLockName))
      }
    }
    let execution = Execution(graph, self, lease)
    for index in graph.steps.indices {
      try Task.checkCancellation()
      try await execution.complete(index)
    }
    return execution
  }

  /// What `run` would do. Reads manifests only.
  ///
  /// - Parameter estimating: whether to tell what steps that are not there may take. That reads every
  ///   manifest of the store, a third of a second for ten thousand, unless all are there.
  public func plan(_ graph: Graph, estimating: Bool = false) throws -> [PlannedStep] {
    try plan([graph], estimating: estimating)[0]
  }

  /// The same for several graphs; the manifests are read once for all of them.
  public func plan(_ graphs: [Graph], estimating: Bool = false) throws -> [[PlannedStep]] {
    let traces = try graphs.map { try trace($0) }
    let missing = estimating ? traces.joined().filter { $0.action != .hit } : []
    let history =
      missing.isEmpty
      ? nil
      : StageHistory(
        of: Set(missing.map(\.stage)), in: store, counting: Set(missing.compactMap(\.work)))
    return traces.map { steps in
      steps.map { step in
        PlannedStep(
          node: step.name, stage: step.stage, action: step.action, key: step.key,
          seconds: step.manifest?.seconds,
          expected: step.action == .hit ? nil : history?.expectation(for: step),
          identity: step.identity)
      }
    }
  }
}
