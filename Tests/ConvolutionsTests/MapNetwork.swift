import Convolutions
import Tensors

/// A network of feature maps as the fixtures describe it.
struct MapNetwork: Decodable {
  struct Step: Decodable {
    let kind: String
    var channels: Int?
    var side: Int?
    var stride: Int?
    var padding: Int?
    var normalized: Bool?
    var activation: String?
    var shortcut: Int?
    var height: Int?
    var width: Int?
    var maximum: Bool?
  }

  /// Channels, rows, columns.
  let input: [Int]
  let steps: [Step]

  /// The steps with their places in the flat weights: all scales and shifts first, then filters and biases.
  var plan: MapPlan {
    let normalized = steps.filter { $0.normalized == true }
    var (norm, statistics) = (0, 0)
    var place = normalized.reduce(0) { $0 + 2 * ($1.channels ?? 0) }
    var (result, channels) = ([MapStep](), input[0])
    for (i, step) in steps.enumerated() {
      guard step.kind == "convolution" else {
        result.append(
          .pooling(
            PoolingStep(
              input: i, height: step.height ?? 1, width: step.width ?? 1,
              takesMaximum: step.maximum ?? false)))
        continue
      }
      let (out, side) = (step.channels ?? 1, step.side ?? 1)
      var normalization: ConvolutionStep.Normalization?
      if step.normalized == true {
        normalization = .init(scale: norm, shift: norm + out, statistics: statistics)
        (norm, statistics) = (norm + 2 * out, statistics + 2 * out)
      }
      let bias = place + out * channels * side * side
      result.append(
        .convolution(
          ConvolutionStep(
            input: i, channels: out, side: side, stride: step.stride ?? 1,
            padding: step.padding ?? 0, filters: place, bias: bias, normalization: normalization,
            activation: step.activation.flatMap(Activation.init), shortcut: step.shortcut)))
      (place, channels) = (bias + out, out)
    }
    return MapPlan(
      input: SampleShape(channels: input[0], height: input[1], width: input[2]), steps: result)
  }

  /// ResNet of 6n + 2 layers without its dense layer (He et al. 2015, §4.2), with the number of its weights.
  static func residual(blocks n: Int, channels: Int, side: Int) -> Self {
    func step(_ channels: Int, stride: Int = 1, shortcut: Int? = nil) -> Step {
      Step(
        kind: "convolution", channels: channels, side: 3, stride: stride, padding: 1,
        normalized: true, activation: "relu", shortcut: shortcut)
    }
    var steps = [step(channels)]
    for stage in 0..<3 {
      for block in 0..<n {
        steps.append(step(channels << stage, stride: stage > 0 && block == 0 ? 2 : 1))
        steps.append(step(channels << stage, shortcut: steps.count - 1))
      }
    }
    steps.append(Step(kind: "pooling", height: side / 4, width: side / 4, maximum: false))
    return MapNetwork(input: [3, side, side], steps: steps)
  }

  /// The length of the flat weights.
  var weightCount: Int {
    var channels = input[0]
    return steps.reduce(0) { sum, step in
      guard let out = step.channels, let side = step.side else { return sum }
      defer { channels = out }
      return sum + out * (channels * side * side + 1) + (step.normalized == true ? 2 * out : 0)
    }
  }

  /// The length of the statistics.
  var statisticsCount: Int {
    steps.reduce(0) { $0 + ($1.normalized == true ? 2 * ($1.channels ?? 0) : 0) }
  }
}
