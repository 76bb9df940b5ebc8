import Tensors

/// A target network: layers, one after another. Its weights are an argument of every call, never its state.
///
/// The flat weight vector holds, for each dense layer, the matrix `W [out × in]` row-major, then the bias
/// `[out]`. The last layer is a dense one, whose values are the outputs.
///
///     Architecture(inputs: 784, layers: [.dense(100), .activation(.relu), .dense(10)])
public struct Architecture: TargetNetwork, Hashable, Codable, Sendable {
  /// Inputs per sample.
  public let inputCount: Int
  /// The layers in order, as a person lists them: nonlinearities and dropout have entries of their own.
  public let layers: [Layer]

  /// A dense layer with what follows it up to the next one.
  package struct Dense: Sendable {
    /// Where the matrix `W [out × in]` lies in the flat weight vector.
    package let weight: Block
    /// Where the bias `[out]` lies, right after the matrix.
    package let bias: Block
    /// The nonlinearity of the layer's values; nil for none, as in an output layer.
    package fileprivate(set) var activation: Activation?
    /// The probability with which a unit is dropped in training; 0 for none.
    package fileprivate(set) var dropout = 0.0
  }

  /// The network of these layers; traps where they make none: see `problem`.
  public init(inputs: Int, layers: [Layer]) {
    if let problem = Self.problem(inputs: inputs, layers) { preconditionFailure(problem) }
    (inputCount, self.layers) = (inputs, layers)
  }

  /// A multilayer perceptron.
  ///
  /// - Parameters:
  ///   - widths: units of every layer, the inputs first
  ///   - activation: the nonlinearity of the hidden layers
  ///   - dropout: the probability with which a hidden unit is dropped in training
  ///
  /// Traps unless there are an input and an output layer, all with units, and `0 ≤ dropout < 1`.
  public init(widths: [Int], activation: Activation = .relu, dropout: Double = 0) {
    precondition(widths.count >= 2, "layers \(widths)")
    precondition((0..<1).contains(dropout), "dropout \(dropout)")
    let hidden = widths.dropFirst().dropLast().flatMap { units -> [Layer] in
      [.dense(units), .activation(activation)] + (dropout > 0 ? [.dropout(dropout)] : [])
    }
    self.init(inputs: widths[0], layers: hidden + [.dense(widths[widths.count - 1])])
  }

  /// Why layers are no network; nil where they are.
  public static func problem(inputs: Int, _ layers: [Layer]) -> String? {
    guard inputs > 0 else { return "there are no inputs" }
    guard case .dense? = layers.first else { return "it must begin with a dense layer" }
    guard case .dense? = layers.last else { return "it must end with a dense layer" }
    for (before, layer) in zip(layers, layers.dropFirst()) {
      switch (before, layer) {
      case (_, .dense), (.dense, .activation), (.activation, .dropout), (.dense, .dropout): break
      default: return "'\(layer.text)' cannot follow '\(before.text)'"
      }
    }
    for layer in layers {
      switch layer {
      case .dense(let units) where units <= 0: return "a dense layer has no units"
      case .dropout(let rate) where !(0..<1).contains(rate): return "'\(layer.text)' drops all"
      default: break
      }
    }
    return nil
  }

  /// Units of every dense layer, the inputs first.
  package var widths: [Int] {
    [inputCount] + layers.compactMap { if case .dense(let units) = $0 { units } else { nil } }
  }

  /// The units of the last layer.
  public var outputCount: Int {
    if case .dense(let units)? = layers.last { units } else { 0 }
  }

  /// The dense layers, with where their weights lie in the flat vector.
  package var dense: [Dense] {
    var (dense, offset, inputs) = ([Dense](), 0, inputCount)
    for layer in layers {
      switch layer {
      case .dense(let units):
        let weight = Block(offset: offset, rows: units, columns: inputs)
        let bias = Block(offset: weight.range.upperBound, rows: 1, columns: units)
        dense.append(Dense(weight: weight, bias: bias))
        (offset, inputs) = (bias.range.upperBound, units)
      case .activation(let activation): dense[dense.count - 1].activation = activation
      case .dropout(let rate): dense[dense.count - 1].dropout = rate
      }
    }
    return dense
  }

  /// P, the length of the flat weight vector.
  public var weightCount: Int {
    zip(widths, widths.dropFirst()).reduce(0) { $0 + $1.1 * ($1.0 + 1) }
  }

  /// Whether all hidden layers are rectified.
  package var rectifies: Bool { dense.dropLast().allSatisfy { $0.activation == .relu } }

  /// Matrix and bias of each dense layer.
  package var tensors: [TargetTensor] {
    zip(widths, widths.dropFirst()).flatMap { inputs, outputs in
      [
        TargetTensor(.weight, count: outputs * inputs, fanIn: inputs, fanOut: outputs),
        TargetTensor(.bias, count: outputs, fanIn: inputs, fanOut: outputs),
      ]
    }
  }

  /// Rows of the last matrix, and entries of its bias.
  package func outputRanges(_ units: Range<Int>) -> [Range<Int>] {
    guard let last = dense.last else { return [] }
    return [last.weight.rows(units).range, last.bias.columns(units).range]
  }
}

extension Architecture {
  private enum CodingKeys: CodingKey { case inputs, layers, activation, dropout }

  /// Reads a network; throws `DecodingError` for layers that make none.
  ///
  /// Descriptions by earlier programs are of perceptrons. They have the widths of all layers, one activation,
  /// and later also a rate of dropout.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    guard let inputs = try values.decodeIfPresent(Int.self, forKey: .inputs) else {
      try self.init(perceptron: values)
      return
    }
    let layers = try values.decode([Layer].self, forKey: .layers)
    if let problem = Self.problem(inputs: inputs, layers) {
      throw DecodingError.dataCorruptedError(
        forKey: .layers, in: values, debugDescription: problem)
    }
    self.init(inputs: inputs, layers: layers)
  }

  private init(perceptron values: KeyedDecodingContainer<CodingKeys>) throws {
    let widths = try values.decode([Int].self, forKey: .layers)
    let activation = try values.decode(Activation.self, forKey: .activation)
    let dropout = try values.decodeIfPresent(Double.self, forKey: .dropout) ?? 0
    guard widths.count >= 2, widths.allSatisfy({ $0 > 0 }), (0..<1).contains(dropout) else {
      throw DecodingError.dataCorruptedError(
        forKey: .layers, in: values,
        debugDescription: "no perceptron has layers of \(widths) units and dropout \(dropout)")
    }
    self.init(widths: widths, activation: activation, dropout: dropout)
  }

  /// Writes the inputs and the layers as texts. Checkpoints and keys have this form.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(inputCount, forKey: .inputs)
    try values.encode(layers, forKey: .layers)
  }
}
