import Tensors

/// A network of feature maps: its steps, and the layout of all maps.
package struct MapPlan: Hashable, Sendable {
  /// The shape of a sample.
  package let input: SampleShape
  /// The steps in order.
  package let steps: [MapStep]
  /// Maps 0 are the sample, maps i + 1 the result of step i. Their border is what convolutions read.
  package let maps: [MapLayout]
  /// By step, what the gradient of a convolution's input needs.
  let turned: [Turned]

  /// How the gradient of a convolution's input is computed.
  struct Turned: Hashable, Sendable {
    /// The classes of the input's pixels.
    let classes: [FilterClass]
    /// The gradient of the output, with the border that they need.
    let output: MapLayout
    /// The maps whose gradient a shortcut from the input has brought already; nil where there is no shortcut.
    let addend: Int?
  }

  /// The network of these steps. The shapes must fit: `ConvolutionStep.output` and the like tell before.
  package init(input: SampleShape, steps: [MapStep]) {
    (self.input, self.steps) = (input, steps)
    var maps = [
      MapLayout(
        channels: input.channels, height: input.height, width: input.width, isInput: true)
    ]
    for step in steps {
      let source = maps[step.input]
      let shape = step.output(of: source.shape)
      precondition(shape.height > 0 && shape.width > 0, "\(step) of \(source.shape)")
      maps.append(
        MapLayout(channels: shape.channels, height: shape.height, width: shape.width))
    }
    for case .convolution(let step) in steps {
      maps[step.input] = maps[step.input].bordered(max(maps[step.input].border, step.padding))
    }
    self.maps = maps
    turned = steps.enumerated().map { i, step in
      guard case .convolution(let step) = step else {
        return Turned(classes: [], output: maps[i + 1], addend: nil)
      }
      let (input, output) = (maps[step.input], maps[i + 1])
      let border = FilterClass.border(of: step, input: input, output: output)
      return Turned(
        classes: FilterClass.all(of: step), output: output.bordered(border),
        addend: Self.addend(toInputOf: i, step, steps, maps))
    }
  }

  /// Where a later step adds the input of step `i` as a shortcut: the maps that have its gradient. Those are that
  /// step's own where the shapes are the same, else the input's.
  private static func addend(
    toInputOf i: Int, _ step: ConvolutionStep, _ steps: [MapStep], _ maps: [MapLayout]
  ) -> Int? {
    for case (let j, .convolution(let later)) in steps.enumerated()
    where j > i && later.shortcut == step.input {
      return maps[j + 1].shape == maps[step.input].shape ? j + 1 : step.input
    }
    return nil
  }

  /// The shape of the last maps.
  package var output: SampleShape { maps[maps.count - 1].shape }

  /// The numbers that a pass with `backward` keeps of each sample.
  package var numbersPerSample: Int {
    MapPlaces(self, slots: 1, capacity: 1, threads: 1, backward: true).slotSize
  }

  /// The weights of all steps: where the last of them ends.
  package var weightCount: Int {
    convolutions.map { max($0.step.bias, $0.step.normalization?.shift ?? 0) + $0.step.channels }
      .max() ?? 0
  }

  /// The running means and variances of all batch norms.
  package var statisticsCount: Int {
    convolutions.reduce(0) { $0 + ($1.step.normalization == nil ? 0 : 2 * $1.step.channels) }
  }

  /// The convolutions with their step's number.
  var convolutions: [(index: Int, step: ConvolutionStep)] {
    steps.indices.compactMap { i in
      if case .convolution(let step) = steps[i] { (i, step) } else { nil }
    }
  }
}

extension MapLayout {
  /// Channels, rows and columns.
  package var shape: SampleShape {
    SampleShape(channels: channels, height: height, width: width)
  }
}

extension MapStep {
  /// The shape of the maps that the step gives; without pixels where the input has too few.
  package func output(of input: SampleShape) -> SampleShape {
    switch self {
    case .convolution(let step):
      func pixels(_ count: Int) -> Int {
        let room = count + 2 * step.padding - step.side
        return room < 0 ? 0 : room / step.stride + 1
      }
      return SampleShape(
        channels: step.channels, height: pixels(input.height), width: pixels(input.width))
    case .pooling(let step):
      return SampleShape(
        channels: input.channels, height: input.height / step.height,
        width: input.width / step.width)
    case .dropout: return input
    }
  }
}
