import Learning
import Settings
import TestSupport
import Testing

@Suite("Settings")
struct SettingKeyTests {
  private func settings(_ preset: String, _ overrides: String...) throws -> ExperimentSettings {
    try ExperimentSource(preset).settings(changing: overrides)
  }

  private func message(_ preset: String, _ overrides: String...) -> String {
    refusal {
      var settings = try Preset.named(preset).settings
      try SettingKey.apply(overrides, to: &settings)
    }
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
    #expect(message("fig4", "step=5").contains("did you mean 'steps'?"))
    #expect(message("fig4", "learningrate=5").contains("did you mean 'learning_rate'?"))
    #expect(message("fig44").contains("did you mean 'fig4'?"))
    #expect(message("fig4", "fast").contains("key=value"))
  }

  @Test(
    "values out of range name the key and what is allowed",
    arguments: [
      "steps=0", "steps=many", "tasks=0", "tasks=6", "chunk_size=-1", "learning_rate=-1",
      "learning_rate=nan", "beta=-0.1", "beta=inf", "scenario=XY", "scenario=CL3", "grid=1",
      "target_activation=swish", "optimizer=lbfgs", "target_hidden=400,,400", "groups=0,1/1,2",
      "groups=0", "seed=-1", "scan=some", "task_embedding=3", "schedule=linear",
      "schedule=step:0:1",
      "schedule=step:5", "schedule=cosine:2", "schedule=plateau:1.5:2:3",
      "schedule=exponential:nan",
      "schedule=milestones:5:0.1,5:0.2", "schedule=epochs:5:0.1,4:0.2", "schedule=epochs:5:0.1",
      "epochs=-1", "validation_plateau=1:5:0", "validation_plateau=0.5:0:0",
      "validation_plateau=0.5:5", "validation_plateau=0.5:5:-1", "schedule=",
      "initialization=normal:0",
      "initialization=orthogonal", "weight_decay=-1", "clip_norm=-1", "beta1=1", "momentum=0.9",
      "nesterov=yes", "nesterov=maybe", "target_dropout=1", "embedding_start=zero",
      "regularizer=l2", "regularized_tasks=-1", "importance_samples=0", "importance_decay=0.5",
      "damping=0", "damping=0.2", "fisher=1", "importance_samples=5",
      "dataset=", "dataset=../mnist", "dataset=/etc", "margin=1e300", "seed=9223372036854775808",
      "target_hidden=100001",
    ])
  func invalid(_ override: String) {
    let text = message("fig4", override)
    let key = override.split(separator: "=")[0]
    #expect(text.contains(key) || override == "task_embedding=3" && text.contains("grid"))
    #expect(text.contains("; allowed: ") || text.contains("does nothing here"))
  }

  @Test("any grouping of classes makes a sequence, as long as its groups")
  func groups() throws {
    let three = try settings("split-mnist", "groups=0,1,2/3,4,5/6,7")
    #expect(three.tasks == 3)
    #expect(three.sequence.outputCount == 8)
    #expect(three.network(height: 28, width: 28, channels: 1).widths == [784, 400, 400, 8])
    #expect(try settings("split-mnist", "groups=0,1/2,3", "tasks=1").tasks == 1)
  }

  @Test(
    "settings that contradict each other are an error that names one of them",
    arguments: [
      (["regularizer=ewc", "own_head=yes"], "own_head"),
      (["regularizer=si", "fisher=yes"], "fisher"),
      (["regularizer=mas", "lookahead=sgd"], "lookahead"),
      (["regularizer=ewc", "regularized_tasks=1"], "regularized_tasks"),
      (["regularizer=ewc", "regularizer_targets=current"], "regularizer_targets"),
      (["regularizer_targets=current", "lookahead=none"], "lookahead"),
      (["clip_norm=1", "clip_value=1"], "clip_value"),
      (["epochs=2", "steps=50"], "steps"), (["schedule=epochs:1:0.5"], "schedule"),
      (["optimizer=sgd", "nesterov=yes"], "nesterov"), (["optimizer=sgd", "beta2=0.9"], "beta2"),
      (["regularizer=si", "importance_samples=5"], "importance_samples"),
      (["optimizer=rmsprop", "momentum=0.5", "nesterov=yes"], "nesterov"),
    ])
  func contradictions(overrides: [String], key: String) throws {
    var settings = try Preset.named("split-mnist").settings
    let error = #expect(throws: SettingError.self) {
      try SettingKey.apply(overrides, to: &settings)
    }
    let message = error?.description ?? ""
    #expect(
      message.hasPrefix("\(key)=") || message.hasPrefix("invalid value \(key)="), "\(message)")
  }

  @Test("texts of schedules and initialisations are read as they are written")
  func texts() throws {
    for text in [
      "constant", "step:100:0.5", "milestones:100:0.1,200:0.01", "exponential:0.999", "cosine:0.01",
      "plateau:0.5:2:20:0.001:0.1",
    ] {
      #expect(try settings("fig4", "schedule=\(text)").schedule.text == text)
    }
    let figure5 = "epochs:80:0.1,120:0.01,160:0.001,180:0.0005"
    #expect(
      try settings("fig4", "epochs=200", "schedule=\(figure5)").schedule.text == figure5)
    let lowering = try settings(
      "fig4", "epochs=2", "validation=50", "validation_plateau=0.3162277660168379:5:5e-07")
    #expect(lowering.validationPlateau?.text == "0.3162277660168379:5:5e-07")
    #expect(lowering.validationPlateau?.epochs == 5)
    #expect(try settings("fig4", "schedule=cosine").schedule == .cosine(minimum: 0))
    #expect(
      try settings("fig4", "schedule=plateau:0.5:2:20").schedule
        == .plateau(factor: 0.5, patience: 2, window: 20))
    for text in ["xavier", "kaiming", "normal:0.02", "hyperfan-in", "hyperfan-out"] {
      #expect(try settings("fig4", "initialization=\(text)").initialization.text == text)
    }
  }

  @Test("epochs take the place of steps in the training and in what a run tells of itself")
  func epochs() throws {
    let usual = try settings("split-mnist")
    let byEpochs = try settings("split-mnist", "epochs=3")
    for training in [byEpochs.training(ofTask: 0), byEpochs.training(ofTask: 1)] {
      #expect(training.length == .epochs(3) && training.steps == 0)
    }
    #expect(usual.training(ofTask: 0).length == .steps(2000))
    #expect(byEpochs.recorded["epochs"] == "3" && byEpochs.recorded["steps"] == nil)
    #expect(usual.recorded["epochs"] == nil && usual.recorded["validation_plateau"] == nil)
    #expect(usual.recorded["steps"] == "2000")
  }

  @Test("the optimizer's settings reach the training")
  func optimizers() throws {
    let adamW = try settings(
      "fig4", "optimizer=adamw", "weight_decay=0.1", "clip_norm=2", "beta1=0.5")
    #expect(
      adamW.training(ofTask: 1).optimizer
        == .init(.adamW(beta1: 0.5), learningRate: 1e-3, weightDecay: 0.1, clipping: .norm(2)))
    let sgd = try settings(
      "fig4", "optimizer=sgd", "momentum=0.9", "nesterov=yes", "clip_value=3", "schedule=cosine")
    #expect(
      sgd.training(ofTask: 1).optimizer
        == .init(
          .sgd(momentum: 0.9, nesterov: true), learningRate: 1e-3, clipping: .value(3),
          schedule: .cosine(minimum: 0)))
    #expect(
      try settings("fig4", "optimizer=rmsprop").training(ofTask: 1).optimizer.algorithm
        == .rmsProp())
  }

  @Test("the regularizer's settings reach the training of the tasks on which they act")
  func regularizers() throws {
    let plain = try settings("fig4")
    for overrides in [
      ["lookahead=sgd"], ["regularizer_targets=current"], ["regularized_tasks=2"], ["own_head=yes"],
      ["embedding_start=mean"],
    ] {
      var changed = plain
      try SettingKey.apply(overrides, to: &changed)
      #expect(changed.training(ofTask: 0) == plain.training(ofTask: 0), "\(overrides)")
      #expect(changed.training(ofTask: 3) != plain.training(ofTask: 3), "\(overrides)")
    }
    // Two of two past tasks are all of them.
    #expect(
      try settings("fig4", "regularized_tasks=2").training(ofTask: 2) == plain.training(ofTask: 2))
    // What does not act is no part of the key.
    #expect(
      try settings("fig4", "regularizer=online-ewc", "importance_decay=0.5").training(ofTask: 0)
        == settings("fig4", "regularizer=online-ewc").training(ofTask: 0))
    // What has to be measured is measured after the first task too.
    for overrides in [["fisher=yes"], ["regularizer=ewc"], ["regularizer=si", "damping=0.5"]] {
      var changed = plain
      try SettingKey.apply(overrides, to: &changed)
      #expect(changed.training(ofTask: 0) != plain.training(ofTask: 0), "\(overrides)")
      #expect(changed.training(ofTask: 0).regularizer.needsImportance, "\(overrides)")
      #expect(changed.training(ofTask: 0).regularizer.strength == 0, "\(overrides)")
      // Importances of SI alone can be negative.
      #expect(
        changed.training(ofTask: 0).regularizer.leastImportance
          == (overrides[0] == "regularizer=si" ? 0 : nil))
    }
    // Without a strength, nothing of the regularizer is part of the key.
    for overrides in [["own_head=yes", "fisher=yes"], ["regularizer=ewc"]] {
      var without = plain
      try SettingKey.apply(overrides, to: &without)
      without.beta = 0
      #expect(try without.training(ofTask: 1) == settings("fig4", "beta=0").training(ofTask: 1))
    }
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
    let long = try settings("permuted-mnist-100")
    let largest = long.network(height: 28, width: 28, channels: 1)
    #expect(largest.weightCount == 3_027_000)
    #expect(long.hypernetwork(for: largest).trainableCount(tasks: 100) == 2_816_448)
  }

  @Test("beta is no part of the first task's settings")
  func beta() throws {
    let (weak, strong) = (try settings("fig4", "beta=0.01"), try settings("fig4", "beta=1"))
    #expect(weak.training(ofTask: 0) == strong.training(ofTask: 0))
    #expect(weak.training(ofTask: 1) != strong.training(ofTask: 1))
  }
}
