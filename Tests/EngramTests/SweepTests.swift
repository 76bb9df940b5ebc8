import Foundation
import TestSupport
import Testing

@Suite("engram sweep", .serialized)
struct SweepTests {
  private let store: TestStore
  private static let tiny = [
    "sweep", "split-mnist", "tasks=2", "steps=10", "target_hidden=10", "chunk_size=2000",
  ]

  init() throws { store = try TestStore() }

  private struct Sweep: Decodable {
    struct Mean: Decodable { let mean: Double, standardError: Double?, n: Int }
    struct Row: Decodable {
      let settings: [String: String], runs: [String], found: Int, failed: Int
      let metrics: [String: Mean]
    }
    struct Failure: Decodable { let run: String, settings: [String: String], reason: String }
    let sweep: String, by: String, configurations: [Row], best: [String: String]?
    let failures: [Failure]
  }

  private func sweep(_ output: String) throws -> Sweep {
    try JSONDecoder().decode(Sweep.self, from: Data(output.utf8))
  }

  @Test("a grid runs every combination with every seed, ranks them, and is found the next time")
  func grid() throws {
    let arguments = Self.tiny + ["beta=0,0.1", "--seeds", "0..1"]
    let plan = try store.succeed(arguments + ["--dry-run"])
    #expect(plan.hasPrefix("beta  runs  found  failed\n"))
    #expect(
      plan.contains("2 configurations × 2 seeds = 4 runs; 0 found, 0 failed before, 4 to run"))
    #expect(!FileManager.default.fileExists(atPath: store.url.path))

    let first = try sweep(store.succeed(arguments + ["--jobs", "2", "--json", "-q"]))
    #expect(first.configurations.map(\.found) == [2, 2] && first.failures.isEmpty)
    // beta does not act on the first task: two seeds, not four runs.
    #expect(try store.events("computed", node: "train/task-01") == 2)
    #expect(try store.events("computed", node: "train/task-02") == 4)
    let finals = first.configurations.compactMap { $0.metrics["final accuracy"] }
    #expect(finals.count == 2 && finals[0].mean >= finals[1].mean)
    #expect(first.best == first.configurations[0].settings)
    let view = try store.sqlite(
      """
      SELECT printf('%.2f|%.2f|%d', mean, standard_error, seeds) FROM summary
      WHERE metric = 'final accuracy' ORDER BY mean DESC
      """)
    #expect(
      finals.map { String(format: "%.2f|%.2f|%d", $0.mean, $0.standardError ?? -1, $0.n) } == view)

    let again = try store.run(arguments)
    #expect(again.status == 0 && again.error.contains("4 found, 0 failed before, 0 to run"))
    #expect(again.output.contains("best by final accuracy: beta=\(first.best?["beta"] ?? "")"))
    #expect(try store.events("begin") == 4)
    let more = try store.run(Self.tiny + ["beta=0,0.1,1", "--seeds", "0..1", "--by", "forgetting"])
    #expect(more.error.contains("4 found, 0 failed before, 2 to run"), "\(more.error)")
    #expect(more.output.contains("best by forgetting: beta="))
    // Runs of other sweeps and of none do not show.
    try store.succeed(["run"] + Self.tiny.dropFirst() + ["seed=9", "-q"])
    #expect(try sweep(store.succeed(arguments + ["--json"])).configurations.count == 2)
  }

  @Test("random search draws the same again, and with more draws the same and more")
  func random() throws {
    let arguments = Self.tiny + ["beta=log:0.001..1", "--dry-run", "--json", "--random"]
    func draws(_ rest: String...) throws -> [String] {
      try sweep(store.succeed(arguments + rest)).configurations.compactMap { $0.settings["beta"] }
    }
    let three = try draws("3", "--sweep-seed", "5")
    #expect(three.count == 3 && Set(three).count == 3)
    #expect(three.compactMap(Double.init).allSatisfy { (0.001...1).contains($0) })
    #expect(try draws("3", "--sweep-seed", "5") == three)
    #expect(try Array(draws("5", "--sweep-seed", "5").prefix(3)) == three)
    #expect(try draws("3") != three)
  }

  @Test("what fails is listed, does not stop the rest, and is tried again only when told")
  func failures() throws {
    let arguments = Self.tiny + ["learning_rate=1e30,0.001"]
    let first = try store.run(arguments)
    #expect(first.status == 1)
    #expect(
      first.error.contains(
        "1 of 2 runs failed; --retry tries them again:\n  learning_rate=1e+30 seed 0: training diverged"
      ), "\(first.error)")
    #expect(first.output.contains("best by final accuracy: learning_rate=0.001"))
    let second = try store.run(arguments + ["--json"])
    #expect(second.status == 1 && second.error.contains("1 found, 1 failed before, 0 to run"))
    let told = try sweep(second.output)
    #expect(told.failures.map(\.settings) == [["learning_rate": "1e+30"]])
    #expect(told.configurations.map(\.failed) == [0, 1])
    #expect(try store.events("begin") == 2)
    let third = try store.run(arguments + ["--retry"])
    #expect(third.status == 1 && third.error.contains("1 failed before, 1 to run"))
    #expect(try store.events("begin") == 3)
    // More seeds continue the same sweep.
    let fourth = try store.run(arguments + ["--seeds", "0..1", "--dry-run"])
    #expect(fourth.output.contains("1 found, 1 failed before, 2 to run"), "\(fourth.output)")
  }

  @Test("a sweep that is stopped goes on with the run it was at")
  func resume() throws {
    let arguments = Self.tiny + ["beta=0,0.1,1"]
    // The second run stays at its second task, which the first has learned in ten steps.
    let command = try store.start(
      arguments, environment: ["ENGRAM_STOP_AT": "wait@train/task-02:15"])
    try store.waitForEvent(#""event":"end""#, of: command)
    let other = try store.run(arguments)
    #expect(other.status == 1 && other.error.contains("another process is at work on"))
    command.signal(SIGINT)
    let result = try command.wait()
    #expect(result.status == 130 && result.error.contains("the same command resumes"))
    let rest = try store.run(arguments)
    #expect(rest.status == 0 && rest.error.contains("= 3 runs; "), "\(rest.error)")
    #expect(!rest.error.contains("; 0 found") && !rest.error.contains("; 3 found"))
    #expect(try store.sqlite("SELECT DISTINCT status FROM run") == ["complete"])
    #expect(try store.events("computed", node: "train/task-01") == 1)
  }

  @Test(
    "wrong arguments give one clear error and code 64, and nothing is begun",
    arguments: [
      (["betta=1,2"], "there is no setting 'betta'; did you mean 'beta'?"),
      (["beta=1,-2"], "in the configuration beta=-2: invalid value beta=-2"),
      (["beta=1..2.5"], "invalid value beta=1..2.5"),
      (["beta=log:0.1..1"], "need --random"),
      (["beta=0,1", "--max-runs", "1"], "the sweep has 2 runs, 2 configurations with 1 seed each"),
      (["beta=0,1", "--max-runs", "0"], "--max-runs 0; allowed: a whole number"),
      (["beta=0,1", "--random", "0"], "--random 0; allowed: a whole number"),
      (["beta=0,1", "--sweep-seed", "1"], "--sweep-seed has no effect without --random"),
      (["beta=0,1", "--by", "final acuracy"], "did you mean 'final accuracy'?"),
      (["seed=1,2"], "see --seeds"), (["seed=1", "--seeds", "0..1"], "seed= and --seeds both"),
      (["dataset=mnist,mnits"], "'; did you mean 'mnist'?"),
    ])
  func usage(arguments: [String], message: String) throws {
    let result = try store.run(Self.tiny + arguments)
    #expect(result.status == 64 && result.error.contains(message), "\(result.error)")
    #expect(result.output == "")
    #expect(!FileManager.default.fileExists(atPath: store.url.path))
  }
}
