import Tensors

/// A layer of a target network, as a person describes it.
public enum Layer: Sendable, Hashable {
  /// `z = x Wᵀ + b` with so many units.
  case dense(Int)
  /// An elementwise nonlinearity.
  case activation(Activation)
  /// In training, each unit is set to 0 with this probability p, and the others are divided by 1 − p
  /// (Srivastava et al. 2014).
  case dropout(Double)
  /// A convolution to so many channels, with filters of `side × side`. `isPadded` keeps the size of the maps
  /// where `stride` is 1; the side is odd then.
  case convolution(channels: Int, side: Int = 3, stride: Int = 1, isPadded: Bool = true)
  /// Batch norm of a convolution's channels (Ioffe & Szegedy 2015), with running statistics for each task.
  case batchNorm
  /// The largest value of each window of so many rows and columns. Windows do not overlap.
  case maxPooling(Int)
  /// The mean of each window, or of all pixels of a channel where no side is given.
  case averagePooling(Int?)
  /// Dropout of whole channels.
  case channelDropout(Double)
  /// A residual block (He et al. 2015, §4.2): two convolutions of 3 × 3 with batch norm, the first with the
  /// stride, and a shortcut around them, which takes every `stride`-th pixel and adds channels of zeros.
  case residualBlock(channels: Int, stride: Int = 1)

  /// Whether the layer gives feature maps.
  var makesMaps: Bool {
    switch self {
    case .convolution, .residualBlock: true
    default: false
    }
  }
}

extension Layer {
  /// The most units or channels of a layer that a text describes.
  private static var most: Int { 100_000_000 }
  private static var mostChannels: Int { 100_000 }
  private static var mostPixels: Int { 1000 }

  /// The layer as a person writes it: `dense 400`, `relu`, `dropout 0.25`, `conv 32 size 5 stride 2 valid`,
  /// `batchnorm`, `maxpool 2`, `avgpool`, `dropout 0.25 channels` or `block 32 stride 2`.
  public var text: String {
    switch self {
    case .dense(let units): "dense \(units)"
    case .activation(let activation): activation.rawValue
    case .dropout(let rate): "dropout \(rate)"
    case .convolution(let channels, let side, let stride, let isPadded):
      "conv \(channels)" + (side == 3 ? "" : " size \(side)") + Self.text(ofStride: stride)
        + (isPadded ? "" : " valid")
    case .batchNorm: "batchnorm"
    case .maxPooling(let side): "maxpool \(side)"
    case .averagePooling(let side): side.map { "avgpool \($0)" } ?? "avgpool"
    case .channelDropout(let rate): "dropout \(rate) channels"
    case .residualBlock(let channels, let stride): "block \(channels)" + Self.text(ofStride: stride)
    }
  }

  private static func text(ofStride stride: Int) -> String {
    stride == 1 ? "" : " stride \(stride)"
  }

  /// The layer that `text` describes; nil where it describes none, or a number is out of range.
  public init?(text: String) {
    let words = text.split(separator: " ").map(String.init)
    guard let name = words.first else { return nil }
    var rest = words.dropFirst()
    /// The number after an optional word.
    func number(_ word: String?, _ range: ClosedRange<Int>) -> Int? {
      word.flatMap { Int($0) }.flatMap { range.contains($0) ? $0 : nil }
    }
    /// A number that follows `name`, if that comes next; nil where it is no number.
    func option(_ name: String, usual: Int) -> Int? {
      guard rest.first == name else { return usual }
      rest.removeFirst()
      return number(rest.popFirst(), 1...Self.mostPixels)
    }
    switch name {
    case "dense":
      guard let units = number(rest.popFirst(), 1...Self.most) else { return nil }
      self = .dense(units)
    case "dropout":
      guard let rate = rest.popFirst().flatMap(Double.init), (0..<1).contains(rate) else {
        return nil
      }
      let isOfChannels = rest.first == "channels"
      if isOfChannels { rest.removeFirst() }
      // Zero has one text.
      self = isOfChannels ? .channelDropout(rate + 0) : .dropout(rate + 0)
    case "conv":
      guard let channels = number(rest.popFirst(), 1...Self.mostChannels),
        let side = option("size", usual: 3), let stride = option("stride", usual: 1)
      else { return nil }
      let isPadded = rest.first != "valid"
      if !isPadded { rest.removeFirst() }
      self = .convolution(channels: channels, side: side, stride: stride, isPadded: isPadded)
    case "block":
      guard let channels = number(rest.popFirst(), 1...Self.mostChannels),
        let stride = option("stride", usual: 1)
      else { return nil }
      self = .residualBlock(channels: channels, stride: stride)
    case "batchnorm": self = .batchNorm
    case "maxpool":
      guard let side = rest.isEmpty ? 2 : number(rest.popFirst(), 1...Self.mostPixels) else {
        return nil
      }
      self = .maxPooling(side)
    case "avgpool":
      if rest.isEmpty {
        self = .averagePooling(nil)
      } else {
        guard let side = number(rest.popFirst(), 1...Self.mostPixels) else { return nil }
        self = .averagePooling(side)
      }
    default:
      guard let activation = Activation(rawValue: name) else { return nil }
      self = .activation(activation)
    }
    guard rest.isEmpty else { return nil }
  }
}

extension Layer: Codable {
  /// Reads the layer's text. Throws `DecodingError` for a text that is no layer.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let layer = Layer(text: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is no layer")
    }
    self = layer
  }

  /// Writes the layer's text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
