import Convolutions
import Tensors

/// The layers before a network's first dense one: its convolutions, with all that lies between them.
package struct FeatureLayers: Hashable, Sendable {
  /// The tensors of one convolution in the flat weights.
  package struct Filter: Hashable, Sendable {
    /// The filters `[out][in][row][column]`.
    package let weight: Range<Int>
    /// Output channels, input channels, rows, columns.
    package let shape: [Int]
    /// A number for each output channel.
    package let bias: Range<Int>
    /// γ and β of batch norm, where there is any.
    package let scale: Range<Int>?
    /// β.
    package let shift: Range<Int>?
  }

  /// The same as steps with their places in the flat weights: γ and β of all batch norms, then the filters and
  /// the bias of each convolution.
  package let plan: MapPlan
  /// The convolutions in order.
  package let filters: [Filter]

  init(input: SampleShape, _ drafts: [Draft]) {
    let norms = drafts.reduce(0) { $0 + ($1.convolution?.normCount ?? 0) }
    var (norm, statistics, place) = (0, 0, norms)
    var (steps, filters) = ([MapStep](), [Filter]())
    for draft in drafts {
      guard let convolution = draft.convolution else {
        if let step = draft.other { steps.append(step) }
        continue
      }
      let (out, count) = (convolution.channels, convolution.weightCount)
      var normalization: ConvolutionStep.Normalization?
      if convolution.isNormalized {
        normalization = .init(scale: norm, shift: norm + out, statistics: statistics)
        (norm, statistics) = (norm + 2 * out, statistics + 2 * out)
      }
      steps.append(
        convolution.step(filters: place, bias: place + count, normalization: normalization))
      filters.append(
        Filter(
          weight: place..<place + count,
          shape: [out, convolution.inputs, convolution.side, convolution.side],
          bias: place + count..<place + count + out,
          scale: normalization.map { $0.scale..<$0.scale + out },
          shift: normalization.map { $0.shift..<$0.shift + out }))
      place += count + out
    }
    plan = MapPlan(input: input, steps: steps)
    self.filters = filters
  }
}

/// A step before its place in the flat weights is known.
struct Draft {
  struct Convolution {
    let input: Int
    let inputs: Int
    let channels: Int
    let side: Int
    let stride: Int
    let padding: Int
    var isNormalized = false
    var activation: Activation?
    var shortcut: Int?

    var weightCount: Int { channels * inputs * side * side }
    var normCount: Int { isNormalized ? 2 * channels : 0 }

    func step(
      filters: Int = 0, bias: Int = 0, normalization: ConvolutionStep.Normalization? = nil
    ) -> MapStep {
      .convolution(
        ConvolutionStep(
          input: input, channels: channels, side: side, stride: stride, padding: padding,
          filters: filters, bias: bias, normalization: normalization, activation: activation,
          shortcut: shortcut))
    }
  }

  /// The step, if it is a convolution, else the other one.
  var convolution: Convolution?
  var other: MapStep?
}

/// Builds the steps of feature maps from a list of layers.
struct FeatureDrafts {
  private(set) var drafts: [Draft] = []
  /// The shape of the last maps.
  private(set) var shape: SampleShape

  init(input: SampleShape) { shape = input }

  /// Adds a layer; returns why it cannot be added, or nil.
  mutating func add(_ layer: Layer) -> String? {
    switch layer {
    case .convolution(let channels, let side, let stride, let isPadded):
      guard !isPadded || side % 2 == 1 else {
        return "'\(layer.text)' needs 'valid': an even size has no middle"
      }
      return convolve(
        layer, channels, side: side, stride: stride, padding: isPadded ? (side - 1) / 2 : 0)
    case .residualBlock(let channels, let stride):
      guard !drafts.isEmpty else {
        return "'\(layer.text)' needs a convolution before it, whose maps it adds to"
      }
      guard channels >= shape.channels else {
        return "'\(layer.text)' has fewer channels than the \(shape.channels) before it"
      }
      let start = drafts.count
      let problem = convolve(layer, channels, side: 3, stride: stride, padding: 1)
      if let problem { return problem }
      change { ($0.isNormalized, $0.activation) = (true, .relu) }
      _ = convolve(layer, channels, side: 3, stride: 1, padding: 1)
      change { ($0.isNormalized, $0.activation, $0.shortcut) = (true, .relu, start) }
    case .batchNorm:
      guard let last = drafts.last?.convolution, !last.isNormalized, last.activation == nil else {
        return "'batchnorm' does not follow a convolution"
      }
      change { $0.isNormalized = true }
    case .activation(let activation):
      guard let last = drafts.last?.convolution, last.activation == nil else {
        return "'\(layer.text)' does not follow a convolution or its batchnorm"
      }
      change { $0.activation = activation }
    case .maxPooling(let side):
      return pool(layer, side, side, takesMaximum: true)
    case .averagePooling(let side):
      return pool(layer, side ?? shape.height, side ?? shape.width, takesMaximum: false)
    case .dropout(let rate), .channelDropout(let rate):
      guard !drafts.isEmpty else { return "'\(layer.text)' cannot be the first layer" }
      guard (0..<1).contains(rate) else { return "'\(layer.text)' drops all" }
      let isOfChannels = layer == .channelDropout(rate)
      drafts.append(
        Draft(
          other: .dropout(
            DropoutStep(input: drafts.count, rate: rate, dropsChannels: isOfChannels))))
    case .dense: return "'\(layer.text)' gives no maps"
    }
    return nil
  }

  private mutating func convolve(
    _ layer: Layer, _ channels: Int, side: Int, stride: Int, padding: Int
  ) -> String? {
    guard channels > 0, side > 0, stride > 0 else { return "'\(layer.text)' has no channels" }
    let draft = Draft.Convolution(
      input: drafts.count, inputs: shape.channels, channels: channels, side: side, stride: stride,
      padding: padding)
    return append(Draft(convolution: draft), draft.step(), layer)
  }

  private mutating func pool(
    _ layer: Layer, _ height: Int, _ width: Int, takesMaximum: Bool
  ) -> String? {
    guard !drafts.isEmpty else { return "'\(layer.text)' cannot be the first layer" }
    guard height > 0, width > 0 else { return "'\(layer.text)' has no pixels" }
    let step = MapStep.pooling(
      PoolingStep(input: drafts.count, height: height, width: width, takesMaximum: takesMaximum))
    return append(Draft(other: step), step, layer)
  }

  private mutating func append(_ draft: Draft, _ step: MapStep, _ layer: Layer) -> String? {
    let output = step.output(of: shape)
    guard output.height > 0, output.width > 0 else {
      return "'\(layer.text)' has no pixels left of maps of \(shape)"
    }
    drafts.append(draft)
    shape = output
    return nil
  }

  private mutating func change(_ body: (inout Draft.Convolution) -> Void) {
    guard let last = drafts.indices.last, var convolution = drafts[last].convolution else { return }
    body(&convolution)
    drafts[last].convolution = convolution
  }
}
