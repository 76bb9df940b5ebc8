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
    let (lanes, taps, channels) = (S.kernels.lanes, step.side * step.side, input.channels)
    for out in 0..<step.channels {
      let (panel, lane, width) = place(of: out, in: output.pitch, lanes)
      let start = packed + panel * taps * input.pitch + lane
      let filter = filters + out * channels * taps
      for tap in 0..<taps {
        for channel in 0..<channels {
          start[(tap * input.pitch + channel) * width] = filter[channel * taps + tap]
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
    let (lanes, taps, channels) = (S.kernels.lanes, step.side * step.side, input.channels)
    for channel in 0..<channels {
      let (panel, lane, width) = place(of: channel, in: input.pitch, lanes)
      let start = packed + panel * part.tapCount * output.pitch + lane
      var place = 0
      for row in part.rows.taps {
        for column in part.columns.taps {
          let filter = filters + channel * taps + row * step.side + column
          for out in 0..<step.channels {
            start[(place * output.pitch + out) * width] = filter[out * channels * taps]
          }
          place += 1
        }
      }
    }
  }

  /// Adds up the groups' sums `[row][column][in][out]`, in order, into a gradient `[out][in][row][column]`.
  @specialized(where S == Float)
  @specialized(where S == Double)
  static func reduce<S: Real>(
    _ sums: UnsafePointer<S>, groups: Int, groupStride: Int, of step: ConvolutionStep,
    input: MapLayout, output: MapLayout, channels: Range<Int>,
    into gradient: UnsafeMutablePointer<S>
  ) {
    let taps = step.side * step.side
    for tap in 0..<taps {
      for channel in channels {
        let line = sums + (tap * input.pitch + channel) * output.pitch
        let target = gradient + channel * taps + tap
        for out in 0..<step.channels {
          var sum = line[out]
          for group in 1..<max(1, groups) { sum += line[group * groupStride + out] }
          target[out * input.channels * taps] = sum
        }
      }
    }
  }

  /// The first channel of a channel's panel, its lane in it, and the panel's width.
  @inline(__always)
  private static func place(of channel: Int, in pitch: Int, _ lanes: Int) -> (Int, Int, Int) {
    let full = 2 * lanes
    let panel = channel / full * full
    return (panel, channel - panel, min(full, pitch - panel))
  }
}
