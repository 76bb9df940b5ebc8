import Foundation
import Results
import Settings
import Tables
import TestSupport
import Testing

/// Table 1 in small, by the command: every method in every scenario on split MNIST.
@Suite("Table 1", .serialized)
struct Table1Tests {
  /// What a run of a cell tells.
  private struct Cell: Decodable {
    let method: String, scenario: String
    let run: String, final: Double, computedStages: Int
    var name: String { "\(scenario) \(method)" }
  }

  /// Runs the cells that these settings choose, two at a time.
  private func cells(_ settings: [String], in store: TestStore) throws -> [Cell] {
    let arguments = ["run", "table1", "profile=quick"] + settings
    return try JSONDecoder().decode(
      [Cell].self, from: Data(store.succeed(arguments + ["--jobs", "2", "--json", "-q"]).utf8))
  }

  @Test("each method does what it is known to do, in each scenario")
  func split() throws {
    let store = try TestStore(wholeDatasets: true)
    let cells = Table1.cells.filter { $0.benchmark == "split-mnist" }
    #expect(cells.count == 14 + 13 + 13)
    let ran = try self.cells(["benchmark=split-mnist"], in: store)
    #expect(Set(ran.map(\.run)).count == cells.count)
    let final = Dictionary(uniqueKeysWithValues: ran.map { ($0.name, $0.final) })
    let again = try self.cells(["benchmark=split-mnist", "method=dgr"], in: store)
    #expect(again.count == 3 && again.allSatisfy { $0.computedStages == 0 })
    let told = final.sorted { $0.key < $1.key }.map { "\($0.key) \(Int(10 * $0.value))" }
    try expectations(final, Comment(rawValue: told.joined(separator: ", ")))
    try inference(store)
    try lists(store, cells)
    try store.survives()
  }

  /// Among so many runs, each is told by its cell.
  private func lists(_ store: TestStore, _ cells: [Table1Cell]) throws {
    struct Run: Decodable { let benchmark: String, scenario: String, method: String }
    let runs = try JSONDecoder().decode(
      [Run].self, from: Data(store.succeed(["results", "--json"]).utf8))
    let expected = cells.map { "\($0.benchmark) \($0.scenario) \($0.method)" }
    #expect(
      runs.map { "\($0.benchmark) \($0.scenario) \($0.method)" }.sorted() == expected.sorted())
    let lines = try store.succeed(["status", "--all"]).split(separator: "\n")
    for cell in cells {
      let settings =
        "benchmark=\(cell.benchmark) method=\(cell.method) profile=quick scenario=\(cell.scenario)"
      #expect(lines.count { $0.hasSuffix("  " + settings) } == 1, "\(settings)")
    }
  }

  @Test(
    "so do methods with parts of their own on permuted images, padded, with a head for each task")
  func permuted() throws {
    let store = try TestStore(wholeDatasets: true)
    let ran = try [
      ["scenario=CL1", "method=hnet,progressive,ewc"],
      ["scenario=CL3", "method=hnet+ent,hnet+tir,hnet+r,dgr+distill,er,joint,fine-tuning"],
    ].flatMap { try cells(["benchmark=permuted-mnist-10"] + $0, in: store) }
    #expect(ran.count == 10)
    let final = Dictionary(uniqueKeysWithValues: ran.map { ($0.name, $0.final) })
    let told = final.sorted { $0.key < $1.key }.map { "\($0.key) \(Int(10 * $0.value))" }
    let comment = Comment(rawValue: told.joined(separator: ", "))
    for (cell, least) in Self.atLeastPermuted {
      #expect(try #require(final[cell], "\(cell)") > least, comment)
    }
    #expect(try #require(final["CL3 fine-tuning"]) < 40, comment)
    try store.survives()
  }

  @Test(
    "images held out that leave a task none are refused by the setting that asks for them",
    arguments: [("1", "validation"), ("59990", "train")])
  func heldOut(count: String, part: String) throws {
    let store = try TestStore(wholeDatasets: true)
    let result = try store.run([
      "run", "table1", "benchmark=split-mnist", "profile=quick", "method=fine-tuning",
      "scenario=CL3", "validation=\(count)",
    ])
    #expect(result.status == 64)
    #expect(
      result.error.contains("invalid value validation=\(count); allowed: "), "\(result.error)")
    #expect(result.error.contains("there is no \(part) image of task "), "\(result.error)")
  }

  private static let atLeastPermuted: [(String, Double)] = [
    ("CL1 hnet", 80), ("CL1 progressive", 85), ("CL1 ewc", 60), ("CL3 joint", 85), ("CL3 er", 75),
    ("CL3 hnet+r", 60), ("CL3 dgr+distill", 60), ("CL3 hnet+tir", 60), ("CL3 hnet+ent", 60),
  ]

  /// Margins are wide: other processors round otherwise, and a few hundred steps make more of it.
  private func expectations(_ final: [String: Double], _ told: Comment) throws {
    func value(_ cell: String) throws -> Double { try #require(final[cell], "\(cell)") }
    for (cell, least) in Self.atLeast { #expect(try value(cell) > least, "\(cell): \(told)") }
    for (cell, most) in Self.atMost { #expect(try value(cell) < most, "\(cell): \(told)") }
    // Each of these remembers what the other does not.
    for (better, worse, gain) in Self.gains {
      #expect(try value(better) > value(worse) + gain, "\(better), \(worse): \(told)")
    }
  }

  /// Percent.
  private static let atLeast: [(String, Double)] = [
    ("CL1 hnet", 97.5), ("CL1 hnet+r", 97), ("CL1 scratch", 98), ("CL1 progressive", 98),
    ("CL1 joint", 98), ("CL1 ewc", 96), ("CL1 online-ewc", 96), ("CL1 mas", 92), ("CL1 si", 90),
    ("CL1 er", 97), ("CL1 lwf", 97), ("CL1 dgr", 97), ("CL1 dgr+distill", 97), ("CL2 joint", 96),
    ("CL2 hnet+r", 85), ("CL2 dgr+distill", 82), ("CL2 er", 88), ("CL3 joint", 94),
    ("CL3 er", 80),
  ]
  /// What keeps weights, but no data, tells only the last task's classes.
  private static let atMost: [(String, Double)] = [
    ("CL3 fine-tuning", 21), ("CL3 si", 24), ("CL3 mas", 28), ("CL3 ewc", 35),
    ("CL3 online-ewc", 35), ("CL3 lwf", 30), ("CL2 fine-tuning", 75),
  ]
  /// More by so many points.
  private static let gains: [(String, String, Double)] = [
    ("CL3 hnet+ent", "CL3 fine-tuning", 20), ("CL3 hnet+tir", "CL3 fine-tuning", 30),
    ("CL3 hnet+r", "CL3 fine-tuning", 45), ("CL3 dgr", "CL3 fine-tuning", 45),
    ("CL3 dgr+distill", "CL3 fine-tuning", 45), ("CL3 er", "CL3 fine-tuning", 50),
    ("CL2 hnet+ent", "CL2 fine-tuning", 8), ("CL2 hnet+tir", "CL2 fine-tuning", 10),
    ("CL2 hnet+r", "CL2 fine-tuning", 20), ("CL2 ewc", "CL2 fine-tuning", 3),
  ]

  /// The database has how often the task was told right, of those cells where that is asked.
  private func inference(_ store: TestStore) throws {
    let rows = try store.sqlite(
      """
      SELECT scenario.value || ' ' || method.value, count(*) FROM score
      JOIN run_setting method USING (run_id) JOIN run_setting scenario USING (run_id)
      WHERE metric = 'task inference' AND method.key = 'method' AND scenario.key = 'scenario' GROUP BY 1 ORDER BY 1
      """)
    // Fifteen numbers, of tasks trained and tested: where the task is told by a part of the method, and
    // wherever classes of several tasks compete.
    let asked = Table1.cells.filter { cell in
      cell.benchmark == "split-mnist"
        && (cell.scenario == "CL3" || ["hnet+ent", "hnet+tir"].contains(cell.method))
    }
    #expect(rows.sorted() == asked.map { "\($0.scenario) \($0.method)|15" }.sorted())
  }
}
