import Tensors

/// A network of the literature that has a name. Its layers are all but the last one, the dense layer that has the
/// outputs, as in the setting of a network.
package struct NamedNetwork: Hashable, Sendable {
  /// Such as `resnet32`.
  package let name: String
  /// The layers before the outputs.
  package let layers: [Layer]

  /// The network of that name; nil where there is none.
  package init?(name: String) {
    guard let network = Self.all.first(where: { $0.name == name }) else { return nil }
    self = network
  }

  /// The network of these layers; nil where it has no name.
  package init?(layers: [Layer]) {
    guard let network = Self.all.first(where: { $0.layers == layers }) else { return nil }
    self = network
  }

  private init(_ name: String, _ layers: [Layer]) { (self.name, self.layers) = (name, layers) }

  /// All of them: no two have the same name or the same layers.
  package static let all = residualBlocks.map(resNet) + [zenke]

  /// What a name means, a line each: the name, then the paper and the layers.
  package static let summaries: [(name: String, text: String)] = [
    (
      "resnetD",
      "ResNet of D = 6n + 2 layers (He et al. 2015, §4.2), n from \(residualBlocks.lowerBound) to "
        + "\(residualBlocks.upperBound), such as resnet20, resnet32 or resnet56: conv 16, batchnorm, relu, "
        + "n × block 16, block 32 stride 2, (n − 1) × block 32, block 64 stride 2, (n − 1) × block 64, "
        + "avgpool, dense"
    ),
    (
      zenke.name,
      "Zenke et al. 2017: \((zenke.layers.map(\.text) + ["dense"]).joined(separator: ", "))"
    ),
  ]

  /// Why `name`, which is none of a network, is no ResNet; nil where it does not look like one.
  package static func problem(ofResNet name: String) -> String? {
    let prefix = "resnet"
    guard name.lowercased().hasPrefix(prefix) else { return nil }
    let rule =
      "resnetD with D = 6n + 2 layers, n from \(residualBlocks.lowerBound) to \(residualBlocks.upperBound)"
    let digits = name.dropFirst(prefix.count)
    guard let depth = Int(digits), depth > 0 else { return "\(rule), such as resnet32" }
    let depths = residualBlocks.map(Self.depth)
    let nearest = [depths.last { $0 <= depth }, depths.first { $0 >= depth }].compactMap(\.self)
    let names = Set(nearest).sorted().map { "\(prefix)\($0)" }
    return "\(rule): \(names.count == 1 ? "the nearest is" : "the nearest are") "
      + names.joined(separator: " and ")
  }

  /// n of the ResNets that have a name: residual blocks of each of the three stages.
  private static let residualBlocks = 1...18

  private static func depth(blocks n: Int) -> Int { 6 * n + 2 }

  /// ResNet of 6n + 2 layers for small pictures (He et al. 2015, §4.2).
  private static func resNet(blocks n: Int) -> NamedNetwork {
    func stage(_ channels: Int) -> [Layer] {
      let stride = channels == 16 ? 1 : 2
      return [.residualBlock(channels: channels, stride: stride)]
        + Array(repeating: .residualBlock(channels: channels), count: n - 1)
    }
    return NamedNetwork(
      "resnet\(depth(blocks: n))",
      [.convolution(channels: 16), .batchNorm, .activation(.relu)] + [16, 32, 64].flatMap(stage)
        + [.averagePooling(nil)])
  }

  /// The smallest ResNet.
  package static let resNet8 = resNet(blocks: 1)

  /// The ResNet of 32 layers.
  package static let resNet32 = resNet(blocks: 5)

  /// The convolutional network of Zenke et al. 2017 for split CIFAR-10/100.
  package static let zenke = NamedNetwork(
    "zenke",
    [32, 64].flatMap { channels -> [Layer] in
      [
        .convolution(channels: channels), .activation(.relu),
        .convolution(channels: channels, isPadded: false), .activation(.relu), .maxPooling(2),
        .channelDropout(0.25),
      ]
    } + [.dense(512), .activation(.relu), .dropout(0.5)])
}
