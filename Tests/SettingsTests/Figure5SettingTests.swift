import Datasets
import Foundation
import Networks
import Settings
import TestSupport
import Testing

@Suite("The settings of Figure 5")
struct Figure5SettingTests {
  private func settings(_ overrides: [String] = []) throws -> ExperimentSettings {
    try ExperimentSource("fig5").settings(changing: overrides)
  }

  private func texts(_ overrides: [String] = []) throws -> [String: String] {
    let settings = try settings(overrides)
    return Dictionary(uniqueKeysWithValues: SettingKey.all.map { ($0.name, $0.read(settings)) })
  }

  private func expect(_ texts: [String: String], _ wanted: [String: String]) {
    for (name, text) in wanted { #expect(texts[name] == text, "\(name)") }
  }

  @Test("as published: ResNet-32 and a linear hypernetwork, 200 epochs of each task")
  func published() throws {
    func blocks(_ channels: Int, _ count: Int) -> [String] {
      Array(repeating: "block \(channels)", count: count)
    }
    var layers = ["conv 16", "batchnorm", "relu"] + blocks(16, 5)
    layers += ["block 32 stride 2"] + blocks(32, 4)
    layers += ["block 64 stride 2"] + blocks(64, 4) + ["avgpool", "dense"]
    let groups = (0..<6).map { task in
      (10 * task..<10 * task + 10).map { "\($0)" }.joined(separator: ",")
    }
    expect(
      try texts(),
      [
        "network": layers.joined(separator: ", "), "dataset": "cifar-10+cifar-100", "tasks": "6",
        "groups": groups.joined(separator: "/"),
        "normalization": "imagenet", "augmentation": "flip_crop", "hyper_hidden": "",
        "task_embedding": "32", "chunk_embedding": "32", "chunk_size": "7000", "beta": "0.05",
        "own_head": "yes", "lookahead": "optimizer", "batch": "32", "epochs": "200",
        "learning_rate": "0.001", "optimizer": "adam", "validation": "0",
        "schedule": "epochs:80:0.1,120:0.01,160:0.001,180:0.0005", "initialization": "xavier",
      ])
  }

  @Test("the network of Zenke et al. brings its own training, wherever it is named")
  func zenke() throws {
    let network =
      "network=conv 32, relu, conv 32 valid, relu, maxpool 2, dropout 0.25 channels, conv 64, relu, "
      + "conv 64 valid, relu, maxpool 2, dropout 0.25 channels, dense 512, relu, dropout 0.5, dense"
    expect(
      try texts([network]),
      [
        "hyper_hidden": "100,150,200", "hyper_activation": "relu", "task_embedding": "48",
        "chunk_embedding": "80", "chunk_size": "5500", "batch": "256", "epochs": "80",
        "learning_rate": "0.0001", "beta1": "0.5", "beta": "0.01", "augmentation": "none",
        "schedule": "constant",
      ])
    let overrides = ["epochs=3", network, "method=si", "profile=short"]
    #expect(try settings(overrides) == settings(overrides.reversed()))
    #expect(try settings([network, "profile=short"]).epochs == 8)
    // Any other network trains as ResNet-32 does.
    let own = try settings(["network=conv 8, relu, avgpool, dense", "method=ewc"])
    #expect(own.batch == 32 && own.epochs == 200 && own.networkLayers?.count == 3)
  }

  @Test("profiles: a tenth of the epochs, or a few steps; other experiments have others")
  func profiles() throws {
    expect(
      try texts(["profile=short"]),
      [
        "epochs": "20", "schedule": "epochs:8:0.1,12:0.01,16:0.001,18:0.0005", "beta": "0.05",
        "tasks": "6",
      ])
    expect(
      try texts(["profile=quick"]), ["epochs": "0", "steps": "100", "schedule": "constant"])
    #expect(try settings(["profile=quick"]).networkLayers == NamedNetwork(name: "resnet8")?.layers)
    // What is named stands, wherever it stands.
    for overrides in [
      ["network=resnet32", "profile=quick"], ["profile=quick", "method=si", "network=resnet32"],
    ] {
      let named = try settings(overrides)
      #expect(named.networkLayers == NamedNetwork(name: "resnet32")?.layers && named.steps == 100)
    }
    func message(_ preset: String, _ profile: String) -> String {
      refusal {
        _ = try ExperimentSource(preset).settings(changing: ["profile=\(profile)"])
      }
    }
    #expect(message("table1", "short").contains("full or quick in the experiment table1; fig5 has"))
    #expect(message("fig4", "quick").contains("full in the experiment fig4; fig5 and table1 have"))
    #expect(message("table1", "quick") == "accepted")
  }

  @Test("what a file says of the experiment is the same run, the network first")
  func files() throws {
    for overrides in [
      ["profile=short"], ["profile=quick"], ["profile=quick", "network=resnet32"],
      ["network=conv 8, relu, avgpool, dense", "batch=7"],
    ] {
      let wanted = try settings(overrides)
      let text = ExperimentFile.text(of: wanted, from: try Preset.named("fig5"))
      let file = try ExperimentFile(bytes: Data(text.utf8), path: "mine.yaml")
      #expect(try file.settings() == wanted)
    }
  }

  @Test("the figure's panels; what is set besides acts in all of them")
  func panels() throws {
    let figure = PanelFigure.figure5
    #expect(try figure.runs([]).map(\.panel.name) == ["hnet", "scratch", "fine-tuning"])
    let panels = try figure.select(["profile=short", "beta1=0.8", "chunk_size=900"])
    #expect(panels.allSatisfy { $0.settings.epochs == 20 && $0.settings.beta1 == 0.8 })
    #expect(panels[0].settings.chunkSize == 900 && panels[1].settings.chunkSize == 7000)
    #expect(!PanelFigure.meansPanels(["method=si"]) && PanelFigure.meansPanels(["seed=1"]))
    // A scenario that is chosen besides leaves a panel's own settings.
    let ewc = try PanelFigure.figure2.select(["scenario=CL1"]).first { $0.panel.name == "hnet-ewc" }
    #expect(ewc?.settings.beta == 1000)
    let idle = refusal { _ = try figure.select(["padding=2"]) }
    #expect(idle.contains("none of the panels has a use for it"))
    // What a replay model generates lies between 0 and 1.
    #expect(try settings(["method=dgr"]).normalization == .plain)
  }
}
