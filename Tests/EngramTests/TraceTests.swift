import Foundation
import TestSupport
import Testing

@Suite("Why, and what a run would take", .serialized)
struct TraceTests {
  private let store: TestStore
  private let small = Array(TestStore.small.dropFirst())

  init() throws { store = try TestStore() }

  /// The parts of an explanation that tests look at.
  private struct Explanation: Decodable {
    struct Origin: Decodable { let key: String, run: String?, host: String, seconds: Double }
    struct Change: Decodable, Equatable { let field: String, before: String?, after: String? }
    struct Input: Decodable {
      let input: Int, node: String, before: String?, after: String?
      let because: Comparison?
    }
    struct Comparison: Decodable {
      let node: String, earlier: Origin, fields: [Change], inputs: [Input]
    }
    struct Cause: Decodable, Equatable { let node: String, change: Change }
    let node: String, action: String, key: String?
    let result: Origin?
    let nearest: Comparison?
    let causes: [Cause]
    let missingInputs: [String]
  }

  private func why(_ arguments: [String]) throws -> [Explanation] {
    try JSONDecoder().decode(
      [Explanation].self, from: Data(store.succeed(["why"] + arguments + ["--json"]).utf8))
  }

  private func cause(
    _ node: String, _ field: String, _ before: String?, _ after: String?
  ) -> Explanation.Cause {
    .init(node: node, change: .init(field: field, before: before, after: after))
  }

  @Test("why a stage would run: the field that differs, followed from input to input to its cause")
  func causes() throws {
    let run = try store.fill(with: TestStore.small)
    let beta = cause("train/task-02", "configuration.training.regularizer.strength", "0.01", "0.5")

    let task = try why(small + ["beta=0.5", "train/task-02"])[0]
    #expect(task.action == "run" && task.result == nil && task.key != nil)
    #expect(task.nearest?.fields == [beta.change] && task.nearest?.inputs.isEmpty == true)
    #expect(task.nearest?.earlier.run == run && task.causes == [beta])

    let scan = try why(small + ["beta=0.5", "scan"])[0]
    #expect(scan.action == "unknown" && scan.key == nil)
    #expect(scan.missingInputs == ["train/task-02"])
    #expect(scan.nearest?.fields.isEmpty == true)
    let input = try #require(scan.nearest?.inputs.first)
    #expect(input.input == 0 && input.node == "train/task-02")
    #expect(input.before != nil && input.after == nil && input.because?.fields == [beta.change])
    #expect(scan.causes == [beta])

    let steps = try why(small + ["steps=61", "train-task"])
    #expect(steps.map(\.node) == ["train/task-01", "train/task-02"])
    let longer = ["train/task-01", "train/task-02"].map {
      cause($0, "configuration.training.steps", "60", "61")
    }
    #expect(steps[0].causes == [longer[0]] && steps[1].causes == longer)

    // Two steps up: nothing of the task's own settings is another.
    let seed = try why(small + ["seed=8", "train/task-02"])[0]
    #expect(seed.nearest?.fields.isEmpty == true)
    #expect(seed.causes == [cause("initialize", "configuration.seed", "7", "8")])

    let text = try store.succeed(["why"] + small + ["seed=8", "train/task-02"])
    #expect(
      text.hasPrefix("train/task-02  (train-task 2)  unknown: its inputs are not stored yet\n"))
    #expect(text.contains("no key yet: it depends on train/task-01"))
    #expect(text.contains("run \(run)"))
    #expect(text.contains("not stored yet"))
    #expect(text.contains("\n    initialize: configuration.seed: 7 → 8\n"), "\(text)")
  }

  @Test("why a result is there: which run computed it, and what it differs in from earlier ones")
  func origins() throws {
    let first = try store.fill(with: TestStore.small)
    let other = TestStore.small + ["beta=0.5"]
    let second = try store.summaries(other)[0].run
    let found = try why([second, "train/task-01"])[0]
    #expect(found.action == "hit" && found.result?.run == first && found.nearest == nil)
    let computed = try why([second, "train/task-02"])[0]
    #expect(computed.result?.run == second)
    #expect(computed.nearest?.earlier.run == first)
    #expect(computed.causes.map(\.change.before) == ["0.01"])
    // The first run was there before the second.
    let earlier = try why([String(first.prefix(17)), "scan"])[0]
    #expect(earlier.result?.run == first && earlier.nearest == nil)
    #expect(try why(["latest", "train/task-02"])[0].key == computed.key)
    let scan = try why([second, "scan"])[0]
    let input = try #require(scan.nearest?.inputs.first)
    #expect(input.before != input.after && input.after != nil)
    #expect(scan.causes == computed.causes)
    // The same as an experiment that would find everything.
    let again = try why(Array(other.dropFirst()) + ["scan"])[0]
    #expect(again.action == "hit" && again.result?.run == second && again.causes == scan.causes)
    #expect(
      try store.succeed(["why", second, "train/task-01"]).contains("no earlier result of the stage")
    )
  }

  @Test("what a run computed before it was interrupted is its own")
  func resumed() throws {
    let killed = try store.run(
      TestStore.small, environment: ["ENGRAM_STOP_AT": "kill@train/task-02:30"])
    #expect(killed.wasKilled)
    let run = try store.summaries(TestStore.small)[0]
    #expect(run.foundStages == 3)
    #expect(try why([run.run, "train/task-01"])[0].result?.run == run.run)
    #expect(try why([run.run, "train/task-02"])[0].result?.run == run.run)
  }

  @Test("why needs no database, and no store where there is none")
  func withoutDatabase() throws {
    let text = try store.succeed(["why"] + small + ["train/task-01"])
    #expect(text.contains("the store has no result of the stage train-task to compare with"))
    #expect(!FileManager.default.fileExists(atPath: store.url.path))
    let run = try store.fill(with: TestStore.small)
    try FileManager.default.removeItem(at: store.url.appendingPathComponent("results.sqlite"))
    #expect(try why([run, "scan"])[0].result?.run == run)
    #expect(try why(["latest", "scan"])[0].result?.run == run)
  }

  @Test("wrong names give one clear error and code 64")
  func usage() throws {
    let run = try store.fill(with: TestStore.small)
    for (arguments, message) in [
      (
        small + ["train/task-3"],
        "there is no node or stage 'train/task-3'; did you mean 'train/task-01'"
      ),
      (small + ["scann"], "there is no node or stage 'scann'; did you mean 'scan'?"),
      ([run, "scann"], "there is no node or stage 'scann'; did you mean 'scan'?"),
      (["fig44", "scan"], "there is no run or experiment 'fig44'; did you mean 'fig4'?"),
      ([run, "beta=1", "scan"], "is a run, and its settings are fixed"),
      (small, "a node or stage is missing, such as train/task-02"),
      (small + ["scan", "evaluate"], "scan, evaluate are 2 nodes or stages; give one"),
      (small + ["stpes=1", "scan"], "there is no setting 'stpes'; did you mean 'steps'?"),
    ] {
      let result = try store.run(["why"] + arguments)
      #expect(result.status == 64 && result.error.contains(message), "\(result.error)")
      #expect(result.output == "")
    }
  }

  /// A row of a plan.
  private struct Step: Decodable {
    let node: String, action: String, estimate: String?
    let expected: Double?, total: Double?
    enum CodingKeys: String, CodingKey {
      case node, action, estimate
      case expected = "expected_seconds"
      case total = "expected_total_seconds"
    }
  }

  private func plan(_ changes: [String]) throws -> [String: Step] {
    let steps = try JSONDecoder().decode(
      [Step].self, from: Data(store.succeed(["plan"] + small + changes + ["--json"]).utf8))
    return Dictionary(uniqueKeysWithValues: steps.map { ($0.node, $0) })
  }

  @Test("a plan tells what it may take, from the results that are most alike")
  func expectations() throws {
    let before = try store.succeed(["plan"] + small)
    #expect(
      before.hasSuffix("\n0 found, 6 to run; no estimate: none of these stages has run before\n"))
    try store.succeed(TestStore.small.dropLast() + ["--seeds", "1..3", "-q"])
    let times = try store.sqlite(
      """
      SELECT round(seconds, 2) FROM stage_execution WHERE node = 'train/task-02' ORDER BY seconds
      """)
    let steps = try plan(["seed=9"])
    let task = try #require(steps["train/task-02"])
    #expect(task.action == "unknown" && task.expected == Double(times[1]))
    #expect(task.estimate == "median of 3 results, same settings")
    #expect(steps["initialize"]?.estimate == "median of 3 results, 1 field differs")
    #expect(steps["dataset"]?.action == "hit" && steps["dataset"]?.expected == nil)
    let sum = steps.values.compactMap(\.expected).reduce(0, +)
    #expect(abs(try #require(steps["scan"]?.total) - sum) < 0.05)
    // The settings of another task differ in more fields.
    #expect(
      try plan(["seed=9", "beta=0.5"])["train/task-02"]?.estimate
        == "median of 3 results, 1 field differs")
    let text = try store.succeed(["plan"] + small + ["seed=9"])
    #expect(text.contains("\n1 found, 5 to run; about "))
    #expect(
      try store.succeed(["plan"] + small + ["seed=2"]).hasSuffix("\nall results are stored\n"))
  }

  @Test("a plan of Table 1 has a line for each cell that was chosen")
  func cells() throws {
    let one = [
      "table1", "profile=quick", "benchmark=split-mnist", "scenario=CL1", "groups=0,1/2,3",
      "tasks=2", "steps=10",
    ]
    let quick = one + ["method=ewc,scratch"]
    try store.succeed(["run"] + one + ["method=ewc", "-q"])
    struct Cell: Decodable { let cell: String, found: Int, to_run: Int, fields_differ: Int? }
    let cells = try JSONDecoder().decode(
      [Cell].self, from: Data(store.succeed(["plan"] + quick + ["--json"]).utf8))
    #expect(cells.map(\.cell) == ["split-mnist CL1 ewc", "split-mnist CL1 scratch"])
    #expect(cells[0].to_run == 0 && cells[0].found > 3 && cells[0].fields_differ == nil)
    #expect(cells[1].found > 0 && cells[1].to_run > 0, "the dataset is there, the training is not")
    #expect(try #require(cells[1].fields_differ) > 0)
    #expect(try store.succeed(["plan"] + quick).contains("\n1 of 2 runs are complete; "))
  }

  @Test(
    "a manifest that was written in another form counts the same; one that is none, for nothing")
  func otherForms() throws {
    try store.fill(with: TestStore.small)
    let expected = try plan(["beta=0.5"])["train/task-02"]?.expected
    #expect(expected != nil)
    let key = try store.sqlite(
      "SELECT cache_key FROM stage_execution WHERE node = 'train/task-02'")[0]
    let file = store.url.appendingPathComponent("actions/\(key.prefix(2))/\(key).json")
    let value = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    try FileManager.default.removeItem(at: file)
    try JSONSerialization.data(withJSONObject: value).write(to: file)
    #expect(try plan(["beta=0.5"])["train/task-02"]?.expected == expected)
    for text in ["", "{", "{\n  \"stage\" : \"train-task\"\n}", "no manifest\n\"path\" : \n"] {
      try Data(text.utf8).write(to: file)
      // The first task is left, which differs in more.
      let estimate = try plan(["beta=0.5"])["train/task-02"]?.estimate
      #expect(estimate?.hasPrefix("1 result, ") == true && estimate != "1 result, 1 field differs")
    }
  }
}
