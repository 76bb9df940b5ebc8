import Results
import Runs
import Settings
import Tables
import Testing

/// In what cells depart from what was published with them.
@Suite("Published settings of Table 1")
struct Table1DepartureTests {
  private func departures(
    _ cell: Table1Cell, _ changes: [String] = [], profile: ExperimentSettings.Profile = .full
  ) throws -> [String] {
    let published = try #require(try PublishedResults.embedded()[cell])
    var settings = cell.settings(profile)
    try SettingKey.apply(changes, to: &settings)
    return try settings.departures(from: published).map(\.description)
  }

  @Test("a cell has the published settings, but for those that are known to have others")
  func cells() throws {
    let published = try PublishedResults.embedded()
    var found: [String: [String]] = [:]
    for cell in Table1.cells where published[cell] != nil {
      let list = try departures(cell)
      if !list.isEmpty { found[cell.description] = list }
    }
    let entropy = [
      "learning_rate=0.0001 (published: 0.001)", "hyper_activation=elu (published: relu)",
      "hyper_hidden=25,25 (published: 10,10)",
    ]
    let replay = ["replay_hyper_hidden=25,25 (published: 10,10)"]
    #expect(
      found.mapValues { $0.sorted() } == [
        "split-mnist CL2 hnet+ent": entropy.sorted(), "split-mnist CL3 hnet+ent": entropy.sorted(),
        "split-mnist CL1 hnet+r": replay, "split-mnist CL2 hnet+r": replay,
        "split-mnist CL3 hnet+r": replay,
        "permuted-mnist-10 CL3 online-ewc": ["importance_decay=0.5 (published: 1.0)"],
      ])
  }

  @Test("every published setting can be set, and then nothing is left to differ")
  func asPublished() throws {
    for result in try PublishedResults.embedded().results where !result.settings.isEmpty {
      let changes = result.settings.map { "\($0.key)=\($0.value)" }
      #expect(try departures(result.cell, changes).isEmpty, "\(result.cell)")
    }
  }

  @Test("the quick profile departs in every cell, in what it changes and not by its name")
  func quick() throws {
    let published = try PublishedResults.embedded()
    for cell in Table1.cells where published[cell] != nil {
      let list = try departures(cell, profile: .quick)
      #expect(list.contains { $0.hasPrefix("steps=250 (published: ") }, "\(cell)")
      #expect(!list.contains { $0.hasPrefix("profile=") }, "\(cell)")
    }
  }

  @Test(
    "whatever acts on a result makes another experiment",
    arguments: [
      "steps=1999", "dataset=fashion-mnist", "validation=10", "beta=2", "tasks=4", "batch=64",
      "optimizer=adamw", "weight_decay=0.1", "schedule=cosine", "clip_norm=1", "clip_value=1",
      "target_hidden=400", "target_dropout=0.1", "target_activation=elu", "groups=0,1/2,3,4",
      "learning_rate=0.002", "beta1=0.8", "importance_samples=100",
    ])
  func changes(change: String) throws {
    let cell = Table1Cell("split-mnist", "CL1", "ewc")
    let list = try departures(cell, [change])
    let setting = change.prefix { $0 != "=" }
    #expect(list.contains { $0.hasPrefix("\(setting)=") }, "\(list)")
    // What is written more often acts on nothing.
    #expect(try departures(cell, ["log_interval=7"]).isEmpty)
  }
}
