import Datasets
import Experiments
import Foundation
import Pipeline
import Results
import Settings
import Tensors

/// Runs experiments on a store and records them in its database.
package struct ExperimentRunner: Sendable {
  /// Where results are looked for and kept.
  package let store: Store
  private let catalog: DatasetCatalog
  private let program: Program
  private let recipes: [LearningRecipe]
  private let savepoints: SavepointInterval
  private let recordsResults: Bool
  /// The kind of arithmetic of this process.
  package let numericClass = NumericClass.current

  /// A runner on `store`.
  ///
  /// - Parameters:
  ///   - catalog: the datasets that there are
  ///   - program: what is recorded as the program of new results
  ///   - recipes: those among which settings choose
  ///   - savepoints: how often a task that is being trained is saved
  ///   - recordsResults: whether the database is written; another process does it where this one must not
  package init(
    store: Store, catalog: DatasetCatalog, program: Program,
    recipes: [LearningRecipe] = LearningRecipe.all, savepoints: SavepointInterval = .standard,
    recordsResults: Bool = true
  ) {
    (self.store, self.catalog, self.program) = (store, catalog, program)
    (self.recipes, self.savepoints) = (recipes, savepoints)
    self.recordsResults = recordsResults
  }

  /// The `node` of the event that another process writes to the database and this one waits.
  package static let databaseNode = "results.sqlite"

  /// What has come of a run.
  package struct Outcome: Sendable {
    /// All rows of the run.
    package let record: RunRecord
    /// The steps, each with whether its result was found or computed this time.
    package let steps: [StepRecord]
    /// Why the database could not be written; the results themselves are all stored.
    package let databaseFailure: ResultsError?
    /// What the method has needed.
    package let costs: LearningCosts
  }

  /// The pipeline of `settings`.
  package func graph(_ settings: ExperimentSettings) throws -> ExperimentGraph {
    try ExperimentGraph(
      settings, in: catalog, downloads: store.downloads, recipes: recipes)
  }

  /// What `run` would compute, and how long that may take.
  package func plan(_ settings: ExperimentSettings) throws -> [PlannedStep] {
    try plan([settings])[0]
  }

  /// The same for several runs, for which the store is read once.
  package func plan(_ settings: [ExperimentSettings]) throws -> [[PlannedStep]] {
    try executor { _ in }.plan(settings.map { try graph($0).graph }, estimating: true)
  }

  /// The same for messages of how long runs take. Nil where the store cannot be read: that is for the runs to
  /// mend or to tell. Throws where settings and dataset do not fit.
  package func forecast(_ settings: [ExperimentSettings]) throws -> [[PlannedStep]]? {
    let graphs = try settings.map { try graph($0).graph }
    return try? executor { _ in }.plan(graphs, estimating: true)
  }

  /// Computes a stored result of a pipeline once more, in memory.
  ///
  /// Returns nil where this program would not compute it under that key, or its inputs are gone. Throws what
  /// the stage throws.
  package func recompute(
    _ node: String, key: Fingerprint, in graph: Graph,
    observer: @escaping @Sendable (ExecutionEvent) -> Void
  ) async throws -> Recomputation? {
    try await executor(observer).recompute(node, key: key, in: graph)
  }

  /// The identifier that the run of `settings` has, whether it was run or not.
  package func identifier(of settings: ExperimentSettings) throws -> String {
    try description(of: settings, graph(settings)).id
  }

  /// The command that runs `settings`: the experiment and what differs from its preset.
  ///
  /// - Parameter options: what else it needs where it is typed, such as `--store`
  package func command(of settings: ExperimentSettings, with options: [String] = []) throws
    -> String
  {
    try description(of: settings, graph(settings)).command(with: options)
  }

  private func description(
    of settings: ExperimentSettings, _ experiment: ExperimentGraph
  ) throws -> RunDescription {
    try RunDescription(
      settings, graph: experiment.graph, numericClass: numericClass, program: program)
  }

  /// Computes what is missing of a run, and records it.
  ///
  /// - Throws: `SettingError`, `DatasetError`, `DivergenceError`, `PipelineError`,
  ///   `CancellationError`; the run is then recorded as failed or interrupted as far as it came.
  package func run(
    _ settings: ExperimentSettings, observer: @escaping @Sendable (ExecutionEvent) -> Void
  ) async throws -> Outcome {
    let experiment = try graph(settings)
    let description = try self.description(of: settings, experiment)
    // Before the run is described: a run that says it is running without a lease has died.
    let lease = try await store.lease(for: description.id) {
      observer(.waiting(node: Store.collectionLockName))
    }
    // To the end, where the run's description names all its results.
    defer { withExtendedLifetime(lease) {} }
    let journal = try RunJournal(description, in: store, recordsResults: recordsResults)
    let executor = executor {
      journal.note($0)
      observer($0)
    }
    do {
      let execution = try await executor.run(experiment.graph, under: lease)
      // Reading checks every digest; what is damaged is computed anew here.
      var results = LoadedResults()
      for node in experiment.tested.dropLast() {
        results.metrics[node.role] = try await node.readLog(execution)
      }
      if let last = experiment.tested.last {
        let tested = try await last.read(execution)
        results.metrics[last.role] = tested.log
        results.tested = (last.role, tested)
      }
      results.evaluation = try await execution.output(of: experiment.evaluation)
      if let scan = experiment.scan { results.scan = try await execution.output(of: scan) }
      results.manifests = execution.manifests
      return try finish(execution, journal, results) {
        observer(.waiting(node: Self.databaseNode))
      }
    } catch {
      journal.end(error is CancellationError ? .interrupted : .failed)
      throw error
    }
  }

  private func finish(
    _ execution: Execution, _ journal: RunJournal, _ results: LoadedResults,
    waiting: @escaping @Sendable () -> Void
  ) throws -> Outcome {
    let steps = execution.records
    let completed = try journal.complete(steps)
    let record = try RunRecord(completed.description, in: store, loaded: results)
    return Outcome(
      record: record, steps: steps,
      databaseFailure: journal.record(record, isKnown: completed.wasKnown, waiting: waiting),
      costs: results.evaluation?.costs ?? .none)
  }

  func executor(_ observer: @escaping @Sendable (ExecutionEvent) -> Void) -> Executor {
    Executor(
      store: store, numericClass: numericClass, program: program, savepoints: savepoints,
      observer: observer)
  }
}
