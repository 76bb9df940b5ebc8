import Settings
import Testing

@Suite("What a setting declares")
struct SettingDeclarationTests {
  private func settings(_ overrides: [String]) throws -> ExperimentSettings {
    try ExperimentSource("table1").settings(changing: overrides)
  }

  private func comparison(_ overrides: [String]) throws -> String {
    let settings = try settings(overrides)
    return ExperimentSettings.comparison(
      settings.experiment, seed: Int(settings.seed), settings.recorded)
  }

  /// What a setting of each kind may be beside its default.
  private func others(_ key: SettingKey) -> [String] {
    key.choices + ["1", "2", "33", "0.7", "yes", "0,1/2,3", "cosine", "dense 33, tanh, dense"]
  }

  @Test("each description stands by itself")
  func descriptions() {
    for key in SettingKey.all {
      let first = key.meaning.prefix { $0 != " " }
      #expect(!["its", "of", "that"].contains(first), "\(key.name)")
      for word in ["likewise", "above", "below", "the same"] {
        #expect(!key.meaning.contains(word), "\(key.name)")
      }
      #expect(key.meaning.count > 15 && key.meaning.last != ".", "\(key.name)")
    }
  }

  @Test("every group of settings has settings and a method")
  func groups() {
    for group in SettingGroup.allCases {
      #expect(SettingKey.all.contains { $0.groups.contains(group) }, "\(group)")
      #expect(MethodDeclaration.all.contains { $0.groups.contains(group) }, "\(group)")
    }
  }

  @Test("what is only looked at leaves networks and training as they are")
  func observation() throws {
    #expect(ExperimentSettings.observedNames.isSuperset(of: ["grid", "log_interval"]))
    let base = try settings(["task_embedding=2", "grid=5"])
    for key in SettingKey.all where key.effect == .observation {
      for value in others(key) {
        var changed = base
        guard (try? SettingKey.apply(["\(key.name)=\(value)"], to: &changed)) != nil else {
          continue
        }
        for task in 0..<3 {
          var training = changed.training(ofTask: task)
          training.logInterval = base.training(ofTask: task).logInterval
          #expect(training == base.training(ofTask: task), "\(key.name)=\(value)")
        }
        #expect(changed.sequence == base.sequence)
        let network = base.network(height: 28, width: 28, channels: 1)
        #expect(changed.network(height: 28, width: 28, channels: 1) == network)
        #expect(changed.hypernetwork(for: network) == base.hypernetwork(for: network))
      }
    }
  }

  @Test("forward transfer compares runs whose tasks, target networks and training are equal")
  func comparisons() throws {
    let scratch = try comparison(["method=scratch"])
    #expect(scratch.hasPrefix("experiment=table1\nseed=0\nbatch=128\nbenchmark=split-mnist\n"))
    #expect(scratch.hasSuffix("target_hidden=400,400\ntasks=5\nweight_decay=0.0"))
    for overrides in [
      ["method=hnet"], ["method=hnet", "beta=3", "chunk_size=5000", "embedding_start=mean"],
      ["method=ewc"], ["method=si", "scenario=CL3"], ["method=er", "buffer=5"],
      ["method=dgr", "latents=5"], ["method=progressive"], ["method=joint", "log_interval=7"],
    ] {
      #expect(try comparison(overrides) == scratch, "\(overrides)")
    }
    for overrides in [
      ["steps=7"], ["seed=1"], ["target_hidden=40"], ["target_dropout=0.5"], ["tasks=2"],
      ["network=dense 40, tanh, dense 30, dense"], ["groups=0,2/1,3/4,5/6,7/8,9"],
      ["validation=100"], ["profile=quick"], ["benchmark=permuted-mnist-10"], ["clip_norm=1"],
    ] {
      let alone = try comparison(["method=scratch"] + overrides)
      #expect(alone != scratch, "\(overrides)")
      #expect(try comparison(["method=hnet"] + overrides) == alone, "\(overrides)")
    }
    // A network that is trained alone begins with a new optimizer.
    #expect(try comparison(["method=ewc", "optimizer_state=keep"]) != scratch)
    #expect(try comparison(["method=ewc", "optimizer_state=reset"]) == scratch)
    // Two descriptions of one network are one network.
    #expect(
      try comparison(["network=dense 40, relu, dense"]) == comparison(["target_hidden=40"]))
  }
}
