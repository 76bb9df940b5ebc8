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

  /// The layer as a person writes it: `dense 400`, `relu` or `dropout 0.25`.
  public var text: String {
    switch self {
    case .dense(let units): "dense \(units)"
    case .activation(let activation): activation.rawValue
    case .dropout(let rate): "dropout \(rate)"
    }
  }

  /// The layer that `text` describes; nil where it describes none, or a number is out of range.
  public init?(text: String) {
    let words = text.split(separator: " ").map(String.init)
    switch (words.first, words.count) {
    case ("dense", 2):
      guard let units = Int(words[1]), (1...100_000_000).contains(units) else { return nil }
      self = .dense(units)
    case ("dropout", 2):
      guard let rate = Double(words[1]), (0..<1).contains(rate) else { return nil }
      // Zero has one text.
      self = .dropout(rate + 0)
    case (let name?, 1):
      guard let activation = Activation(rawValue: name) else { return nil }
      self = .activation(activation)
    default: return nil
    }
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
