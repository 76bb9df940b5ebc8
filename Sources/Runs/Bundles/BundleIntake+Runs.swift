import Foundation
import Pipeline
import Results

extension BundleIntake {
  /// Takes the folder of a run whose results fit.
  func take(_ run: RunDescription, _ bundle: StagedBundle) throws -> BundleReport.Outcome {
    let isAtWork = try store.liveLeases().contains { $0.holder?.label == run.id }
    if isAtWork { return .atWork }
    let here = try? RunDescription.stored(run.id, in: store)
    let isPresent = here?.isAsFar(as: run) ?? false
    let isWhole = run.steps.allSatisfy { store.contains($0.key) }
    if !isPresent || !isWhole {
      try takeFiles(of: run, bundle)
      try store.adoptRun(run.id, from: bundle.staged, isPresent: isPresent, withRecord: !isWhole)
    }
    let folder = try RunFolder(run.id, in: store)
    for step in run.steps { try folder.link(step, in: store) }
    if isWhole { try folder.removeRecord() }
    return isPresent ? .present : .taken
  }

  /// Takes files of results that are not there whole, and links them: that keeps them.
  private func takeFiles(of run: RunDescription, _ bundle: StagedBundle) throws {
    guard let record = try KeptRecord.stored(of: run, in: bundle.staged) else { return }
    let folder = try RunFolder(run.id, in: store)
    for (step, stage) in zip(run.steps, record.stages) where !store.contains(step.key) {
      for file in stage.files where bundle.staged.hasFile(file) || store.hasFile(file) {
        try folder.link(file, of: step)
        try store.take(file, from: bundle.staged)
      }
    }
  }

  /// Records the runs, and says in the report where that is impossible.
  func record(
    _ bundle: StagedBundle, _ report: inout BundleReport, waiting: @escaping @Sendable () -> Void
  ) {
    let outcomes = Dictionary(report.runs.map { ($0.run, $0.outcome) }) { $1 }
    let runs = bundle.runs.filter { [.taken, .present].contains(outcomes[$0.id]) }
    guard !runs.isEmpty else { return }
    do {
      let results = try ResultsStore(at: store.resultsDatabase, waiting: waiting)
      let rows = try results.rows()
      for run in runs {
        guard var here = try RunDescription.stored(run.id, in: store) else { continue }
        // Its process has died, else the run would be left to that.
        if here.status == .running { here.status = .interrupted }
        let isKnown =
          rows[run.id]?.keys == Dictionary(here.steps.map { ($0.node, $0.key.hex) }) { $1 }
        if outcomes[run.id] == .present, isKnown { continue }
        try results.record(RunRecord(here, in: store))
      }
      try results.describeSettings(RunDescription.described)
    } catch let error as ResultsError {
      report.databaseFailure = error.description
    } catch {
      report.databaseFailure = "\(error)"
    }
  }
}
