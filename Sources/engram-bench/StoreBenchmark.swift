import CommandLineTools
import Foundation
import Pipeline
import Results
import Runs

/// Times what looks at a whole store: on one of many runs, made for it and removed again.
struct StoreBenchmark {
  struct Row {
    let name: String
    /// Seconds, median.
    let seconds: Double
    /// Seconds that it should take at most, with a thousand runs; nil where it reads every byte.
    let goal: Double?
  }

  let datasets: DatasetsOption
  let runs: Int
  let repetitions: Int

  /// The number of results in the store, and what took how long.
  func run() throws -> (results: Int, rows: [Row]) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "engram-bench-\(UUID().uuidString)", isDirectory: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let catalog = try datasets.catalog()
    let options = ["--store", folder.path]
    let withDatasets = options + ["--datasets", catalog.folder.path]
    for arguments in SimulatedStore.templates(runs) {
      try Child.engram.run(["run"] + arguments + withDatasets + ["--quiet"], isSilent: true)
    }
    let store = try Store(at: folder)
    let results = try SimulatedStore(store, catalog: catalog).fill(runs: runs)

    func time(_ name: String, goal: Double? = 1, _ arguments: [String]) throws -> Row {
      try row(name, goal: goal) { try Child.engram.run(arguments, isSilent: true) }
    }
    let rows = [
      try time("results rebuild", goal: 10, ["results", "rebuild"] + options),
      try time("results", ["results"] + options),
      try time("plan, all found", ["plan"] + SimulatedStore.arguments + withDatasets),
      try time(
        "plan, all to run", ["plan"] + SimulatedStore.arguments + ["seed=999"] + withDatasets),
      try time(
        "why, a result", ["why"] + SimulatedStore.arguments + ["train/task-09"] + withDatasets),
      try time(
        "why, all tasks to run",
        ["why"] + SimulatedStore.arguments + ["beta=0.5", "train-task"] + withDatasets),
      try time(
        "results backup",
        ["results", "backup", folder.path + "/backup.sqlite", "--force"] + options
      ),
      try time("status", ["status"] + options),
      try time("gc", ["gc"] + options),
      try time("verify", goal: nil, ["verify"] + options),
    ]
    return (results, rows + (try views(of: store)))
  }

  /// All rows of every view; of those that have hundreds of rows a run also the rows of one run, which
  /// is what one asks for.
  private func views(of store: Store) throws -> [Row] {
    let results = try ResultsStore(at: store.resultsDatabase, access: .readOnly)
    let run = try results.resolve(run: "latest")
    let names = try results.query(
      "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name"
    ).rows.map { $0[0].plainText }
    func time(_ name: String, goal: Double, _ rest: String = "") throws -> Row {
      try row("view \(name)" + (rest.isEmpty ? "" : ", one run"), goal: goal) {
        let clock = ContinuousClock.now
        _ = try results.query("SELECT * FROM \(name)\(rest)")
        return (ContinuousClock.now - clock) / .seconds(1)
      }
    }
    return try names.flatMap { name in
      let isLong = name.hasSuffix("_provenance") || name == "learning_curve"
      let whole = try time(name, goal: isLong ? 10 : 1)
      return isLong ? [whole, try time(name, goal: 1, " WHERE run_id = '\(run)'")] : [whole]
    }
  }

  private func row(_ name: String, goal: Double?, _ measure: () throws -> Double) throws -> Row {
    Row(
      name: name, seconds: median(try (0..<repetitions).map { _ in try measure() }), goal: goal)
  }
}
