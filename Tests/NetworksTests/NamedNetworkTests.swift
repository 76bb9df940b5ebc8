import Networks
import Tensors
import Testing

@Suite("Networks with a name")
struct NamedNetworkTests {
  private static let picture = SampleShape(channels: 3, height: 32, width: 32)

  private func network(_ name: String, outputs: Int) throws -> Architecture {
    let named = try #require(NamedNetwork(name: name))
    return Architecture(input: Self.picture, layers: named.layers + [.dense(outputs)])
  }

  @Test("they have as many weights as published")
  func weights() throws {
    // He et al. 2015 give 0.27, 0.46, 0.66, 0.85 and 1.7 million for ten classes, without biases of convolutions.
    for (name, millions) in [
      ("resnet20", 0.27), ("resnet32", 0.46), ("resnet44", 0.66), ("resnet56", 0.85),
      ("resnet110", 1.7),
    ] {
      let weights = Double(try network(name, outputs: 10).weightCount)
      #expect(abs(weights / 1e6 - millions) < 0.04, "\(name): \(weights)")
    }
    #expect(try network("resnet32", outputs: 60).weightCount == 468_540)
    #expect(try network("zenke", outputs: 60).weightCount == 1_276_508)
  }

  @Test("a ResNet of D layers has D − 1 convolutions, its dense layer not counted")
  func depths() throws {
    for n in 1...18 {
      let depth = 6 * n + 2
      let network = try network("resnet\(depth)", outputs: 10)
      #expect(network.features?.filters.count == depth - 1)
      #expect(network.features?.plan.output == SampleShape(channels: 64, height: 1, width: 1))
    }
    for name in ["resnet", "resnet2", "resnet18", "resnet033", "resnet116", "ResNet32", "zenke "] {
      #expect(NamedNetwork(name: name) == nil, "\(name)")
    }
  }

  @Test("names and lists of layers belong together, one to one")
  func pairs() throws {
    #expect(NamedNetwork.all.count == 19)
    for named in NamedNetwork.all {
      #expect(NamedNetwork(name: named.name) == named)
      #expect(NamedNetwork(layers: named.layers) == named)
      // One layer less is another network.
      #expect(NamedNetwork(layers: named.layers.dropLast()) == nil)
    }
    #expect(
      try #require(NamedNetwork(name: "resnet14")).layers.map(\.text).joined(separator: ", ")
        == "conv 16, batchnorm, relu, block 16, block 16, block 32 stride 2, block 32, "
        + "block 64 stride 2, block 64, avgpool")
    #expect(
      try #require(NamedNetwork(name: "zenke")).layers.map(\.text).joined(separator: ", ")
        == "conv 32, relu, conv 32 valid, relu, maxpool 2, dropout 0.25 channels, conv 64, relu, "
        + "conv 64 valid, relu, maxpool 2, dropout 0.25 channels, dense 512, relu, dropout 0.5")
  }

  @Test("a depth that there is not is told with the rule and the nearest ones")
  func problems() throws {
    let rule = "resnetD with D = 6n + 2 layers, n from 1 to 18"
    for (name, text) in [
      ("resnet18", "\(rule): the nearest are resnet14 and resnet20"),
      ("resnet33", "\(rule): the nearest are resnet32 and resnet38"),
      ("resnet1", "\(rule): the nearest is resnet8"),
      ("resnet1000", "\(rule): the nearest is resnet110"),
      ("ResNet32", "\(rule): the nearest is resnet32"), ("resnet", "\(rule), such as resnet32"),
      ("resnet-32", "\(rule), such as resnet32"),
    ] {
      #expect(NamedNetwork.problem(ofResNet: name) == text, "\(name)")
    }
    #expect(NamedNetwork.problem(ofResNet: "zenk") == nil)
  }
}
