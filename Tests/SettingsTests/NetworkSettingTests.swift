import Datasets
import Foundation
import Networks
import Settings
import TestSupport
import Testing

@Suite("The setting of the network's layers")
struct NetworkSettingTests {
  private func settings(_ overrides: [String]) throws -> ExperimentSettings {
    try ExperimentSource("split-mnist").settings(changing: overrides)
  }

  private func message(_ overrides: [String]) -> String {
    refusal { _ = try settings(overrides) }
  }

  @Test("layers make the network; the last one has the outputs of all tasks")
  func layers() throws {
    let settings = try settings(["network=dense 40, tanh, dropout 0.2,dense  30 , dense"])
    let network = settings.network(height: 28, width: 28, channels: 1)
    #expect(
      network.layers
        == [.dense(40), .activation(.tanh), .dropout(0.2), .dense(30), .dense(10)])
    #expect(settings.recorded["network"] == "dense 40, tanh, dropout 0.2, dense 30, dense")
    #expect(settings.recorded["target_hidden"] == nil)
  }

  @Test("a perceptron is the same run, whichever way it is described")
  func perceptron() throws {
    for (layers, others) in [
      ("dense 40, relu, dense 30, relu, dense", ["target_hidden=40,30"]),
      (
        "dense 40, tanh, dropout 0.5, dense",
        ["target_hidden=40", "target_activation=tanh", "target_dropout=0.5"]
      ), ("dense", ["target_hidden="]), ("perceptron", []),
    ] {
      let (one, other) = (try settings(["network=\(layers)"]), try settings(others))
      #expect(one.recorded == other.recorded, "\(layers)")
      #expect(
        one.network(height: 2, width: 2, channels: 1)
          == other.network(height: 2, width: 2, channels: 1))
    }
    #expect(try settings(["target_hidden=40,30"]).recorded["network"] == nil)
  }

  @Test("what is no network, or has no use beside it, is refused")
  func refused() {
    for text in [
      "dense 40, relu", "relu, dense", "dense 40, relu, relu, dense", "conv, dense", "",
      "dense 0, dense",
      "dense 40, dropout 0.2, relu, dense", "dense 200000, dense", "dense 40,, dense",
    ] {
      #expect(
        message(["network=\(text)"]).contains("; allowed: perceptron, a name, or layers"), "\(text)"
      )
    }
    for (text, reason) in [
      ("conv 8, conv, dense", "layers, and 'conv' is none; 'engram experiments describe network'"),
      ("dense 40, relu, relu, dense", "'relu' cannot follow 'relu'"),
      ("dense 200000, dense", "at most 100000 units, and not 'dense 200000'"),
      ("dense 40, relu", "the last one is dense"), ("zenk", "; did you mean 'zenke'?"),
      (
        "resnet18",
        "allowed: resnetD with D = 6n + 2 layers, n from 1 to 18: the nearest are resnet14"
      ),
    ] {
      #expect(message(["network=\(text)"]).contains(reason), "\(message(["network=\(text)"]))")
    }
    #expect(
      message(["network=dense 40, relu, dense", "target_hidden=30"])
        .contains("target_hidden acts where network=perceptron"))
    #expect(message(["network=dense 40, dense", "chunk_size=5000"]) == "accepted")
  }

  @Test("a name is its layers; descriptions spell them out, and people read the name")
  func names() throws {
    let key = try SettingKey.named("network")
    for (name, layers) in [
      (
        "resnet8",
        "conv 16, batchnorm, relu, block 16, block 32 stride 2, block 64 stride 2, avgpool, dense"
      ),
      (
        "zenke",
        "conv 32, relu, conv 32 valid, relu, maxpool 2, dropout 0.25 channels, conv 64, relu, "
          + "conv 64 valid, relu, maxpool 2, dropout 0.25 channels, dense 512, relu, dropout 0.5, dense"
      ),
    ] {
      let (one, other) = (try settings(["network=\(name)"]), try settings(["network=\(layers)"]))
      #expect(one == other && one.recorded == other.recorded)
      #expect(one.recorded["network"] == layers)
      #expect(key.show(one) == name && key.shown(layers) == name && key.shown(name) == name)
      let text = ExperimentFile.text(of: other, from: try Preset.named("split-mnist"))
      #expect(text.contains("\nnetwork: \(name)\n"), "\(text)")
      #expect(try ExperimentFile(bytes: Data(text.utf8), path: "mine.yaml").settings() == one)
    }
    // What has no name stays as it is.
    #expect(key.show(try settings(["network=dense 5, dense"])) == "dense 5, dense")
    #expect(key.show(try settings([])) == "perceptron" && key.shown("no layers") == "no layers")
  }

  @Test("a file has it as a text or a list, and says it as a text")
  func files() throws {
    let wanted = try settings(["network=dense 40, tanh, dense"])
    for line in ["network: dense 40, tanh, dense", "network: [dense 40, tanh, dense]"] {
      let file = try ExperimentFile(
        bytes: Data("experiment: split-mnist\n\(line)\n".utf8), path: "mine.yaml")
      #expect(try file.settings() == wanted, "\(line)")
    }
    let text = ExperimentFile.text(of: wanted, from: try Preset.named("split-mnist"))
    #expect(text.contains("network: \"dense 40, tanh, dense\"\n"), "\(text)")
    #expect(
      try ExperimentFile(bytes: Data(text.utf8), path: "mine.yaml").settings() == wanted)
  }
}
