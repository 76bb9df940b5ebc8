import CommandLineTools
import Foundation
import Results
import Tables
import Tensors

/// Writes what was measured: tables for people, or JSON lines.
struct BenchReport {
  let isJSON: Bool

  /// A figure beside what it should be.
  struct Goal {
    let measure: String
    let value: Double
    /// At most this; nil where it is told only.
    let goal: Double?
    let unit: String
    var isMet: Bool? { goal.map { value <= $0 } }
  }

  /// What the figures hold for.
  func write(machine: [(String, String)]) throws {
    if isJSON {
      try Output.write(
        ResultTable(
          columns: ["benchmark", "table"] + machine.map(\.0),
          rows: [[.text("all"), .text("machine")] + machine.map { .text($0.1) }]
        ).jsonLines)
    } else {
      try Output.write(machine.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + "\n")
    }
  }

  func write(_ name: String, products: [StepBenchmark.ProductRow]) throws {
    try write(
      name, "matrix products of the target network, by themselves",
      ["product", "shape", "ms", "GFLOP/s", "OpenBLAS GFLOP/s", "ratio"],
      products.map {
        [
          .text($0.name), .text($0.shape), figure($0.seconds * 1e3, 3), figure($0.rate / 1e9, 0),
          figure($0.nativeRate / 1e9, 0), figure($0.rate / $0.nativeRate, 2),
        ]
      })
  }

  func write(_ name: String, tasks rows: [StepBenchmark.Row]) throws {
    try write(
      name, "a training step",
      [
        "task", "regularized", "ms", "bare ms", "ratio", "samples/s", "GFLOP/s", "attainable", "MB",
        "peak MB",
      ],
      rows.map {
        [
          .integer(Int64($0.task)), .integer(Int64($0.regularized)),
          figure($0.secondsPerStep * 1e3, 2), figure($0.bareSeconds * 1e3, 2), figure($0.ratio, 2),
          figure(Double($0.batch) / $0.secondsPerStep, 0), figure($0.achieved / 1e9, 0),
          figure($0.attainable / 1e9, 0), .integer(Int64($0.memory / 1_000_000)),
          .integer(Int64($0.peakMemory / 1_000_000)),
        ]
      })
    let parts = StepProfile.Part.ofStep.map(\.rawValue) + ["other"]
    let havePasses = rows.contains { $0.passes > 0 }
    try write(
      name, "where the time goes, %",
      ["task"] + parts + (havePasses ? ["of target: batch norm and passes"] : []),
      rows.map { row in
        [.integer(Int64(row.task))] + row.shares.map { figure($0.share * 100, 0) }
          + (havePasses ? [figure(row.passes * 100, 0)] : [])
      })
  }

  func write(_ name: String, variants rows: [StepBenchmark.VariantRow]) throws {
    try write(
      name, "variants at the last task", ["variant", "ms", "of the first"],
      rows.map { [.text($0.name), figure($0.secondsPerStep * 1e3, 2), figure($0.ofPlain, 2)] })
  }

  func write(_ name: String, scan rows: [ScanBenchmark.Row]) throws {
    try write(
      name, "evaluation", ["measure", "ms", "rate", "unit"],
      rows.map {
        [.text($0.name), figure($0.seconds * 1e3, 1), figure($0.rate, 1), .text($0.unit)]
      })
  }

  func write(_ name: String, cache row: CacheBenchmark.Row) throws {
    try write(
      name, "the whole command", ["command", "ms"],
      [
        [.text("engram run fig4, everything found"), figure(row.seconds * 1e3, 0)],
        [.text("engram --version"), figure(row.start * 1e3, 0)],
      ])
  }

  func write(_ name: String, title: String = "goals on two cores", goals: [Goal]) throws {
    try write(
      name, title, ["measure", "value", "goal", "unit", "met"],
      goals.map {
        [
          .text($0.measure), figure($0.value, 2), $0.goal.map { figure($0, 2) } ?? .null,
          .text($0.unit), $0.isMet.map { .text($0 ? "yes" : "no") } ?? .null,
        ]
      })
  }

  private func write(
    _ name: String, _ title: String, _ columns: [String], _ rows: [[TableValue]]
  ) throws {
    if isJSON {
      let result = ResultTable(
        columns: ["benchmark", "table"] + columns,
        rows: rows.map { [.text(name), .text(title)] + $0 })
      try Output.write(result.jsonLines)
    } else {
      try Output.write("\n\(name): \(title)\n\n\(ResultTable(columns: columns, rows: rows).text)")
    }
  }

  private func figure(_ value: Double, _ digits: Int) -> TableValue {
    let factor = pow(10, Double(digits))
    let rounded = (value * factor).rounded() / factor
    return digits == 0
      ? .integer(Int64(rounded))
      : isJSON ? .real(rounded) : .text(String(format: "%.\(digits)f", value))
  }
}

extension [BenchReport.Goal] {
  /// Of every step of a sequence of tasks.
  static func ofSequence(
    _ rows: [StepBenchmark.Row], ratio: Double, floor: Double
  ) -> Self {
    let worst = rows.map(\.ratio).max() ?? 0
    var goals = [
      BenchReport.Goal(
        measure: "a step / bare products", value: median(rows.map(\.ratio)), goal: ratio, unit: "1"),
      BenchReport.Goal(measure: "the slowest step", value: worst, goal: ratio, unit: "1"),
      BenchReport.Goal(measure: "the slowest step (floor)", value: worst, goal: floor, unit: "1"),
    ]
    if rows.count > 2, let last = rows.last {
      goals.append(
        BenchReport.Goal(
          measure: "last task / second task", value: last.secondsPerStep / rows[1].secondsPerStep,
          goal: 1.1, unit: "1"))
      goals.append(
        BenchReport.Goal(
          measure: "memory, last task / second task",
          value: Double(last.memory) / Double(rows[1].memory), goal: 1.05, unit: "1"))
    }
    return goals
  }

  /// Of steps of a network of feature maps at the first task, the second and a later one.
  static func ofFeatureMaps(_ rows: [StepBenchmark.Row], ratio: Double?) -> Self {
    guard rows.count > 2, let last = rows.last else { return [] }
    let share = { (row: StepBenchmark.Row) in
      BenchReport.Goal(
        measure: "task \(row.task): a step / the target network's products",
        value: row.secondsPerStep * row.attainable / row.flops.target, goal: ratio, unit: "1")
    }
    return rows.map(share) + [
      BenchReport.Goal(
        measure: "task \(last.task) / task \(rows[1].task)",
        value: last.secondsPerStep / rows[1].secondsPerStep, goal: 1.05, unit: "1"),
      BenchReport.Goal(
        measure: "memory, task \(last.task) / task \(rows[1].task)",
        value: Double(last.memory) / Double(rows[1].memory), goal: 1.05, unit: "1"),
    ]
  }

  /// Of a step after a hundred tasks, and of memory on the way there.
  static func ofLongSequence(_ rows: [StepBenchmark.Row]) -> Self {
    guard let last = rows.last, rows.count > 2 else { return [] }
    return [
      BenchReport.Goal(
        measure: "step after \(last.task - 1) tasks", value: last.secondsPerStep * 1e3, goal: 60,
        unit: "ms"),
      BenchReport.Goal(
        measure: "memory at the last task / at task \(rows[1].task)",
        value: Double(last.memory) / Double(rows[1].memory), goal: 1.05, unit: "1"),
    ]
  }

  /// Of a run of which everything is found.
  static func ofCache(_ row: CacheBenchmark.Row) -> Self {
    [
      BenchReport.Goal(
        measure: "engram run fig4, everything found", value: row.seconds * 1e3, goal: 100,
        unit: "ms")
    ]
  }
}
