import Foundation
import TestSupport
import Testing

@Suite("engram-bench", .serialized)
struct BenchTests {
  private let store: TestStore

  init() throws { store = try TestStore() }

  /// What a JSON line of the bench may say.
  private struct Line: Decodable {
    let benchmark: String
    let table: String
    let task: Int?
    let ms: Double?
    let ratio: Double?
    let data: Int?
    let other: Int?
    let variant: String?
    let measure: String?
    let met: String?
    let rate: Int?
    let peak: Int?
    let passes: Int?

    enum CodingKeys: String, CodingKey {
      case benchmark, table, task, ms, ratio, data, other, variant, measure, met
      case rate = "samples/s"
      case peak = "peak MB"
      case passes = "of target: batch norm and passes"
    }
  }

  private func lines(_ arguments: [String]) throws -> [Line] {
    let output = try store.succeed(
      arguments + ["--steps", "1", "--repetitions", "1", "--json"], of: "engram-bench")
    return try output.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
  }

  @Test("every task has a time, a ratio and shares; every variant a time; goals are judged")
  func split() throws {
    let lines = try lines(["split-mnist"])
    #expect(lines[0].table == "machine")
    #expect(lines.dropFirst().allSatisfy { $0.benchmark == "split-mnist" })
    let steps = lines.filter { $0.table == "a training step" }
    #expect(steps.map(\.task) == [1, 2, 3, 4, 5])
    #expect(steps.allSatisfy { ($0.ms ?? 0) > 0 && ($0.ratio ?? 0) > 0 })
    let shares = lines.filter { $0.table.hasPrefix("where the time goes") }
    #expect(shares.count == 5 && shares.allSatisfy { $0.data != nil && $0.other != nil })
    #expect(lines.filter { $0.variant != nil }.count == 13)
    let goals = lines.filter { $0.met != nil }
    #expect(
      goals.map(\.measure) == [
        "a step / bare products", "the slowest step", "the slowest step (floor)",
        "last task / second task", "memory, last task / second task",
      ])
  }

  @Test("ResNet-32 is timed with small and large batches, at the first task and later ones")
  func residual() throws {
    let lines = try lines(["resnet32"])
    for batch in [32, 128] {
      let lines = lines.filter { $0.benchmark == "resnet32, batch \(batch)" }
      let steps = lines.filter { $0.table == "a training step" }
      #expect(steps.map(\.task) == [1, 2, 6])
      #expect(steps.allSatisfy { ($0.ms ?? 0) > 0 && ($0.rate ?? 0) > 0 && ($0.peak ?? 0) > 0 })
      let shares = lines.filter { $0.table.hasPrefix("where the time goes") }
      #expect(shares.count == 3 && shares.allSatisfy { ($0.passes ?? 0) > 0 })
      #expect(
        lines.compactMap(\.measure) == [1, 2, 6].map {
          "task \($0): a step / the target network's products"
        } + ["task 6 / task 2", "memory, task 6 / task 2"])
    }
  }

  @Test("the scan and task inference are timed")
  func scan() throws {
    #expect(try lines(["fig4-scan"]).compactMap(\.measure).count == 4)
  }

  @Test("what looks at a whole store is timed")
  func wholeStore() throws {
    let lines = try lines(["store", "--runs", "4"])
    #expect(
      lines.contains { $0.table == "4 runs, \(1 + 3 * 11 + 5) results" }, "\(lines.map(\.table))")
    let measures = lines.compactMap(\.measure)
    for name in [
      "results rebuild", "plan, all to run", "why, a result", "status", "gc", "verify",
      "view learning_curve", "view learning_curve, one run", "view fig4", "view fig4_embedding",
    ] {
      #expect(measures.contains(name), "\(measures)")
    }
  }

  @Test("tables for people, and one clear error for wrong arguments")
  func text() throws {
    let output = try store.succeed(["fig4-scan", "--repetitions", "1"], of: "engram-bench")
    #expect(output.hasPrefix("threads ") && output.contains("OpenBLAS 0."))
    #expect(output.contains("fig4-scan: evaluation\n\nmeasure "))
    for (arguments, message) in [
      (["everything"], "invalid value 'everything'; allowed: split-mnist,"),
      (["--steps", "0"], "--steps 0; allowed: a whole number from 1"),
      (["store", "--runs", "0"], "--runs 0; allowed: a whole number from 1"),
      (["--repetitions", "0"], "--repetitions 0; allowed: a whole number from 1"),
    ] {
      let result = try store.run(arguments, of: "engram-bench")
      #expect(result.status == 64, "\(result.error)")
      #expect(result.error.hasPrefix("engram-bench: ") && result.error.contains(message))
    }
    #expect(!FileManager.default.fileExists(atPath: store.url.path))
  }

  @Test("a mistyped option gets a suggestion and the usage, as in the other command")
  func mistyped() throws {
    let result = try store.run(["--step", "3"], of: "engram-bench")
    #expect(result.status == 64)
    #expect(
      result.error == """
        engram-bench: there is no option '--step'; did you mean '--steps'?
        usage: engram-bench [<benchmark>] [--steps <steps>] [--repetitions <repetitions>] [--runs <runs>] \
        [--datasets <folder>] [--kernels <portable|native>] [--json]
        see 'engram-bench --help'

        """)
    let help = try store.succeed(["--help"], of: "engram-bench")
    #expect(help.contains("permuted-mnist-100") && help.contains("USAGE: engram-bench "))
  }

  @Test("the command itself measures nothing")
  func removed() throws {
    let result = try store.run(["bench"])
    #expect(result.status == 64 && result.error.contains("there is no verb 'bench'"))
    #expect(try !store.succeed(["--help"]).contains("engram bench"))
  }
}
