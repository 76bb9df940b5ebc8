import Results
import Runs
import Settings
import TestSupport
import Testing

@Suite("Plans of sweeps")
struct SweepPlanTests {
  private func plan(
    _ arguments: String..., search: SweepPlan.Search = .grid, seeds: [UInt64] = [0],
    limit: Int = 1000
  ) throws -> SweepPlan {
    try SweepPlan(
      Preset.named("split-mnist").settings, arguments, search: search, seeds: seeds, limit: limit)
  }

  private func message(
    _ arguments: String..., search: SweepPlan.Search = .grid, seeds: [UInt64] = [0],
    limit: Int = 1000
  ) -> String {
    refusal {
      _ = try SweepPlan(
        Preset.named("split-mnist").settings, arguments, search: search, seeds: seeds,
        limit: limit)
    }
  }

  @Test("a grid is every combination, the last setting changing fastest")
  func grid() throws {
    let plan = try plan("steps=7", "beta=0.1,0", "task_embedding=2..6:2,9", seeds: [3, 5])
    #expect(plan.keys == ["beta", "task_embedding"])
    #expect(
      plan.configurations.map { $0.values.joined(separator: " ") }
        == ["0.1 2", "0.1 4", "0.1 6", "0.1 9", "0.0 2", "0.0 4", "0.0 6", "0.0 9"])
    #expect(plan.configurations[3].settings.taskEmbedding == 9)
    #expect(plan.configurations.allSatisfy { $0.settings.steps == 7 })
    #expect(plan.runs.count == 16)
    #expect(plan.runs.prefix(3).map(\.settings.seed) == [3, 5, 3])
    #expect(plan.runs.prefix(3).map(\.configuration) == [0, 0, 1])
    #expect(plan.name(of: 1) == "beta=0.1 task_embedding=4")
  }

  @Test("values with commas are separated by bars, equal values counted once")
  func commas() throws {
    let sizes = try plan("hyper_hidden=20,20|50,50|")
    #expect(sizes.configurations.map(\.settings.hyperHidden) == [[20, 20], [50, 50], []])
    #expect(try plan("hyper_hidden=20,20").keys == [])
    let schedules = try plan("schedule=milestones:5:0.1,9:0.1|constant")
    #expect(schedules.configurations.count == 2)
    #expect(try plan("groups=0,1/2,3|4,5/6,7").configurations.map(\.settings.tasks) == [2, 2])
    #expect(try plan("beta=0.1,0.10,1e-1").configurations.count == 1)
  }

  @Test("random search draws between bounds, the same for the same seed, whatever else is drawn")
  func random() throws {
    let few = try plan(
      "beta=log:0.001..1", "task_embedding=uniform:2..64", "optimizer=adam,sgd",
      search: .random(count: 20, seed: 4))
    let values = few.configurations.map(\.settings)
    #expect(values.count == 20)
    #expect(values.allSatisfy { (0.001...1).contains($0.beta) })
    #expect(values.allSatisfy { (2...64).contains($0.taskEmbedding) })
    #expect(Set(values.map(\.optimizer)).count == 2)
    // Three orders of magnitude, each with its share: a uniform draw would put 18 of 20 in the last.
    #expect(values.count { $0.beta < 0.01 } >= 3 && values.count { $0.beta > 0.1 } >= 3)
    let more = try plan(
      "beta=log:0.001..1", "steps=5", search: .random(count: 30, seed: 4))
    #expect(more.configurations.prefix(20).map(\.settings.beta) == values.map(\.beta))
    let other = try plan("beta=log:0.001..1", search: .random(count: 20, seed: 5))
    #expect(other.configurations.map(\.settings.beta) != values.map(\.beta))
    // There are only two.
    let all = try plan("optimizer=adam,sgd", search: .random(count: 5, seed: 0))
    #expect(Set(all.configurations.map(\.settings.optimizer)).count == 2)
    #expect(all.configurations.count == 2)
  }

  @Test("what a setting is tells whether a comma divides its values, and whether they are whole")
  func kinds() throws {
    for (list, key) in [
      ("groups=0,1/2,3", "groups"), ("target_hidden=20,20", "target_hidden"),
      ("hyper_hidden=20,20", "hyper_hidden"), ("schedule=milestones:5:0.1,9:0.1", "schedule"),
    ] {
      #expect(try plan(list).configurations.count == 1, "\(key)")
    }
    // The base has two layers, so its own value is no number.
    let layers = try plan(
      "target_hidden=uniform:5..50", "beta=uniform:0..1", search: .random(count: 5, seed: 1))
    #expect(layers.configurations.map(\.settings.targetHidden.count) == [1, 1, 1, 1, 1])
  }

  @Test(
    "combinations that differ only in what does nothing are one; what does nothing alone is refused"
  )
  func idle() throws {
    let both = try plan("beta=0,0.1", "regularizer=output,si")
    #expect(
      both.configurations.map(\.values) == [["0.0", "output"], ["0.1", "output"], ["0.1", "si"]])
    let tasks = try plan("tasks=1,2", "beta=0.1,0.2")
    #expect(tasks.configurations.map(\.values).map { $0[0] } == ["1", "2", "2"])
    #expect(message("beta=0", "regularizer=si").contains("does nothing here"))
  }

  @Test("a range of numbers has a step, and ends with its last value")
  func ranges() throws {
    func betas(_ text: String) throws -> [String] {
      try plan("beta=\(text)").configurations.map(\.values[0])
    }
    #expect(try betas("0..1:0.25") == ["0.0", "0.25", "0.5", "0.75", "1.0"])
    #expect(
      try betas("0.1..0.7:0.1,2") == ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "2.0"])
    #expect(try betas("1..5:2") == ["1.0", "3.0", "5.0"])
    #expect(try betas("0..1:0.4") == ["0.0", "0.4", "0.8"])
    #expect(try betas("1e-4..3e-4:1e-4") == ["0.0001", "0.0002", "0.0003"])
  }

  @Test("more seeds and more draws are the same sweep; other values are another")
  func identity() throws {
    let id = try plan("beta=0,1").id
    #expect(id.hasPrefix("split-mnist-sweep-"))
    #expect(try plan("beta=0,1", seeds: [1, 2]).id == id)
    #expect(try plan("beta=0,2").id != id)
    #expect(try plan("beta=0,1", "steps=3").id != id)
    let random = try plan("beta=0,1", search: .random(count: 1, seed: 1)).id
    #expect(random != id)
    #expect(try plan("beta=0,1", search: .random(count: 2, seed: 1)).id == random)
    #expect(try plan("beta=0,1", search: .random(count: 2, seed: 2)).id != random)
  }

  @Test("what cannot be is an error that says where")
  func errors() {
    #expect(message("betta=1").contains("did you mean 'beta'?"))
    #expect(message("beta").contains("'beta' has no value"))
    #expect(message("beta=1,x").hasPrefix("in the configuration beta=x: invalid value beta=x"))
    #expect(message("steps=0").hasPrefix("invalid value steps=0"))
    #expect(
      message("beta=0.1..0.5").contains(
        "allowed: a list of values (0.1,0.2,0.5), a range with a step"))
    for range in [
      "0..1", "0.1..0.5", "1..5", "0..1:0", "0..1:-1", "1..0:0.1", "0..1:x", "0..9:1e-9",
    ] {
      #expect(message("beta=\(range)").contains("a range with a step (0..1:0.25)"), "\(range)")
    }
    #expect(message("task_embedding=2..8.5").contains("a range of whole numbers (2..8"))
    for range in [
      "8..2", "2..8:0", "2..8:x", "..8", "2..", "0..9999999999999999999", "0..99999999",
    ] {
      #expect(message("task_embedding=\(range)").contains("invalid value"), "\(range)")
    }
    #expect(message("beta=log:0.1..1").contains("need --random"))
    for bounds in ["log:0..1", "log:1..0.1", "uniform:a..b", "uniform:1", "uniform:-1..1"] {
      #expect(
        message("beta=\(bounds)", search: .random(count: 2, seed: 0)).contains("two numbers"),
        "\(bounds)")
    }
    #expect(message("beta=1", "beta=2").contains("one list of values"))
    #expect(message("seed=1,2").contains("see --seeds"))
    #expect(
      message("task_embedding=2,3", "grid=0,5")
        .hasPrefix("in the configuration task_embedding=3 grid=5: invalid value grid=5"))
  }

  @Test("the number of runs is limited before they are made")
  func limit() {
    #expect(
      message("task_embedding=1..10", seeds: [0, 1], limit: 19)
        == "the sweep has 20 runs, 10 configurations with 2 seeds each, and --max-runs "
        + "allows 19; try fewer values, or raise --max-runs")
    #expect(message("task_embedding=1..10", seeds: [0, 1], limit: 20) == "accepted")
    let many = "1..100000"
    #expect(
      message(
        "task_embedding=\(many)", "chunk_embedding=\(many)", "chunk_size=\(many)",
        "steps=\(many)", "batch=\(many)"
      ).hasPrefix("the sweep has"))
    #expect(
      message("beta=0,1", search: .random(count: 11, seed: 0), limit: 10).contains("11 runs"))
  }

  @Test("configurations are ranked by their means; what is missing comes last")
  func summary() throws {
    let plan = try plan("beta=0,1,2,3", seeds: [0, 1])
    func run(_ final: Double, _ forgetting: Double) -> [RunMetric: Double] {
      [.finalAccuracy: final, .forgetting: forgetting]
    }
    let metrics = [
      run(0.5, 0.1), run(0.7, 0.3), [:], [:], run(0.9, 0.4), [:], run(0.6, 0), run(0.6, 0),
    ]
    let summary = SweepSummary(plan, metrics, by: .finalAccuracy)
    #expect(summary.rows.map(\.configuration) == [2, 0, 3, 1])
    #expect(summary.best?.configuration == 2)
    // Mean 60, deviations ±10: standard error √(200 / 1 / 2) = 10.
    let mean = try #require(summary.rows[1].means[.finalAccuracy])
    #expect(abs(mean.mean - 60) < 1e-9 && mean.n == 2)
    #expect(abs((mean.standardError ?? 0) - 10) < 1e-9)
    #expect(summary.rows[0].means[.finalAccuracy]?.standardError == nil)
    #expect(summary.rows[3].means[.finalAccuracy] == nil)
    let forgetting = SweepSummary(plan, metrics, by: .forgetting)
    #expect(forgetting.rows.map(\.configuration) == [3, 0, 2, 1])
    #expect(SweepSummary(plan, metrics, by: .taskInference).best == nil)
  }
}
