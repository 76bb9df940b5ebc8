import Datasets
import Experiments
import Foundation
import Pipeline
import Results
import Runs
import Settings
import Tensors

/// A store of many runs for benchmarks: a real run of each kind, and others that have their files under
/// keys of their own, as runs with other seeds and rates would.
struct SimulatedStore: Sendable {
  /// The experiment: nine tasks, so that a run has a dozen steps, on networks of a few numbers.
  static let arguments = [
    "permuted-mnist-10", "tasks=9", "steps=10", "log_interval=1", "target_hidden=5",
    "hyper_hidden=5", "chunk_size=2000",
  ]
  /// What every tenth run is: one with a scan of the embedding plane, as Figure 4 shows it.
  static let scanArguments = [
    "fig4", "tasks=2", "steps=10", "log_interval=1", "grid=9", "target_hidden=5",
    "hyper_hidden=5", "chunk_size=2000",
  ]
  /// The arguments of the real runs that a store of `count` runs is made of.
  static func templates(_ count: Int) -> [[String]] {
    Array([arguments, scanArguments].prefix(count))
  }
  /// Runs of one seed share their initial weights, and all runs the dataset.
  private static let seeds = 50

  private let store: Store
  private let catalog: DatasetCatalog

  /// What real runs with the `templates` have left in `store`.
  init(_ store: Store, catalog: DatasetCatalog) {
    (self.store, self.catalog) = (store, catalog)
  }

  /// Adds runs until there are `count`; returns how many results the store has then.
  func fill(runs count: Int) throws -> Int {
    let known = try RunFolder.all(in: store).compactMap {
      try RunDescription.stored($0, in: store)
    }
    var keys = Set(known.flatMap(\.steps).map(\.key))
    for run in known.count..<max(known.count, count) {
      let arguments = run % 10 == 1 ? Self.scanArguments : Self.arguments
      guard let template = known.first(where: { $0.experiment == arguments[0] }) else {
        preconditionFailure("the store has no run of '\(arguments[0])' to copy")
      }
      let executor = Executor(
        store: store, numericClass: NumericClass.current, program: template.program)
      var settings = try Preset.named(arguments[0]).settings
      try SettingKey.apply(
        arguments.dropFirst() + [
          "seed=\(1 + run % Self.seeds)", "learning_rate=\(1e-5 * Double(1 + run / Self.seeds))",
        ], to: &settings)
      let graph = try ExperimentGraph(
        settings, in: catalog, downloads: store.downloads
      ).graph
      let time = template.startedAt.addingTimeInterval(60 * Double(run))
      let steps = try executor.simulate(graph, like: template.steps, at: time) { node in
        let isTraining = if case .train? = NodeRole(name: node) { true } else { false }
        return 1 + Double(run % 7) + (isTraining ? 20 : 0)
      }
      var description = try RunDescription(
        settings, graph: graph, numericClass: template.numericClass, program: template.program)
      description.status = .complete
      description.finishedAt = time.addingTimeInterval(50)
      description.steps = steps
      try RunFolder(description.id, in: store).describe(description)
      keys.formUnion(steps.map(\.key))
    }
    return keys.count
  }
}
