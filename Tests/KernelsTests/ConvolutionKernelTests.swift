import Kernels
import NarrowKernels
import Tensors
import TestSupport
import Testing
import WideKernels

/// The kernels of feature maps of both widths against one number at a time, to the last bit.
@Suite("Kernels of feature maps")
struct ConvolutionKernelTests {
  private static var tables: [KernelTable<Float>] {
    [NarrowKernels.float] + (VectorWidth.wide.isPossible ? [WideKernels.float] : [])
  }

  /// A convolution without packing: filters `[row][column · input channel][output channel]`.
  private struct Plain {
    let channels: Int
    let inputs: Int
    let width: Int
    let height: Int
    let side: Int
    let stride: Int

    var inner: Int { side * inputs }
    var line: Int { (width * stride + side) * inputs }
    var inputCount: Int { (height * stride + side) * line }
    var filterCount: Int { side * inner * channels }
    var outputCount: Int { width * height * channels }

    /// The panels of so many channels that a table reads.
    func packed(_ filters: [Float], lanes: Int) -> [Float] {
      stride(from: 0, to: channels, by: 2 * lanes).flatMap { first in
        (0..<side * inner).flatMap { row in
          filters[row * channels + first..<row * channels + min(first + 2 * lanes, channels)]
        }
      }
    }

    private func stride(from: Int, to: Int, by: Int) -> [Int] {
      Array(Swift.stride(from: from, to: to, by: by))
    }

    /// Calls `body` with the places of an input, a filter's entry and an output that belong together.
    func forEach(_ body: (_ input: Int, _ filter: Int, _ output: Int) -> Void) {
      for y in 0..<height {
        for x in 0..<width {
          for row in 0..<side {
            for entry in 0..<inner {
              for channel in 0..<channels {
                body(
                  (y * self.stride + row) * line + x * self.stride * inputs + entry,
                  (row * inner + entry) * channels + channel,
                  (y * width + x) * channels + channel)
              }
            }
          }
        }
      }
    }
  }

  private static let shapes = [
    Plain(channels: 16, inputs: 3, width: 21, height: 2, side: 3, stride: 1),
    Plain(channels: 32, inputs: 16, width: 11, height: 3, side: 3, stride: 2),
    Plain(channels: 48, inputs: 5, width: 7, height: 2, side: 1, stride: 1),
    Plain(channels: 64, inputs: 16, width: 8, height: 3, side: 2, stride: 1),
  ]

  /// What kernels ask for beside their work, which changes nothing.
  private static let upcoming = [3..<40, 0..<17]

  @Test("a convolution is one chain of fused multiply-adds, from bias or addend, in both widths")
  func convolution() {
    for shape in Self.shapes {
      let input: [Float] = uniformValues(shape.inputCount, seed: 1)
      let filters: [Float] = uniformValues(shape.filterCount, seed: 2)
      let bias: [Float] = uniformValues(shape.channels, seed: 3)
      let addend: [Float] = uniformValues(shape.outputCount, seed: 4)
      for hasAddend in [false, true] {
        var expected = (0..<shape.outputCount).map {
          hasAddend ? addend[$0] : bias[$0 % shape.channels]
        }
        shape.forEach { i, f, o in expected[o].addProduct(input[i], filters[f]) }
        for table in Self.tables {
          let packed = shape.packed(filters, lanes: table.lanes)
          var output = [Float](repeating: .nan, count: shape.outputCount)
          output.withUnsafeMutableBufferPointer { output in
            Self.upcoming.withUnsafeBufferPointer { ranges in
              input.withUnsafeBufferPointer { input in
                packed.withUnsafeBufferPointer { packed in
                  bias.withUnsafeBufferPointer { bias in
                    addend.withUnsafeBufferPointer { addend in
                      guard let output = output.baseAddress, let input = input.baseAddress,
                        let packed = packed.baseAddress
                      else { return }
                      table.convolve(
                        ConvolutionPlane(
                          input: input, pixelStride: shape.stride * shape.inputs,
                          lineStride: shape.stride * shape.line, runs: shape.side,
                          runStride: shape.line, inner: shape.inner, filters: packed,
                          channels: shape.channels, bias: hasAddend ? nil : bias.baseAddress,
                          addend: hasAddend ? addend.baseAddress : nil, output: output,
                          outputPixelStride: shape.channels,
                          outputLineStride: shape.width * shape.channels, width: shape.width,
                          height: shape.height, upcoming: Upcoming(input, ranges: ranges)))
                    }
                  }
                }
              }
            }
          }
          #expect(output == expected, "\(shape) \(table.lanes) lanes")
        }
      }
    }
  }

  @Test(
    "a filter's gradient is one chain over pixels, from what is there or from 0 on, in both widths",
    arguments: [false, true])
  func filterGradient(isFirst: Bool) {
    for shape in Self.shapes {
      let input: [Float] = uniformValues(shape.inputCount, seed: 1)
      let slopes: [Float] = uniformValues(shape.outputCount, seed: 2)
      let before: [Float] = uniformValues(shape.filterCount, seed: 3)
      var expected = isFirst ? [Float](repeating: 0, count: before.count) : before
      shape.forEach { i, f, o in expected[f].addProduct(input[i], slopes[o]) }
      for table in Self.tables {
        var sums = before
        sums.withUnsafeMutableBufferPointer { sums in
          Self.upcoming.withUnsafeBufferPointer { ranges in
            input.withUnsafeBufferPointer { input in
              slopes.withUnsafeBufferPointer { slopes in
                guard let sums = sums.baseAddress, let input = input.baseAddress,
                  let slopes = slopes.baseAddress
                else { return }
                table.addFilterGradient(
                  FilterGradient(
                    input: input, pixelStride: shape.stride * shape.inputs,
                    lineStride: shape.stride * shape.line, runs: shape.side, runStride: shape.line,
                    inner: shape.inner, gradient: slopes, gradientPixelStride: shape.channels,
                    gradientLineStride: shape.width * shape.channels, channels: shape.channels,
                    width: shape.width, height: shape.height, sums: sums,
                    isFirst: isFirst, upcoming: Upcoming(input, ranges: ranges)))
              }
            }
          }
        }
        #expect(sums == expected, "\(shape) \(table.lanes) lanes")
      }
    }
  }
}
