import Pipeline

extension BundleIntake {
  /// Takes the savepoint of `key`, from which these runs go on, of which at least one was taken or is there.
  ///
  /// Throws `diskFull`, `inputOutput`, `unsafePath`.
  func takeSavepoint(
    of key: Fingerprint, for runs: [RunDescription], _ bundle: StagedBundle
  ) throws -> BundleReport.Outcome {
    // A collection keeps the savepoint of a result that a run's events name as begun.
    for run in runs {
      let folder = try RunFolder(run.id, in: store)
      if JournalledResults(try folder.events()).entries.contains(where: { $0.key == key }) {
        continue
      }
      let events = try RunFolder(run.id, in: bundle.staged, creating: false).events().events
      for event in events where event["result"] == key.hex { try folder.log(event) }
    }
    return switch try store.adoptSavepoint(of: key, from: bundle.staged) {
    case .taken: .taken
    case .present: .present
    case .atWork: .atWork
    }
  }

  /// Takes the savepoints of those runs that were taken or are there.
  func takeSavepoints(
    _ bundle: StagedBundle, _ report: inout BundleReport, under lease: Lease
  ) async throws {
    let outcomes = Dictionary(report.runs.map { ($0.run, $0.outcome) }) { $1 }
    for (key, owners) in bundle.savepoints.sorted(by: { $0.key < $1.key }) {
      let runs = owners.filter { [.taken, .present].contains(outcomes[$0.id]) }
      guard !runs.isEmpty else { continue }
      try await store.keep([key], by: lease)
      report.savepoints.append(
        .init(name: key.hex, outcome: try takeSavepoint(of: key, for: runs, bundle)))
    }
  }
}
