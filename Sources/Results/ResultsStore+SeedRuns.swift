import GRDB

/// A complete run, as one that means over seeds may count.
struct SeedRun: Decodable, FetchableRecord, ResultsRow {
  let runId: String
  let seed: Int
  let configuration: String
  let numericClass: String?

  /// Runs of one kind may be averaged: they differ in the seed and in what is measured only.
  private struct Kind: Hashable {
    let configuration: String
    let numericClass: String?
  }

  /// Those of `runs` that count, in the order of the seeds. Where there are several configurations or numeric
  /// classes, those of the one that most seeds have count, the latest of equals; and of each seed the latest.
  ///
  /// - Parameter runs: the latest first
  static func counted(_ runs: [SeedRun]) -> [SeedRun] {
    // The latest come first, so the first of a kind is the one to take.
    var kinds: [Kind] = []
    var latest: [Kind: [Int: SeedRun]] = [:]
    for run in runs {
      let kind = Kind(configuration: run.configuration, numericClass: run.numericClass)
      if latest[kind] == nil { kinds.append(kind) }
      if latest[kind]?[run.seed] == nil { latest[kind, default: [:]][run.seed] = run }
    }
    let most = latest.values.map(\.count).max()
    let chosen = kinds.first { latest[$0]?.count == most }
    return chosen.flatMap { latest[$0] }?.values.sorted { $0.seed < $1.seed } ?? []
  }
}

extension ResultsStore {
  /// The complete runs of an experiment with a configuration: of each seed the latest, in the order of the
  /// seeds. Of several numeric classes the one counts that most seeds have, the latest of equals. Throws as
  /// `query`.
  package func runs(
    of experiment: String, configuration: String
  ) throws(ResultsError) -> [(seed: Int, run: String)] {
    let runs = try records(
      SeedRun.self,
      """
      SELECT run_id, seed, configuration, numeric_class FROM run
      WHERE status = 'complete' AND experiment = ? AND configuration = ?
      ORDER BY confirmed_at DESC, run_id
      """, [experiment, RunRecord.configurationIdentifier(experiment, configuration)])
    return SeedRun.counted(runs).map { (seed: $0.seed, run: $0.runId) }
  }
}
