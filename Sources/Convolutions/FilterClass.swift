/// The input pixels whose gradient comes from the same taps of a filter: with stride s there are s² classes,
/// by row and column modulo s. Each is a convolution of the output's gradient with part of the filter,
/// turned around.
struct FilterClass: Hashable, Sendable {
  /// One direction of a class.
  struct Axis: Hashable, Sendable {
    /// The first pixel of the class.
    let first: Int
    /// The taps, in the order of the output pixels that they belong to.
    let taps: [Int]
    /// The output pixel of the first tap for the first pixel; negative ones are in the border.
    let output: Int

    init(first: Int, side: Int, stride: Int, padding: Int) {
      self.first = first
      taps = (0..<side).reversed().filter { (first + padding - $0) % stride == 0 }
      output = taps.first.map { (first + padding - $0) / stride } ?? 0
    }
  }

  let rows: Axis
  let columns: Axis

  /// The taps of the filter that act.
  var tapCount: Int { rows.taps.count * columns.taps.count }

  /// All classes of a convolution.
  static func all(of step: ConvolutionStep) -> [FilterClass] {
    let axes = (0..<step.stride).map {
      Axis(first: $0, side: step.side, stride: step.stride, padding: step.padding)
    }
    return axes.flatMap { rows in axes.map { FilterClass(rows: rows, columns: $0) } }
  }

  /// The border that the output's gradient needs around it.
  static func border(of step: ConvolutionStep, input: MapLayout, output: MapLayout) -> Int {
    let below = (step.side - 1 - step.padding + step.stride - 1) / step.stride
    let rows = (input.height - 1 + step.padding) / step.stride - (output.height - 1)
    let columns = (input.width - 1 + step.padding) / step.stride - (output.width - 1)
    return max(0, below, rows, columns)
  }
}
