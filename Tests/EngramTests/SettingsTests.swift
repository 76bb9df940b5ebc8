import Foundation
import TestSupport
import Testing

@Suite("Settings, as they are typed", .serialized)
struct SettingsTests {
  private let store: TestStore

  init() throws { store = try TestStore() }

  @Test("−0 is the run of 0")
  func negativeZero() throws {
    let zero = try store.summaries(TestStore.tiny + ["beta=0"])[0]
    let negative = try store.summaries(TestStore.tiny + ["beta=-0"])[0]
    #expect(negative.run == zero.run && negative.computedStages == 0)
    #expect(try store.sqlite("SELECT count(*) FROM run") == ["1"])
  }

  @Test(
    "a setting that is given twice, or does nothing, is refused by every verb that takes settings",
    arguments: ["run", "plan", "sweep", "why", "experiments show"])
  func refused(verb: String) throws {
    for (arguments, message) in [
      (["steps=3", "steps=4"], "steps"),
      (["padding=2"], "padding acts where tasks are permutations"),
      (["heads=5"], "heads acts where tasks are permutations"),
    ] {
      // Not by the store's own way, which takes one of two for the last.
      let result = try Command.run(
        [TestStore.program] + verb.split(separator: " ").map(String.init) + ["fig4"] + arguments
          + (verb == "why" ? ["train/task-01"] : []),
        environment: ["ENGRAM_STORE": store.url.path], in: TestStore.project)
      #expect(result.status == 64 && result.error.contains(message), "\(result.error)")
      #expect(result.output == "")
    }
    #expect(!FileManager.default.fileExists(atPath: store.url.path))
  }

  @Test("methods without a hypernetwork take networks that are smaller than its chunks")
  func smallNetworks() throws {
    try store.succeed([
      "run", "split-mnist", "method=er", "target_hidden=2", "tasks=2", "steps=2", "-q",
    ])
    #expect(try store.sqlite("SELECT count(*) FROM run WHERE status = 'complete'") == ["1"])
  }

  @Test(
    "what is looked at does not part seeds in the summary, and other runs do not change its text")
  func summary() throws {
    for changes in [["seed=1"], ["seed=2", "grid=0"], ["seed=4", "log_interval=2"]] {
      try store.succeed(TestStore.tiny + changes + ["-q"])
    }
    let query = """
      SELECT configuration, settings, seeds FROM summary WHERE metric = 'final accuracy'
      ORDER BY settings
      """
    let alone = try store.sqlite(query)
    let settings = "batch=32 chunk_size=2000 steps=3 target_hidden=20 tasks=2"
    #expect(alone.count == 1 && alone[0].hasSuffix("|\(settings)|3"), "\(alone)")
    try store.succeed(TestStore.tiny + ["beta=0.5", "-q"])
    try store.succeed(TestStore.tiny + ["regularizer=si", "tasks=3", "-q"])
    let others = try store.sqlite(query)
    #expect(others.count == 3 && others.contains(alone[0]), "\(others)")
    #expect(
      try store.sqlite(
        """
        SELECT number, is_changed FROM configuration_setting c JOIN summary s USING (configuration)
        WHERE s.metric = 'final accuracy' AND c.key = 'beta' ORDER BY number
        """) == ["0.01|0", "0.01|0", "0.5|1"])
    // A database that is made anew says the same.
    try store.succeed(["results", "rebuild"])
    #expect(try store.sqlite(query) == others)
  }

  @Test("another interval of the log is another result with an equal state: what follows is found")
  func logInterval() throws {
    try store.succeed(TestStore.tiny)
    let again = try store.summaries(TestStore.tiny + ["log_interval=2"])[0]
    // The dataset, the beginning, the evaluation and the scan.
    #expect(again.computedStages == 2 && again.foundStages == 4)
    #expect(
      try store.sqlite(
        """
        SELECT count(DISTINCT cache_key), count(DISTINCT content_digest) FROM stage_result
        WHERE stage = 'train-task'
        """) == ["4|2"])
    #expect(
      try store.sqlite(
        """
        SELECT count(DISTINCT step) FROM training_metric GROUP BY run_id ORDER BY 1
        """) == ["2", "3"])
  }

  @Test("a plan scales what steps and points have taken, and counts once what there is besides")
  func plan() throws {
    try store.succeed(TestStore.small + ["-q"])
    struct Cost: Decodable { let seconds: Double, unitSeconds: Double }
    func cost(_ node: String) throws -> Cost {
      let file = try store.manifest(of: node)
      return try JSONDecoder().decode(Cost.self, from: Data(contentsOf: file))
    }
    struct Step: Decodable {
      let node: String, expected_seconds: Double?, estimate: String?
    }
    let steps = try JSONDecoder().decode(
      [Step].self,
      from: Data(
        store.succeed(["plan"] + TestStore.small.dropFirst() + ["steps=6000", "grid=31", "--json"])
          .utf8))
    for (node, more, text) in [
      ("train/task-01", 5940.0, "1 result, same settings, of 60 steps for 6000"),
      ("train/task-02", 5940.0, "1 result, same settings, of 60 steps for 6000"),
      ("scan", 952.0, "1 result, same settings, of 9 points for 961"),
    ] {
      let cost = try cost(node)
      #expect(cost.unitSeconds > 0 && cost.unitSeconds < cost.seconds)
      let step = try #require(steps.first { $0.node == node })
      #expect(step.estimate == text)
      #expect(
        abs((step.expected_seconds ?? 0) - (cost.seconds + more * cost.unitSeconds)) < 0.011)
    }
  }

  @Test(
    "a plan of ten epochs follows from one epoch, also where tasks have other numbers of samples")
  func epochs() throws {
    // The first task has eight of the ten classes.
    let run = [
      "split-mnist", "groups=0-7/8,9", "epochs=1", "batch=20", "target_hidden=20",
      "chunk_size=4000", "hyper_hidden=4",
    ]
    try store.succeed(["run", "-q"] + run)
    struct Cost: Decodable { let seconds: Double, unitSeconds: Double, units: Int }
    struct Step: Decodable { let node: String, expected_seconds: Double?, estimate: String? }
    let plan = ["plan"] + run.map { $0 == "epochs=1" ? "epochs=10" : $0 } + ["--json"]
    let steps = try JSONDecoder().decode([Step].self, from: Data(store.succeed(plan).utf8))
    var units: [Int] = []
    for node in ["train/task-01", "train/task-02"] {
      let cost = try JSONDecoder().decode(
        Cost.self, from: Data(contentsOf: store.manifest(of: node)))
      units.append(cost.units)
      let step = try #require(steps.first { $0.node == node })
      #expect(step.estimate == "1 result, same settings, of 1 epochs for 10")
      let expected = cost.seconds + 9 * Double(cost.units) * cost.unitSeconds
      #expect(abs((step.expected_seconds ?? 0) - expected) < 0.011)
    }
    #expect(units[0] > 3 * units[1])
  }
}
