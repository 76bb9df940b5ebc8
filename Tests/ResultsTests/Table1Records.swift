import Foundation
import Results
import Statistics
import Tables
import TestSupport

/// Made-up runs of Table 1, and where their database is.
struct Table1Records {
  private let temporary: TemporaryFolder
  let store: ResultsStore
  var file: URL { temporary.url.appendingPathComponent("results.sqlite") }

  init() throws {
    temporary = try TemporaryFolder()
    store = try ResultsStore(at: temporary.url.appendingPathComponent("results.sqlite"))
  }

  /// A complete run of three tasks; `matrix` has A[i][j] for j ≤ i.
  static func run(
    _ cell: Table1Cell, seed: Int = 0, matrix: [[Double]], inference: [Double] = [],
    profile: String? = "full", settings: [String: String] = [:], seconds: [Double] = [],
    costs: RunRecord.Costs? = nil, at time: Double = 1000
  ) -> RunRecord {
    var parameters = [
      "benchmark": cell.benchmark, "scenario": cell.scenario, "method": cell.method,
      "steps": "2000", "tasks": "3",
    ].merging(settings) { $1 }
    parameters["profile"] = profile
    let names = parameters.sorted { $0.key < $1.key }.map { "\($0.key)-\($0.value)" }
    var run = RunRecord(
      id: "table1-seed\(seed)-" + names.joined(separator: "-"), experiment: "table1", seed: seed,
      status: .complete, startedAt: Date(timeIntervalSince1970: time - 10),
      finishedAt: Date(timeIntervalSince1970: time), engramVersion: "1", parameters: parameters)
    run.changedParameters = Set(settings.keys).union(["benchmark", "method", "scenario"])
    run.scores = ScoreMatrix(matrix)
    if !inference.isEmpty {
      run.taskInference = ScoreMatrix(matrix.indices.map { Array(inference[0...$0]) })
    }
    run.comparison = Self.comparison(seed, parameters)
    run.stages = seconds.enumerated().map {
      .init(
        node: "train/task-\($0.offset)", cacheKey: "\(run.id) \($0.offset)", stage: "train-task",
        version: 1, seconds: $0.element, isHit: false)
    }
    run.costs = costs
    return run
  }

  /// What the program would say: here, all but what does not act on learning from scratch.
  private static func comparison(_ seed: Int, _ parameters: [String: String]) -> String {
    let compared = parameters.filter { !["method", "scenario", "beta"].contains($0.key) }
    return "\(seed) " + compared.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined()
  }

  /// A run of which every task ends at `percent`.
  static func flat(_ cell: Table1Cell, seed: Int = 0, _ percent: Double) -> RunRecord {
    let value = percent / 100
    return run(
      cell, seed: seed, matrix: [[value], [value, value], [value, value, value]])
  }

  func record(_ runs: [RunRecord]) throws { for run in runs { try store.record(run) } }

  /// The rows of a query, values separated by a bar.
  func rows(_ sql: String) throws -> [String] {
    try store.query(sql).rows.map { $0.map(\.plainText).joined(separator: "|") }
  }
}
