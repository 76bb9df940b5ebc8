import Bundles
import Foundation
import Pipeline
import Results

/// A bundle whose files lie in a staged store, judged as a whole: it is what its description says, all its
/// parts fit together, and the rows of its runs can be made.
struct StagedBundle {
  let description: BundleDescription
  let staged: Store
  let runs: [RunDescription]
  let pins: [Pin]
  let sweeps: [SweepRecord]
  /// For each savepoint, by the key of its result, the runs that have begun that result.
  let savepoints: [Fingerprint: [RunDescription]]

  /// Throws `BundleError` for whatever is not as it should be; `diskFull`, `inputOutput`,
  /// `CancellationError`.
  init(_ description: BundleDescription, in staged: Store) throws {
    (self.description, self.staged) = (description, staged)
    do {
      let manifests = try staged.manifests()
      let verification = try StoreVerification(of: staged)
      if let finding = verification.findings.first {
        throw BundleError(.damaged, "\(finding.place): \(finding.message)")
      }
      runs = try Self.runs(staged, description)
      pins = try staged.pins()
      sweeps = try StoreDocument.names(in: "sweeps", of: staged).documents.compactMap {
        try SweepRecord.stored($0, in: staged)
      }
      savepoints = try Self.savepoints(of: runs, staged)
      try checkNames()
      var needed = try checkResults(manifests)
      for manifest in manifests.values { needed.formUnion(manifest.outputs.map(\.sha256)) }
      if let stray = staged.blobs().first(where: { !needed.contains($0) }) {
        throw BundleError(.unsafeEntry, "'\(Store.path(ofBlob: stray))' belongs to no result")
      }
      try checkLinks()
      try checkRows()
    } catch let error as PipelineError {
      // Where it is staged concerns nobody.
      let message = error.message.replacing(staged.root.path + "/", with: "")
      switch error.code {
      case .diskFull, .inputOutput, .storeInUse: throw error
      case .storeTooNew: throw BundleError(.newer, message)
      default: throw BundleError(.damaged, message)
      }
    }
  }

  private static func runs(
    _ staged: Store, _ description: BundleDescription
  ) throws -> [RunDescription] {
    let unfinished = description.unfinished
    return try RunFolder.all(in: staged).map { id in
      guard let run = try RunDescription.stored(id, in: staged) else {
        throw BundleError(.damaged, "the run '\(id)' has no description")
      }
      let isRight =
        unfinished.contains(id)
        ? [.interrupted, .failed].contains(run.status) : run.status == .complete
      guard isRight, !run.steps.isEmpty else {
        throw BundleError(
          .damaged, "the run '\(id)' is not as complete as the description says")
      }
      return run
    }
  }

  /// Throws where a savepoint is of a result that no unfinished run has begun, or that is there.
  private static func savepoints(
    of runs: [RunDescription], _ staged: Store
  ) throws -> [Fingerprint: [RunDescription]] {
    let keys = staged.savepointKeys()
    var owners: [Fingerprint: [RunDescription]] = [:]
    for run in runs where run.status != .complete && !keys.isEmpty {
      let folder = try RunFolder(run.id, in: staged, creating: false)
      for key in JournalledResults(try folder.events()).entries.compactMap(\.key) {
        owners[key, default: []].append(run)
      }
    }
    for key in keys where owners[key] == nil || staged.contains(key) {
      throw BundleError(
        .unsafeEntry,
        "no run of it has to go on from the savepoint of \(key.abbreviated)")
    }
    return owners.filter { keys.contains($0.key) }
  }

  /// Throws unless the description names what there is.
  private func checkNames() throws {
    let told = description.runs.map { [$0.run, $0.experiment, String($0.seed)] }
    let isRight =
      told == runs.map { [$0.id, $0.experiment, String($0.seed)] }
      && description.pins == pins.map(\.name).sorted()
      && description.sweeps == sweeps.map(\.id).sorted()
      && description.savepoints ?? [] == savepoints.keys.sorted()
      && Set(description.numericClasses) == Set(runs.map(\.numericClass))
    guard isRight else {
      throw BundleError(
        .damaged, "its description names other runs, savepoints, pins or sweeps than it has")
    }
  }

  /// Throws unless each run has its results and each result its run. Returns the files that runs have of
  /// results that are not there whole.
  private func checkResults(_ manifests: [Fingerprint: Manifest]) throws -> Set<Fingerprint> {
    var files: Set<Fingerprint> = []
    var needed: Set<Fingerprint> = []
    for run in runs {
      needed.formUnion(run.steps.map(\.key))
      for step in run.steps {
        if let manifest = manifests[step.key],
          (manifest.stage, manifest.version) != (step.stage, step.version)
        {
          throw BundleError(
            .damaged, "the result of '\(step.node)' of the run '\(run.id)' is of another stage")
        }
      }
      guard !run.steps.allSatisfy({ manifests[$0.key] != nil }) else { continue }
      guard let record = try KeptRecord.stored(of: run, in: staged) else {
        throw BundleError(.damaged, "the run '\(run.id)' lacks results, and what they gave")
      }
      for stage in record.stages {
        guard let key = Fingerprint(hex: stage.cacheKey), manifests[key] == nil else { continue }
        files.formUnion(stage.files.filter(staged.hasFile).map(\.sha256))
      }
    }
    if let stray = manifests.keys.first(where: { !needed.contains($0) }) {
      throw BundleError(.unsafeEntry, "the result \(stray.abbreviated) belongs to no run")
    }
    return files
  }

  /// Throws unless the readable names of files are names that a run's folder can have.
  private func checkLinks() throws {
    for run in runs {
      let folder = try RunFolder(run.id, in: staged)
      for step in run.steps { try folder.link(step, in: staged) }
      guard let record = try KeptRecord.stored(of: run, in: staged) else { continue }
      for (step, stage) in zip(run.steps, record.stages) where !staged.contains(step.key) {
        for file in stage.files where staged.hasFile(file) {
          try folder.link(file, of: step)
        }
      }
    }
  }

  /// Throws unless a database takes the rows of all runs.
  private func checkRows() throws {
    do {
      let report = try ResultsRebuild.rebuild(staged)
      if let (run, reason) = report.leftOut.first {
        throw BundleError(.damaged, "the run '\(run)' cannot be recorded: \(reason)")
      }
    } catch let error as ResultsError {
      if [.diskFull, .inputOutput].contains(error.code) { throw error }
      throw BundleError(.damaged, "its runs cannot be recorded: \(error.message)")
    }
  }
}
