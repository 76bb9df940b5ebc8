import Kernels
import Tensors

extension MapRun {
  /// From the inputs to the outputs.
  func forward() {
    prepare()
    var (parts, norms) = ([[Operation]](), [Int]())
    var part = [Operation.load]
    for (i, step) in plan.steps.enumerated() {
      switch step {
      case .convolution(let step):
        part.append(.convolve(i))
        if isTraining, step.normalization != nil {
          parts.append(part + [.measure(i)])
          norms.append(i)
          part = []
        }
        part.append(.finish(i))
      case .pooling: part.append(.pool(i))
      case .dropout: part.append(.drop(i))
      }
    }
    parts.append(part + [.store])
    run(parts) { if $0 < norms.count { settleMoments(norms[$0]) } }
  }

  /// Packs the filters and takes the biases; with running statistics, also what batch norm makes of them.
  private func prepare() {
    let convolutions = plan.convolutions
    parallelWork(convolutions.count) { number, _ in
      let (i, step) = convolutions[number]
      let output = plan.maps[i + 1]
      FilterPacking.pack(
        weights + step.filters, of: step, input: plan.maps[step.input], output: output,
        into: memory + places.filters[i])
      coefficient(.bias, i).update(from: weights + step.bias, count: step.channels)
      if !isTraining, let norm = step.normalization, let statistics {
        let running = statistics + norm.statistics
        for c in 0..<step.channels {
          setScale(i, norm, c, mean: running[c], variance: running[step.channels + c])
        }
      }
    }
  }

  /// Turns a channel's moments into scale and shift.
  private func setScale(
    _ i: Int, _ norm: ConvolutionStep.Normalization, _ channel: Int, mean: S, variance: S
  ) {
    let inverse = 1 / (variance + S(ConvolutionStep.Normalization.epsilon)).squareRoot()
    let scale = weights[norm.scale + channel] * inverse
    coefficient(.mean, i)[channel] = mean
    coefficient(.inverseDeviation, i)[channel] = inverse
    coefficient(.scale, i)[channel] = scale
    coefficient(.shift, i)[channel] = weights[norm.shift + channel] - mean * scale
  }

  /// The batch's moments from those of its samples, all of equally many pixels. Variances are of distances from
  /// means, in the samples and among them. The running statistics follow, their variance without bias.
  private func settleMoments(_ i: Int) {
    let step = convolution(i)
    guard let norm = step.normalization, let statistics else { return }
    let pixels = S(plan.maps[i + 1].plane.pixels)
    let count = pixels * S(samples.count)
    let momentum = S(ConvolutionStep.Normalization.momentum)
    for c in 0..<step.channels {
      var (mean, squares): (S, S) = (0, 0)
      for sample in samples { mean += sampleSums(i, sample).0[c] }
      mean /= S(samples.count)
      for sample in samples {
        let (sampleMean, sampleSquares) = sampleSums(i, sample)
        let distance = sampleMean[c] - mean
        squares += sampleSquares[c] + pixels * (distance * distance)
      }
      setScale(i, norm, c, mean: mean, variance: squares / count)
      let running = statistics + norm.statistics + c
      running[0] += momentum * (mean - running[0])
      running[step.channels] += momentum * (squares / max(1, count - 1) - running[step.channels])
    }
  }

  // MARK: One sample

  func load(_ place: Place) {
    guard let inputs else { return }
    let layout = plan.maps[0]
    let (maps, plane) = (maps(0, place), layout.height * layout.width)
    let source = inputs + place.sample * plan.input.count
    for row in 0..<layout.height {
      let target = maps + layout.place(row, 0)
      for channel in 0..<layout.channels {
        let line = source + channel * plane + row * layout.width
        for column in 0..<layout.width { target[column * layout.pitch + channel] = line[column] }
      }
    }
  }

  func store(_ place: Place) {
    let layout = plan.maps[plan.maps.count - 1]
    let (maps, plane) = (maps(plan.maps.count - 1, place), layout.height * layout.width)
    guard let outputs else { return }
    let target = outputs + place.sample * plan.output.count
    for row in 0..<layout.height {
      for column in 0..<layout.width {
        let pixel = maps + layout.place(row, column)
        for channel in 0..<layout.channels {
          target[channel * plane + row * layout.width + column] = pixel[channel]
        }
      }
    }
  }

  func convolve(_ i: Int, _ place: Place) {
    let step = convolution(i)
    let (input, output, values) = (plan.maps[step.input], plan.maps[i + 1], values(i, place))
    S.kernels.convolve(
      ConvolutionPlane(
        input: maps(step.input, place) + input.place(-step.padding, -step.padding),
        pixelStride: step.stride * input.pitch, lineStride: step.stride * input.lineStride,
        runs: step.side, runStride: input.lineStride, inner: step.side * input.pitch,
        filters: memory + places.filters[i], channels: output.pitch,
        bias: UnsafePointer(coefficient(.bias, i)), output: values.start,
        outputPixelStride: output.pitch, outputLineStride: values.lineStride, width: output.width,
        height: output.height, upcoming: place.upcoming))
  }

  func measure(_ i: Int, _ place: Place) {
    let (means, squares) = sampleSums(i, place.sample)
    S.kernels.maps.moments(plan.maps[i + 1].plane, values(i, place).source, means, squares)
  }

  func finish(_ i: Int, _ place: Place) {
    let (step, plane, result) = (convolution(i), plan.maps[i + 1].plane, pixels(i + 1, place))
    let isNormalized = step.normalization != nil
    S.kernels.maps.finish(
      plane, values(i, place).source,
      isNormalized ? UnsafePointer(coefficient(.scale, i)) : nil,
      isNormalized ? UnsafePointer(coefficient(.shift, i)) : nil, shortcut(i, place),
      step.activation == .relu, result)
    guard let activation = step.activation, activation != .relu else { return }
    for line in 0..<plane.height {
      activation.apply(to: result.start + line * result.lineStride, count: plane.lineCount)
    }
  }

  /// What step `i` adds to its values; nil for nothing.
  private func shortcut(_ i: Int, _ place: Place) -> MapSource<S>? {
    let step = convolution(i)
    guard let index = step.shortcut else { return nil }
    let (source, output) = (plan.maps[index], plan.maps[i + 1])
    guard source.shape != output.shape else { return pixels(index, place).source }
    let (result, lineStride) = (scratch(place), output.plane.lineCount)
    let (rows, columns, before) = Self.steps(from: source, to: output)
    for row in 0..<output.height {
      for column in 0..<output.width {
        let pixel = maps(index, place) + source.place(row * rows, column * columns)
        let target = result + row * lineStride + column * output.pitch
        for channel in 0..<output.pitch {
          let isThere = channel >= before && channel < before + source.channels
          target[channel] = isThere ? pixel[channel - before] : 0
        }
      }
    }
    return MapSource(UnsafePointer(result), lineStride: lineStride)
  }

  /// Of a shortcut between maps of different shape: every how many rows and columns are taken, and the
  /// channels of zeros before the source's.
  static func steps(
    from source: MapLayout, to output: MapLayout
  ) -> (rows: Int, columns: Int, before: Int) {
    (
      (source.height - 1) / output.height + 1, (source.width - 1) / output.width + 1,
      (output.channels - source.channels) / 2
    )
  }

  func pool(_ i: Int, _ place: Place) {
    guard case .pooling(let step) = plan.steps[i] else { return }
    Pooling.pool(
      step, plan.maps[step.input], maps(step.input, place), plan.maps[i + 1], maps(i + 1, place))
  }

  func drop(_ i: Int, _ place: Place) {
    guard case .dropout(let step) = plan.steps[i] else { return }
    let (input, output) = (plan.maps[step.input], plan.maps[i + 1])
    thin(
      i, place, from: maps(step.input, place), input, to: maps(i + 1, place), output)
  }

  /// Copies maps, multiplied by the step's mask in training.
  func thin(
    _ i: Int, _ place: Place, from source: UnsafePointer<S>, _ input: MapLayout,
    to target: UnsafeMutablePointer<S>, _ output: MapLayout
  ) {
    guard case .dropout(let step) = plan.steps[i] else { return }
    let (isMasked, shape) = (isTraining && step.rate > 0, output.shape)
    let first = place.sample * (step.dropsChannels ? shape.channels : shape.count)
    for row in 0..<output.height {
      for column in 0..<output.width {
        let (from, to) = (source + input.place(row, column), target + output.place(row, column))
        let unit = first + (step.dropsChannels ? 0 : (row * output.width + column) * shape.channels)
        for channel in 0..<output.channels {
          to[channel] = isMasked ? from[channel] * masks[i][unit + channel] : from[channel]
        }
      }
    }
  }
}
