import Experiments
import Testing

@Suite("Settings")
struct SettingKeyTests {
  private func settings(_ preset: String, _ overrides: String...) throws -> ExperimentSettings {
    var settings = try Preset.named(preset).settings
    try SettingKey.apply(overrides, to: &settings)
    return settings
  }

  private func message(_ preset: String, _ overrides: String...) -> String? {
    do {
      var settings = try Preset.named(preset).settings
      try SettingKey.apply(overrides, to: &settings)
      return nil
    } catch { return "\(error)" }
  }

  @Test("overrides change what they name and nothing else")
  func overrides() throws {
    let changed = try settings("fig4", "steps=50", "grid=5", "beta=0", "target_hidden=30,20")
    var expected = try settings("fig4")
    expected.steps = 50
    expected.grid = 5
    expected.beta = 0
    expected.targetHidden = [30, 20]
    #expect(changed == expected)
  }

  @Test("every key reads back what it was given")
  func roundTrip() throws {
    for preset in Preset.all {
      for key in SettingKey.all {
        let text = key.read(preset.settings)
        var copy = preset.settings
        try SettingKey.apply(["\(key.name)=\(text)"], to: &copy)
        #expect(copy == preset.settings, "\(key.name)=\(text)")
      }
    }
  }

  @Test("an unknown name is an error that suggests the nearest")
  func unknown() throws {
    #expect(message("fig4", "step=5")?.contains("Did you mean 'steps'?") == true)
    #expect(message("fig4", "learningrate=5")?.contains("Did you mean 'learning_rate'?") == true)
    #expect(message("fig5")?.contains("Did you mean 'fig4'?") == true)
    #expect(message("fig4", "steps")?.contains("key=value") == true)
  }

  @Test(
    "values out of range name the key and what is allowed",
    arguments: [
      "steps=0", "steps=many", "tasks=0", "tasks=6", "chunk_size=-1", "learning_rate=-1",
      "learning_rate=nan", "beta=-0.1", "beta=inf", "scenario=CL4", "scenario=CL3", "grid=1",
      "target_activation=gelu", "optimizer=lbfgs", "target_hidden=400,,400", "groups=0,1/1,2",
      "groups=0", "seed=-1", "scan=some", "task_embedding=3",
    ])
  func invalid(_ override: String) throws {
    let text = try #require(message("fig4", override))
    let key = override.split(separator: "=")[0]
    #expect(text.contains(key) || override == "task_embedding=3" && text.contains("grid"))
    #expect(text.contains("takes"))
  }

  @Test("any grouping of classes makes a sequence, as long as its groups")
  func groups() throws {
    let three = try settings("split-mnist", "groups=0,1,2/3,4,5/6,7")
    #expect(three.tasks == 3)
    #expect(three.sequence.outputCount == 8)
    #expect(three.network(height: 28, width: 28, channels: 1).layers == [784, 400, 400, 8])
    #expect(try settings("split-mnist", "groups=0,1/2,3", "tasks=1").tasks == 1)
  }

  @Test("the presets have the published sizes")
  func sizes() throws {
    let split = try settings("split-mnist")
    let network = split.network(height: 28, width: 28, channels: 1)
    #expect(network.weightCount == 478_410)
    #expect(split.hypernetwork(for: network).trainableCount(tasks: 5) == 465_672)
    let permuted = try settings("permuted-mnist-10")
    let large = permuted.network(height: 28, width: 28, channels: 1)
    #expect(large.weightCount == 2_126_100)
    #expect(permuted.hypernetwork(for: large).trainableCount(tasks: 10) == 2_029_939)
  }

  @Test("beta is no part of the first task's settings")
  func beta() throws {
    let (weak, strong) = (try settings("fig4", "beta=0.01"), try settings("fig4", "beta=1"))
    #expect(weak.training(ofTask: 0) == strong.training(ofTask: 0))
    #expect(weak.training(ofTask: 1) != strong.training(ofTask: 1))
  }
}
