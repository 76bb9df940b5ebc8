import Foundation
import Results

extension Table1Report {
  /// What a notebook needs of each row, as JSON, a line each: so that a verdict comes about in one place.
  var notebookRows: [String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return rows.compactMap { row in
      (try? encoder.encode(NotebookRow(row))).map { String(decoding: $0, as: UTF8.self) }
    }
  }
}

/// A row of the report for a notebook; numbers in percent and percentage points.
private struct NotebookRow: Encodable {
  let benchmark: String
  let scenario: String
  let method: String
  let chance: Double
  let verdict: Table1Comparison.Verdict
  /// Mean and number of seeds, by which a notebook sees whether the results are still those.
  let measured: [Double]?
  /// Mean, standard error, number of seeds.
  let published: [Double]?
  let difference: Difference?
  let remark: String?

  init(_ row: Table1Report.Row) {
    (benchmark, scenario, method) = (row.cell.benchmark, row.cell.scenario, row.cell.method)
    (chance, verdict) = (row.chance, row.verdict)
    measured = row.measured.map { [$0.mean, Double($0.n)] }
    published = row.published.map { result in
      [result.accuracy.mean, result.accuracy.standardError ?? 0, Double(result.accuracy.n)]
    }
    difference = row.difference.map {
      Difference(value: $0.difference, lower: $0.lower, upper: $0.upper)
    }
    remark = row.remark
  }

  /// Such as `[-0.5, [-1.2, 0.2]]`: the difference, and its interval.
  struct Difference: Encodable {
    let value: Double
    let lower: Double
    let upper: Double

    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      try container.encode(value)
      try container.encode([lower, upper])
    }
  }
}
