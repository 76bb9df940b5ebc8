import Kernels
import Tensors

/// Pooling of one sample's maps, window by window.
enum Pooling {
  /// The largest or the mean value of each window.
  @specialized(where S == Float)
  @specialized(where S == Double)
  static func pool<S: Real>(
    _ step: PoolingStep, _ input: MapLayout, _ x: UnsafePointer<S>, _ output: MapLayout,
    _ result: UnsafeMutablePointer<S>
  ) {
    let share = 1 / S(step.height * step.width)
    for row in 0..<output.height {
      for column in 0..<output.width {
        let target = result + output.place(row, column)
        let first = x + input.place(row * step.height, column * step.width)
        for channel in 0..<output.channels { target[channel] = first[channel] }
        for i in 0..<step.height * step.width where i > 0 {
          let source = first + i / step.width * input.lineStride + i % step.width * input.pitch
          if step.takesMaximum {
            for channel in 0..<output.channels {
              target[channel] =
                source[channel] > target[channel] ? source[channel] : target[channel]
            }
          } else {
            for channel in 0..<output.channels { target[channel] += source[channel] }
          }
        }
        if !step.takesMaximum { for channel in 0..<output.channels { target[channel] *= share } }
      }
    }
  }

  /// The gradient of the input: all of it to the first of the largest values, or a share to each.
  @specialized(where S == Float)
  @specialized(where S == Double)
  static func backpropagate<S: Real>(
    _ step: PoolingStep, _ input: MapLayout, _ x: UnsafePointer<S>, _ output: MapLayout,
    _ result: UnsafePointer<S>, _ gradient: UnsafePointer<S>,
    _ inputGradient: UnsafeMutablePointer<S>
  ) {
    let share = 1 / S(step.height * step.width)
    let (inputs, outputs) = (input.bordered(0), output.bordered(0))
    inputGradient.update(repeating: 0, count: inputs.count)
    for row in 0..<output.height {
      for column in 0..<output.width {
        let slope = gradient + outputs.place(row, column)
        let best = result + output.place(row, column)
        for channel in 0..<output.channels {
          for i in 0..<step.height * step.width {
            let place = (row * step.height + i / step.width, column * step.width + i % step.width)
            let target = inputGradient + inputs.place(place.0, place.1) + channel
            if !step.takesMaximum {
              target.pointee = slope[channel] * share
            } else if x[input.place(place.0, place.1) + channel] == best[channel] {
              target.pointee = slope[channel]
              break
            }
          }
        }
      }
    }
  }
}
