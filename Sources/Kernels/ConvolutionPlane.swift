/// The convolution of one sample's maps: some rows and columns of output pixels, all output channels.
///
/// Maps lie pixel by pixel, the channels of a pixel side by side, so the taps of a row of the filter are one
/// run of numbers. An output is one chain of fused multiply-adds, run by run, from the bias, the value that
/// is there, or 0 on.
package struct ConvolutionPlane<S: LaneScalar> {
  /// The first tap of the first output pixel.
  package let input: UnsafePointer<S>
  /// From the first tap of an output pixel to that of the next in its row.
  package let pixelStride: Int
  /// From the first tap of an output pixel to that of the next in its column.
  package let lineStride: Int
  /// The rows of the filter.
  package let runs: Int
  /// From a row of taps to the next.
  package let runStride: Int
  /// The numbers in a row of taps: columns of the filter times input channels.
  package let inner: Int
  /// The packed filters: panels of `panelWidth` output channels, the last one perhaps half as wide; in each,
  /// a vector of channels for each tap and input channel.
  package let filters: UnsafePointer<S>
  /// The output channels, a multiple of 16.
  package let channels: Int
  /// What the sums begin with, a number for each output channel; nil for none.
  package let bias: UnsafePointer<S>?
  /// What the sums begin with, a number for each output, which lie as the outputs do; nil for the bias or 0.
  package let addend: UnsafePointer<S>?
  /// The first output pixel.
  package let output: UnsafeMutablePointer<S>
  /// From an output pixel to the next in its row.
  package let outputPixelStride: Int
  /// From an output pixel to the next in its column.
  package let outputLineStride: Int
  /// The output pixels in a row.
  package let width: Int
  /// The rows of output pixels.
  package let height: Int
  /// What will be needed after it; nil for nothing.
  package let upcoming: Upcoming<S>?

  /// A plane of `height × width` output pixels.
  package init(
    input: UnsafePointer<S>, pixelStride: Int, lineStride: Int, runs: Int, runStride: Int,
    inner: Int, filters: UnsafePointer<S>, channels: Int, bias: UnsafePointer<S>? = nil,
    addend: UnsafePointer<S>? = nil, output: UnsafeMutablePointer<S>, outputPixelStride: Int,
    outputLineStride: Int, width: Int, height: Int, upcoming: Upcoming<S>? = nil
  ) {
    (self.input, self.pixelStride, self.lineStride) = (input, pixelStride, lineStride)
    (self.runs, self.runStride, self.inner) = (runs, runStride, inner)
    (self.filters, self.channels, self.bias) = (filters, channels, bias)
    (self.addend, self.output) = (addend, output)
    (self.outputPixelStride, self.outputLineStride) = (outputPixelStride, outputLineStride)
    (self.width, self.height, self.upcoming) = (width, height, upcoming)
  }
}

/// The gradient of a convolution's filters by one sample: for each row of the filter, a product of the input
/// and the output's gradient over all pixels, added to what is there, or to 0.
///
/// An entry is one chain of fused multiply-adds, pixel by pixel, row by row.
package struct FilterGradient<S: LaneScalar> {
  /// The first tap of the first output pixel.
  package let input: UnsafePointer<S>
  /// From the first tap of an output pixel to that of the next in its row.
  package let pixelStride: Int
  /// From the first tap of an output pixel to that of the next in its column.
  package let lineStride: Int
  /// The rows of the filter.
  package let runs: Int
  /// From a row of taps to the next.
  package let runStride: Int
  /// The numbers in a row of taps.
  package let inner: Int
  /// The gradient of the first output pixel.
  package let gradient: UnsafePointer<S>
  /// From a pixel of the gradient to the next in its row; the channels are fewer.
  package let gradientPixelStride: Int
  /// From a pixel of the gradient to the next in its column.
  package let gradientLineStride: Int
  /// The output channels, a multiple of 16.
  package let channels: Int
  /// The output pixels in a row.
  package let width: Int
  /// The rows of output pixels.
  package let height: Int
  /// The sums, `[runs][inner][channels]`.
  package let sums: UnsafeMutablePointer<S>
  /// Whether they begin with 0.
  package let isFirst: Bool
  /// What will be needed after it; nil for nothing.
  package let upcoming: Upcoming<S>?

  /// The gradient over `height × width` output pixels.
  package init(
    input: UnsafePointer<S>, pixelStride: Int, lineStride: Int, runs: Int, runStride: Int,
    inner: Int, gradient: UnsafePointer<S>, gradientPixelStride: Int, gradientLineStride: Int,
    channels: Int, width: Int, height: Int, sums: UnsafeMutablePointer<S>,
    isFirst: Bool = false, upcoming: Upcoming<S>? = nil
  ) {
    (self.input, self.pixelStride, self.lineStride) = (input, pixelStride, lineStride)
    (self.runs, self.runStride, self.inner) = (runs, runStride, inner)
    (self.gradient, self.gradientPixelStride) = (gradient, gradientPixelStride)
    (self.gradientLineStride, self.channels) = (gradientLineStride, channels)
    (self.width, self.height, self.sums) = (width, height, sums)
    (self.isFirst, self.upcoming) = (isFirst, upcoming)
  }
}
