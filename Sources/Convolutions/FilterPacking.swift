import Kernels
import Tensors

/// Filters in the order in which kernels read them.
enum FilterPacking {
  /// Packs filters `[out][in][row][column]` for the convolution: panels of output channels, in each a vector
  /// for each row, column and input channel.
  @specialized(where S == Float)
  @specialized(where S == Double)
  static func pack<S: Real>(
    _ filters: UnsafePointer<S>, of step: ConvolutionStep, input: MapLayout, output: MapLayout,
    into packed: UnsafeMutablePointer<S>
  ) {
    let (taps, channels) = (step.side * step.side, input.channels)
    for panel in panels(of: step.channels, pitch: output.pitch, lanes: S.kernels.lanes) {
      let start = packed + panel.first * taps * input.pitch
      let first = filters + panel.first * channels * taps
      // A vector after another: what the filters have of it, and of those beside it, stays in the cache.
      for channel in 0..<channels {
        for tap in 0..<taps {
          let target = start + (tap * input.pitch + channel) * panel.width
          let source = first + channel * taps + tap
          for lane in 0..<panel.count { target[lane] = source[lane &* channels &* taps] }
        }
      }
    }
  }

  /// Packs the part of the filters that a class of input pixels sees, for the convolution of the output's
  /// gradient: panels of input channels, in each a vector for each row, column and output channel.
  @specialized(where S == Float)
  @specialized(where S == Double)
  static func pack<S: Real>(
    _ filters: UnsafePointer<S>, of step: ConvolutionStep, _ part: FilterClass, input: MapLayout,
    output: MapLayout, into packed: UnsafeMutablePointer<S>
  ) {
    let (taps, channels) = (step.side * step.side, input.channels)
    for panel in panels(of: channels, pitch: input.pitch, lanes: S.kernels.lanes) {
      let start = packed + panel.first * part.tapCount * output.pitch
      for out in 0..<step.channels {
        let filter = filters + (out * channels + panel.first) * taps
        var place = 0
        for row in part.rows.taps {
          for column in part.columns.taps {
            let target = start + (place * output.pitch + out) * panel.width
            let source = filter + row * step.side + column
            for lane in 0..<panel.count { target[lane] = source[lane &* taps] }
            place += 1
          }
        }
      }
    }
  }

  /// Adds up the groups' sums `[row][column][in][out]`, in order, into a gradient `[out][in][row][column]`. The
  /// first group's sums become those of all.
  @specialized(where S == Float)
  @specialized(where S == Double)
  static func reduce<S: Real>(
    _ sums: UnsafeMutablePointer<S>, groups: Int, groupStride: Int, of step: ConvolutionStep,
    input: MapLayout, output: MapLayout, channels: Range<Int>,
    into gradient: UnsafeMutablePointer<S>
  ) {
    let taps = step.side * step.side
    for tap in 0..<taps {
      for channel in channels {
        let line = sums + (tap * input.pitch + channel) * output.pitch
        for group in 1..<max(1, groups) {
          let other = line + group * groupStride
          for out in 0..<step.channels { line[out] += other[out] }
        }
        let target = gradient + channel * taps + tap
        for out in 0..<step.channels { target[out &* input.channels &* taps] = line[out] }
      }
    }
  }

  /// Channels side by side in the packed filters.
  private struct Panel {
    let first: Int
    /// The channels, and with those that fill up the vectors.
    let count: Int
    let width: Int
  }

  /// The panels of so many channels: two vectors wide, the last one perhaps one.
  private static func panels(of channels: Int, pitch: Int, lanes: Int) -> [Panel] {
    stride(from: 0, to: channels, by: 2 * lanes).map {
      let width = min(2 * lanes, pitch - $0)
      return Panel(first: $0, count: min(width, channels - $0), width: width)
    }
  }
}
