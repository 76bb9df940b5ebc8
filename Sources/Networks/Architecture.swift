import Convolutions
import Tensors

/// A target network: layers, one after another. Its weights are an argument of every call, never its state.
///
/// A network may begin with convolutions and what lies between them, its `features`. Dense layers follow; the
/// last layer is one, whose values are the outputs. The first dense layer takes the features channel by channel,
/// row by row.
///
/// The flat weight vector holds γ and β of each batch norm, then the filters `[out][in][row][column]` and the
/// bias of each convolution, then for each dense layer the matrix `W [out × in]` row-major and the bias `[out]`.
///
///     Architecture(inputs: 784, layers: [.dense(100), .activation(.relu), .dense(10)])
public struct Architecture: TargetNetwork, Hashable, Codable, Sendable {
  /// The shape of a sample. A network without convolutions takes it as a list of inputs.
  public let input: SampleShape
  /// The layers in order, as a person lists them: nonlinearities and dropout have entries of their own.
  public let layers: [Layer]

  /// Inputs per sample.
  public var inputCount: Int { input.count }

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
  public init(input: SampleShape, layers: [Layer]) {
    if let problem = Self.problem(input: input, layers) { preconditionFailure(problem) }
    self.input = Self.hasFeatures(layers) ? input : SampleShape(count: input.count)
    self.layers = layers
  }

  /// The network of these layers on samples that are no pictures.
  public init(inputs: Int, layers: [Layer]) {
    self.init(input: SampleShape(count: inputs), layers: layers)
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
  public static func problem(input: SampleShape, _ layers: [Layer]) -> String? {
    guard input.channels > 0, input.height > 0, input.width > 0 else {
      return "there are no inputs"
    }
    let features = hasFeatures(layers) ? Array(layers.prefix { !$0.isDense }) : []
    var drafts = FeatureDrafts(input: input)
    for layer in features {
      if let problem = drafts.add(layer) { return problem }
    }
    return problem(ofDense: Array(layers.dropFirst(features.count)))
  }

  /// Why layers on a list of inputs are no network; nil where they are.
  public static func problem(inputs: Int, _ layers: [Layer]) -> String? {
    problem(input: SampleShape(count: inputs), layers)
  }

  /// Whether the layers begin with convolutions.
  package static func hasFeatures(_ layers: [Layer]) -> Bool { layers.first?.makesMaps ?? false }

  /// The same of the layers after the features.
  private static func problem(ofDense layers: [Layer]) -> String? {
    guard case .dense? = layers.first else {
      return "it must begin with a dense layer or a convolution, and dense layers must follow"
    }
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

  /// The layers before the first dense one; nil where the network begins with that.
  package var features: FeatureLayers? {
    guard Self.hasFeatures(layers) else { return nil }
    var drafts = FeatureDrafts(input: input)
    for layer in layers.prefix(while: { !$0.isDense }) { _ = drafts.add(layer) }
    return FeatureLayers(input: input, drafts.drafts)
  }

  /// Units of every dense layer, the inputs of the first one first.
  package var widths: [Int] {
    [features?.plan.output.count ?? inputCount]
      + layers.compactMap { if case .dense(let units) = $0 { units } else { nil } }
  }

  /// The units of the last layer.
  public var outputCount: Int {
    if case .dense(let units)? = layers.last { units } else { 0 }
  }

  /// The dense layers, with where their weights lie in the flat vector.
  package var dense: [Dense] {
    let features = features
    var (dense, offset, inputs) = (
      [Dense](), features?.plan.weightCount ?? 0, features?.plan.output.count ?? inputCount
    )
    for layer in layers.drop(while: { !$0.isDense }) {
      switch layer {
      case .dense(let units):
        let weight = Block(offset: offset, rows: units, columns: inputs)
        let bias = Block(offset: weight.range.upperBound, rows: 1, columns: units)
        dense.append(Dense(weight: weight, bias: bias))
        (offset, inputs) = (bias.range.upperBound, units)
      case .activation(let activation): dense[dense.count - 1].activation = activation
      case .dropout(let rate): dense[dense.count - 1].dropout = rate
      default: break
      }
    }
    return dense
  }

  /// P, the length of the flat weight vector.
  public var weightCount: Int {
    zip(widths, widths.dropFirst()).reduce(features?.plan.weightCount ?? 0) {
      $0 + $1.1 * ($1.0 + 1)
    }
  }

  /// Whether all hidden layers are rectified.
  package var rectifies: Bool {
    dense.dropLast().allSatisfy { $0.activation == .relu }
      && (features?.plan.steps ?? []).allSatisfy { step in
        if case .convolution(let step) = step { step.activation == .relu } else { true }
      }
  }

  /// Scales and shifts of batch norms, filters and bias of each convolution, matrix and bias of each dense layer.
  package var tensors: [TargetTensor] {
    let filters = features?.filters ?? []
    let norms = filters.filter { $0.scale != nil }.flatMap { filter in
      [TargetTensor.Role.scale, .shift].map {
        TargetTensor($0, count: filter.bias.count, fanIn: 1, fanOut: 1)
      }
    }
    let convolutions = filters.flatMap { filter in
      let area = filter.shape[2] * filter.shape[3]
      let (fanIn, fanOut) = (filter.shape[1] * area, filter.shape[0] * area)
      return [
        TargetTensor(.weight, count: filter.weight.count, fanIn: fanIn, fanOut: fanOut),
        TargetTensor(.bias, count: filter.bias.count, fanIn: fanIn, fanOut: fanOut),
      ]
    }
    return norms + convolutions
      + zip(widths, widths.dropFirst()).flatMap { inputs, outputs in
        [
          TargetTensor(.weight, count: outputs * inputs, fanIn: inputs, fanOut: outputs),
          TargetTensor(.bias, count: outputs, fanIn: inputs, fanOut: outputs),
        ]
      }
  }

  /// Means of 0 and variances of 1 for each batch norm.
  package func initialStatistics<S: Real>() -> [S] {
    (features?.filters ?? []).filter { $0.scale != nil }.flatMap { filter in
      [S](repeating: 0, count: filter.bias.count) + [S](repeating: 1, count: filter.bias.count)
    }
  }

  /// Rows of the last matrix, and entries of its bias.
  package func outputRanges(_ units: Range<Int>) -> [Range<Int>] {
    guard let last = dense.last else { return [] }
    return [last.weight.rows(units).range, last.bias.columns(units).range]
  }
}

extension Architecture {
  private enum CodingKeys: String, CodingKey {
    case inputs, layers, activation, dropout
    case shape = "input_shape"
  }

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
    let shape = try values.decodeIfPresent([Int].self, forKey: .shape) ?? [1, 1, inputs]
    guard shape.count == 3, shape.allSatisfy({ (1...100_000_000).contains($0) }),
      Double(shape[0]) * Double(shape[1]) * Double(shape[2]) == Double(inputs)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .shape, in: values, debugDescription: "\(inputs) inputs are not \(shape)")
    }
    let input = SampleShape(channels: shape[0], height: shape[1], width: shape[2])
    if let problem = Self.problem(input: input, layers) {
      throw DecodingError.dataCorruptedError(
        forKey: .layers, in: values, debugDescription: problem)
    }
    self.init(input: input, layers: layers)
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

  /// Writes the inputs and the layers as texts; for convolutions also channels, rows and columns of the input.
  /// Checkpoints and keys have this form.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(inputCount, forKey: .inputs)
    if Self.hasFeatures(layers) {
      try values.encode([input.channels, input.height, input.width], forKey: .shape)
    }
    try values.encode(layers, forKey: .layers)
  }
}

extension Layer {
  /// Whether the layer is a dense one.
  var isDense: Bool { if case .dense = self { true } else { false } }
}
