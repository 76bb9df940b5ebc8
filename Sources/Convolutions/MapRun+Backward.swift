import Kernels
import Tensors

extension MapRun {
  /// From the gradient of the outputs to that of the weights, which goes where the weights lie. Needs packed
  /// filters: see `packTurned`.
  func backward(into result: UnsafeMutablePointer<S>) {
    var (parts, norms) = ([[Operation]](), [Int]())
    var part = [Operation.loadGradient]
    for (i, step) in plan.steps.enumerated().reversed() {
      switch step {
      case .convolution(let step):
        part.append(.finishBack(i))
        if isTraining, step.normalization != nil {
          parts.append(part)
          norms.append(i)
          part = []
        } else {
          setFrozenSlopes(i)
        }
        part += [.combineBack(i), .convolveBack(i)]
      case .pooling: part.append(.poolBack(i))
      case .dropout: part.append(.dropBack(i))
      }
    }
    parts.append(part)
    run(parts) { if $0 < norms.count { settleSlopes(norms[$0]) } }
    reduce(into: result)
  }

  /// Packs the filters for the gradients of the inputs.
  func packTurned() {
    let convolutions = plan.convolutions.filter { $0.step.input > 0 }
    parallelWork(convolutions.count) { number, _ in
      let (i, step) = convolutions[number]
      let (input, output) = (plan.maps[step.input], plan.maps[i + 1])
      var place = memory + places.turnedFilters[i]
      for part in plan.turned[i].classes {
        FilterPacking.pack(
          weights + step.filters, of: step, part, input: input, output: output, into: place)
        place += part.tapCount * input.pitch * output.pitch
      }
    }
  }

  /// With running statistics, batch norm multiplies by a number.
  private func setFrozenSlopes(_ i: Int) {
    let step = convolution(i)
    for c in 0..<step.channels {
      coefficient(.slope, i)[c] = step.normalization == nil ? 1 : coefficient(.scale, i)[c]
      coefficient(.valueSlope, i)[c] = 0
      coefficient(.term, i)[c] = 0
    }
  }

  /// What the gradient of a batch-normalised value takes from the batch's sums:
  ///
  ///     dy = γ / σ · (g − Σ g / n − x̂ · Σ g x̂ / n),  x̂ = (y − μ) / σ
  private func settleSlopes(_ i: Int) {
    let step = convolution(i)
    let count = S(plan.maps[i + 1].plane.pixels * samples.count)
    for c in 0..<step.channels {
      let (sum, product) = batchSums(i, c)
      let inverse = coefficient(.inverseDeviation, i)[c]
      let slope = coefficient(.scale, i)[c]
      let valueSlope = -slope * inverse * (product * inverse) / count
      coefficient(.slope, i)[c] = slope
      coefficient(.valueSlope, i)[c] = valueSlope
      coefficient(.term, i)[c] = -slope * sum / count - valueSlope * coefficient(.mean, i)[c]
    }
  }

  /// Σ g and Σ g (y − μ) of a channel over the batch.
  private func batchSums(_ i: Int, _ channel: Int) -> (S, S) {
    var (sum, product): (S, S) = (0, 0)
    for sample in samples {
      let sums = sampleSums(i, sample)
      sum += sums.0[channel]
      product += sums.1[channel]
    }
    return (sum, product)
  }

  /// Adds up what groups and samples have.
  private func reduce(into result: UnsafeMutablePointer<S>) {
    // Some input channels of a convolution at a time.
    let pieces = plan.convolutions.flatMap { i, step in
      stride(from: 0, to: plan.maps[step.input].channels, by: 16).map { (i, step, $0) }
    }
    parallelWork(pieces.count) { number, _ in
      let (i, step, first) = pieces[number]
      let (input, output) = (plan.maps[step.input], plan.maps[i + 1])
      FilterPacking.reduce(
        memory + places.filterSums[i], groups: groups, groupStride: places.groupStride, of: step,
        input: input, output: output, channels: first..<min(first + 16, input.channels),
        into: result + step.filters)
      guard first == 0 else { return }
      for c in 0..<step.channels {
        let (sum, product) = batchSums(i, c)
        guard let norm = step.normalization else {
          result[step.bias + c] = sum
          continue
        }
        result[step.bias + c] = isTraining ? 0 : coefficient(.slope, i)[c] * sum
        result[norm.shift + c] = sum
        result[norm.scale + c] = product * coefficient(.inverseDeviation, i)[c]
      }
    }
  }

  // MARK: One sample

  func loadGradient(_ place: Place) {
    let last = plan.maps.count - 1
    let (layout, target) = (plan.maps[last].bordered(0), gradients(last, place))
    guard let outputGradient else { return }
    let source = outputGradient + place.sample * plan.output.count
    for row in 0..<layout.height {
      for column in 0..<layout.width {
        let pixel = target.start + layout.place(row, column)
        for channel in 0..<layout.channels {
          pixel[channel] = source[(channel * layout.height + row) * layout.width + column]
        }
      }
    }
  }

  /// Back through nonlinearity and shortcut; then the sample's part of the sums over the batch.
  func finishBack(_ i: Int, _ place: Place) {
    let (step, plane) = (convolution(i), plan.maps[i + 1].plane)
    let (gradient, outputs) = (gradients(i + 1, place), pixels(i + 1, place))
    if let activation = step.activation, activation != .relu {
      for line in 0..<plane.height {
        activation.backpropagate(
          outputs: outputs.start + line * outputs.lineStride,
          to: gradient.start + line * gradient.lineStride, count: plane.lineCount)
      }
    }
    let isNormalized = step.normalization != nil
    let (sums, products) = sampleSums(i, place.sample)
    S.kernels.maps.gradientSums(
      plane, gradient, step.activation == .relu ? outputs.source : nil,
      isNormalized ? values(i, place).source : nil,
      isNormalized ? UnsafePointer(coefficient(.mean, i)) : nil, sums, products)
    if let index = step.shortcut, plan.maps[index].shape != plan.maps[i + 1].shape {
      spread(gradient, of: i, to: index, place)
    }
  }

  /// The gradient of a shortcut between maps of different shape.
  private func spread(_ gradient: MapTarget<S>, of i: Int, to index: Int, _ place: Place) {
    let (source, output) = (plan.maps[index].bordered(0), plan.maps[i + 1].bordered(0))
    let target = gradients(index, place)
    target.start.update(repeating: 0, count: source.count)
    let (rows, columns, before) = Self.steps(from: source, to: output)
    for row in 0..<output.height {
      for column in 0..<output.width {
        let pixel = gradient.start + output.place(row, column) + before
        let place = target.start + source.place(row * rows, column * columns)
        for channel in 0..<source.channels { place[channel] = pixel[channel] }
      }
    }
  }

  /// The gradient of a convolution's values, with the border that its input's gradient needs.
  func combineBack(_ i: Int, _ place: Place) {
    clearBorder(plan.turned[i].output, place)
    S.kernels.maps.combine(
      plan.maps[i + 1].plane, gradients(i + 1, place).source, values(i, place).source,
      coefficient(.slope, i), coefficient(.valueSlope, i), coefficient(.term, i), slopes(i, place))
  }

  /// The gradient of a convolution's filters and of its input from that of its values.
  func convolveBack(_ i: Int, _ place: Place, group: Int) {
    addFilterGradient(i, place, group: group)
    if convolution(i).input > 0 { setInputGradient(i, place) }
  }

  /// The gradient of a convolution's values in the thread's scratch.
  private func slopes(_ i: Int, _ place: Place) -> MapTarget<S> {
    let layout = plan.turned[i].output
    return MapTarget(scratch(place) + layout.place(0, 0), lineStride: layout.lineStride)
  }

  /// Sets the border of maps in the thread's scratch to 0.
  private func clearBorder(_ layout: MapLayout, _ place: Place) {
    let start = scratch(place)
    let side = layout.border * layout.pitch
    start.update(repeating: 0, count: layout.place(0, 0))
    for row in 0..<layout.height {
      // The right border of a row and the left one of the next.
      (start + layout.place(row, layout.width)).update(repeating: 0, count: 2 * side)
    }
    let end = layout.place(layout.height - 1, layout.width)
    (start + end).update(repeating: 0, count: layout.count - end)
  }

  private func addFilterGradient(_ i: Int, _ place: Place, group: Int) {
    let (step, slopes) = (convolution(i), slopes(i, place))
    let (input, output) = (plan.maps[step.input], plan.maps[i + 1])
    let sums = memory + places.filterSums[i] + group * places.groupStride
    let isFirst = place.sample == samples(ofGroup: group, of: groups).lowerBound
    S.kernels.addFilterGradient(
      FilterGradient(
        input: maps(step.input, place) + input.place(-step.padding, -step.padding),
        pixelStride: step.stride * input.pitch, lineStride: step.stride * input.lineStride,
        runs: step.side, runStride: input.lineStride, inner: step.side * input.pitch,
        gradient: UnsafePointer(slopes.start), gradientPixelStride: output.pitch,
        gradientLineStride: slopes.lineStride, channels: output.pitch, width: output.width,
        height: output.height, sums: sums, isFirst: isFirst, upcoming: place.upcoming))
  }

  /// The gradient of the input, which begins with what a shortcut brings.
  private func setInputGradient(_ i: Int, _ place: Place) {
    let (step, layout, slopes) = (convolution(i), plan.turned[i].output, scratch(place))
    let (input, target) = (plan.maps[step.input], gradients(step.input, place))
    let addend = plan.turned[i].addend.map { UnsafePointer(gradients($0, place).start) }
    var filters = memory + places.turnedFilters[i]
    for part in plan.turned[i].classes {
      let (rows, columns) = (part.rows, part.columns)
      let start = rows.first * target.lineStride + columns.first * input.pitch
      S.kernels.convolve(
        ConvolutionPlane(
          input: slopes + layout.place(rows.output, columns.output), pixelStride: layout.pitch,
          lineStride: layout.lineStride, runs: rows.taps.count, runStride: layout.lineStride,
          inner: columns.taps.count * layout.pitch, filters: filters, channels: input.pitch,
          addend: addend.map { $0 + start }, output: target.start + start,
          outputPixelStride: step.stride * input.pitch,
          outputLineStride: step.stride * target.lineStride,
          width: (input.width - columns.first + step.stride - 1) / step.stride,
          height: (input.height - rows.first + step.stride - 1) / step.stride))
      filters += part.tapCount * input.pitch * layout.pitch
    }
  }

  func poolBack(_ i: Int, _ place: Place) {
    guard case .pooling(let step) = plan.steps[i] else { return }
    Pooling.backpropagate(
      step, plan.maps[step.input], maps(step.input, place), plan.maps[i + 1], maps(i + 1, place),
      gradients(i + 1, place).start, gradients(step.input, place).start)
  }

  func dropBack(_ i: Int, _ place: Place) {
    let index = plan.steps[i].input
    let (input, output) = (plan.maps[index].bordered(0), plan.maps[i + 1].bordered(0))
    thin(
      i, place, from: gradients(i + 1, place).start, output, to: gradients(index, place).start,
      input
    )
  }
}
