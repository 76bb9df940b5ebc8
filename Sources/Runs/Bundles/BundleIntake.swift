import Bundles
import Datasets
import Experiments
import Foundation
import Pipeline
import Results
import Tensors

/// Takes a bundle into a store: all that fits, after all of it has been verified.
package struct BundleIntake {
  let store: Store
  private let catalog: DatasetCatalog?
  private let observer: @Sendable (StageProgress) -> Void

  /// An intake into `store`.
  ///
  /// - Parameters:
  ///   - catalog: the datasets, where there are some: what a rerun would do is only known with them
  ///   - observer: told how many bytes were read
  package init(
    into store: Store, catalog: DatasetCatalog?,
    observer: @escaping @Sendable (StageProgress) -> Void = { _ in }
  ) {
    (self.store, self.catalog, self.observer) = (store, catalog, observer)
  }

  /// Takes what `reader` reads.
  ///
  /// The files are staged and verified as a whole; then results are taken one by one, each whole or not at
  /// all, then runs, pins and sweeps, then the rows. A process that is killed on the way leaves a sound
  /// store, and taking the bundle again goes on.
  ///
  /// - Parameter waiting: called once if another process writes to the database for more than a second
  /// - Throws: `BundleError`: nothing was taken. `storeReadOnly`, `diskFull`, `inputOutput`,
  ///   `storeInUse`, `CancellationError`: what was taken before is whole.
  package func take(
    _ reader: inout BundleReader, waiting: @escaping @Sendable () -> Void = {}
  ) async throws -> BundleReport {
    let description = reader.description
    let bytes = description.contents.bytes
    return try await store.withStaging { staged in
      try reader.read(into: staged) {
        observer(StageProgress(completed: $0, total: bytes, unit: "bytes"))
      }
      let bundle = try StagedBundle(description, in: staged)
      var report = BundleReport(
        program: description.program, hasCheckpoints: description.hasCheckpoints,
        hasImages: description.hasCheckpoints && description.hasImages ?? true)
      report.runs = try bundle.runs.map { run in
        .init(
          run: run.id, settings: run.changes, isUnfinished: run.status != .complete,
          outcome: .taken, rerun: try rerun(of: run))
      }
      try await take(bundle, &report)
      record(bundle, &report, waiting: waiting)
      return report
    }
  }

  /// What a rerun would do. Throws `newer` for stages of a later version than this program's.
  private func rerun(of run: RunDescription) throws -> BundleReport.Rerun {
    guard let catalog, let settings = try? run.settings(),
      let graph = try? ExperimentGraph(settings, in: catalog, downloads: store.downloads).graph
    else { return .unknown }
    let versions = Dictionary(graph.stages.map { ($0.node, ($0.stage, $0.version)) }) { $1 }
    var isOlder = false
    for step in run.steps {
      guard let (stage, version) = versions[step.node], stage == step.stage else {
        isOlder = true
        continue
      }
      guard step.version <= version else {
        throw BundleError(
          .newer,
          "its stage '\(stage)' has version \(step.version), this program has \(version); use "
            + "a newer engram")
      }
      if step.version < version { isOlder = true }
    }
    if isOlder { return .olderStages }
    guard run.numericClass == NumericClass.current else { return .otherClass }
    let now = try? RunDescription(
      settings, graph: graph, numericClass: run.numericClass, program: run.program)
    return now?.id == run.id ? .finds : .unknown
  }

  private func take(_ bundle: StagedBundle, _ report: inout BundleReport) async throws {
    guard let lease = try await store.lease(for: "unbundle") else {
      throw PipelineError(
        .storeReadOnly, "the store '\(store.root.path)' cannot be written",
        advice: "give yourself the right to write there, or choose another --store")
    }
    defer { withExtendedLifetime(lease) {} }
    let contradictions = try Contradictions(between: bundle.staged, and: store)
    var adopted: [Fingerprint: Store.Adoption] = [:]
    for (index, run) in bundle.runs.enumerated() {
      var difference = try self.difference(of: run, bundle, contradictions)
      for step in run.steps where difference == nil {
        try Task.checkCancellation()
        if adopted[step.key] == nil, bundle.staged.contains(step.key) {
          let outcome = try await store.adopt(step.key, from: bundle.staged, under: lease)
          adopted[step.key] = outcome
          if outcome == .taken { report.results.taken += 1 }
          if outcome == .present { report.results.present += 1 }
        }
        // Another process may just have published it.
        if case .differs(let here) = adopted[step.key] {
          difference = Self.told(step, here: here, there: nil)
        }
      }
      if let difference {
        (report.runs[index].outcome, report.runs[index].reason) = (.differs, difference)
        continue
      }
      try await store.keep(run.steps.map(\.key), by: lease)
      report.runs[index].outcome = try take(run, bundle)
    }
    report.results.different = Set(bundle.runs.flatMap { $0.steps.map(\.key) })
      .count { contradictions.contains($0) }
    try await takeSavepoints(bundle, &report, under: lease)
    report.pins = try bundle.pins.map { pin in
      .init(name: pin.name, outcome: try take(pin))
    }
    report.sweeps = try bundle.sweeps.map { sweep in
      .init(name: sweep.id, outcome: try take(sweep))
    }
  }
}
