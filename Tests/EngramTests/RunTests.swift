import Foundation
import TestSupport
import Testing

@Suite("engram run", .serialized)
struct RunTests {
  private let store: TestStore

  init() throws { store = try TestStore() }

  @Test("a run computes everything once, tells it, and finds it the next time")
  func twice() throws {
    let result = try store.run(TestStore.small)
    #expect(result.status == 0, "\(result.error)")
    let lines = result.error.split(separator: "\n").map(String.init)
    #expect(lines.first == "fig4, seed 7")
    #expect(lines.contains { $0.hasPrefix("train/task-02   computed in ") })
    #expect(result.output.contains("task  classes  during %  final %  training"))
    #expect(result.output.contains("\(TestStore.stages) stages computed, 0 found"))
    // 784·40 + 40 + 40·10 + 10 target weights; the rest by the chunked hypernetwork's formula.
    let trained = (2 + 96) * 10 + 10 + 110 + 11 * 5000 + 7 * 96 + 2 * 2
    #expect(result.output.contains("31810 target weights, \(trained) trainable weights"))

    let again = try store.summaries(TestStore.small)[0]
    #expect(again.computedStages == 0 && again.foundStages == TestStore.stages)
    #expect(try store.sqlite("SELECT count(*) FROM run") == ["1"])
    let quiet = try store.run(TestStore.small + ["-q"])
    #expect(quiet.error == "")
  }

  @Test("another grid retrains nothing; another beta keeps the first task")
  func reuse() throws {
    let before = try store.succeed(["plan"] + TestStore.small.dropFirst() + ["--format", "csv"])
    #expect(before.contains("dataset,fetch-dataset,run,") && before.contains(",unknown,"))
    #expect(!FileManager.default.fileExists(atPath: store.url.path))
    try store.fill(with: TestStore.small)
    func actions(_ change: String) throws -> [String: String] {
      struct Step: Decodable { let node: String, action: String }
      let steps = try JSONDecoder().decode(
        [Step].self,
        from: Data(store.succeed(["plan"] + TestStore.small.dropFirst() + [change, "--json"]).utf8))
      return Dictionary(uniqueKeysWithValues: steps.map { ($0.node, $0.action) })
    }
    let grid = try actions("grid=4")
    #expect(grid.filter { $0.value != "hit" } == ["scan": "run"])
    let beta = try actions("beta=0.5")
    #expect(beta["train/task-01"] == "hit" && beta["train/task-02"] == "run")
    #expect(beta["scan"] == "unknown")
    let tasks = try actions("tasks=3")
    #expect(tasks["train/task-02"] == "hit" && tasks["train/task-03"] == "run")
    #expect(try actions("seed=8")["train/task-01"] == "unknown")
    #expect(try store.summaries(TestStore.small + ["grid=4"])[0].computedStages == 1)
  }

  @Test("several seeds give several runs, and a summary over them")
  func seeds() throws {
    let arguments = Array(TestStore.small.dropLast()) + ["grid=0", "steps=20", "--seeds", "3..4"]
    let text = try store.succeed(arguments)
    #expect(text.contains("2 seeds, mean ± standard error in %\nduring "))
    #expect(try store.sqlite("SELECT seed FROM run ORDER BY seed") == ["3", "4"])
    #expect(
      try store.sqlite("SELECT metric, seeds FROM summary")
        == [
          "final accuracy|2", "during accuracy|2", "forgetting|2", "backward transfer|2",
        ])
    #expect(try store.summaries(arguments).map(\.computedStages) == [0, 0])
  }

  @Test(
    "wrong arguments give one clear error and code 64, and nothing is begun",
    arguments: [
      (["fig44"], "engram: there is no experiment 'fig44'; did you mean 'fig4'?"),
      (["fig4", "stpes=3"], "engram: there is no setting 'stpes'; did you mean 'steps'?"),
      (["fig4", "steps"], "engram: the setting 'steps' has no value; write 'steps=VALUE'"),
      (["fig4", "steps=0"], "engram: invalid value steps=0; allowed: a whole number from 1"),
      (["fig4", "steps=many"], "engram: invalid value steps=many"),
      (["fig4", "tasks=0"], "engram: invalid value tasks=0"),
      (["fig4", "tasks=6"], "engram: invalid value tasks=6; allowed: at most 5 where"),
      (["fig4", "learning_rate=-1"], "engram: invalid value learning_rate=-1"),
      (["fig4", "learning_rate=nan"], "engram: invalid value learning_rate=nan"),
      (["fig4", "chunk_size=-1"], "engram: invalid value chunk_size=-1"),
      (
        ["fig4", "chunk_size=100000000"],
        "engram: invalid value chunk_size=100000000; allowed: at most ten times the 478410"
      ),
      (["fig4", "regularizer=ewc", "own_head=yes"], "engram: own_head=yes does nothing here"),
      (
        ["fig4", "schedule=linear"],
        "engram: invalid value schedule=linear; allowed: constant"
      ),
      (["fig4", "groups=0,1/1,2"], "engram: invalid value groups=0,1/1,2"),
      (
        ["fig4", "groups=0,1/2,10"],
        "engram: invalid value groups=0,1/2,10; allowed: classes from"
      ),
      (["fig4", "dataset=mnits"], "'; did you mean 'mnist'?"),
      (["split-mnist", "grid=5"], "engram: invalid value grid=5; allowed: 0 unless"),
      (["fig4", "scenario=CL3"], "engram: invalid value scenario=CL3"),
      (
        ["fig4", "--seeds", "4..0"],
        "invalid value --seeds 4..0; allowed: a range that begins with the smaller seed"
      ),
      (["fig4", "seed=1", "--seeds", "0..1"], "seed= and --seeds both choose seeds"),
      (["fig4", "--sedes", "1"], "there is no option '--sedes'; did you mean '--seeds'?"),
    ])
  func usage(arguments: [String], message: String) throws {
    let result = try store.run(["run"] + arguments)
    #expect(result.status == 64)
    #expect(result.error.contains(message), "\(result.error)")
    #expect(result.output == "")
    #expect(!FileManager.default.fileExists(atPath: store.url.path))
  }

  @Test("a diverging run fails with step and rate, and publishes nothing of the task")
  func divergence() throws {
    let result = try store.run(TestStore.small + ["learning_rate=1e30"])
    #expect(result.status == 1)
    #expect(result.error.contains("training diverged: the loss of task 1 is not finite at step"))
    #expect(result.error.contains("1e+30"))
    #expect(try store.sqlite("SELECT status, count(*) FROM run") == ["failed|1"])
    #expect(
      try store.sqlite("SELECT node FROM stage_execution ORDER BY 1") == ["dataset", "initialize"])
    #expect(store.files("tmp").isEmpty && store.files("locks").isEmpty)
  }
}
