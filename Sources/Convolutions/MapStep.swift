import Tensors

/// What a network of feature maps does with the maps of a sample, step by step. Step i reads some maps before
/// and gives maps i + 1; maps 0 are the sample.
package enum MapStep: Hashable, Sendable {
  /// A convolution with what follows it: batch norm, a shortcut, a nonlinearity.
  case convolution(ConvolutionStep)
  /// The largest or the mean value of each window; windows do not overlap.
  case pooling(PoolingStep)
  /// In training, channels or units become 0 at random.
  case dropout(DropoutStep)

  /// The maps that the step reads.
  package var input: Int {
    switch self {
    case .convolution(let step): step.input
    case .pooling(let step): step.input
    case .dropout(let step): step.input
    }
  }
}

/// A convolution, and what is done with its values: normalised, added to a shortcut, put through a
/// nonlinearity, in this order (He et al. 2015, §4.2).
package struct ConvolutionStep: Hashable, Sendable {
  /// Batch norm (Ioffe & Szegedy 2015): where γ and β lie in the flat weights, and the running mean in the
  /// statistics; the running variance follows it.
  package struct Normalization: Hashable, Sendable {
    /// The first entry of γ.
    package let scale: Int
    /// The first entry of β.
    package let shift: Int
    /// The first entry of the running mean.
    package let statistics: Int

    /// Batch norm with its γ, β and statistics at these places.
    package init(scale: Int, shift: Int, statistics: Int) {
      (self.scale, self.shift, self.statistics) = (scale, shift, statistics)
    }

    /// ε, which is added to variances.
    static var epsilon: Double { 1e-5 }
    /// The share of a batch in the running statistics.
    static var momentum: Double { 0.1 }
  }

  /// The maps that are convolved.
  package let input: Int
  /// The output channels.
  package let channels: Int
  /// Rows and columns of the filters.
  package let side: Int
  /// From an output pixel's taps to the next one's.
  package let stride: Int
  /// The zeros around the input.
  package let padding: Int
  /// Where the filters `[out][in][row][column]` lie in the flat weights.
  package let filters: Int
  /// Where the bias `[out]` lies in the flat weights.
  package let bias: Int
  /// Nil for none.
  package let normalization: Normalization?
  /// Nil for none.
  package let activation: Activation?
  /// The maps that are added; nil for none. Where they are larger, every `stride`-th pixel is taken, and
  /// channels of zeros are added, half of them before.
  package let shortcut: Int?

  /// A convolution of maps `input`.
  package init(
    input: Int, channels: Int, side: Int, stride: Int, padding: Int, filters: Int, bias: Int,
    normalization: Normalization? = nil, activation: Activation? = nil, shortcut: Int? = nil
  ) {
    (self.input, self.channels, self.side) = (input, channels, side)
    (self.stride, self.padding, self.filters, self.bias) = (stride, padding, filters, bias)
    (self.normalization, self.activation) = (normalization, activation)
    self.shortcut = shortcut
  }
}

/// Pooling over windows that lie side by side; what is left at the right and below is dropped.
package struct PoolingStep: Hashable, Sendable {
  /// The maps that are pooled.
  package let input: Int
  /// The rows of a window.
  package let height: Int
  /// The columns of a window.
  package let width: Int
  /// Whether the largest value is taken, else the mean.
  package let takesMaximum: Bool

  /// Pooling of maps `input`.
  package init(input: Int, height: Int, width: Int, takesMaximum: Bool) {
    (self.input, self.height, self.width) = (input, height, width)
    self.takesMaximum = takesMaximum
  }
}

/// Dropout (Srivastava et al. 2014), of units or of whole channels.
package struct DropoutStep: Hashable, Sendable {
  /// The maps that are thinned.
  package let input: Int
  /// The probability with which a unit or channel becomes 0; the others are divided by 1 − p.
  package let rate: Double
  /// Whether whole channels are dropped.
  package let dropsChannels: Bool

  /// Dropout of maps `input`.
  package init(input: Int, rate: Double, dropsChannels: Bool) {
    (self.input, self.rate, self.dropsChannels) = (input, rate, dropsChannels)
  }
}
