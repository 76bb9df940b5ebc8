// The passes over a thin output layer, strip by strip.

extension OutputLayer {
  /// Columns of one strip: all rows of all matrices of a step together fit a level-2 cache.
  private static var stripWidth: Int { 480 }

  /// About forty slices, whole strips each: enough to share them evenly.
  static func slices(of segments: [Range<Int>], columns: Int) -> [Slice] {
    let strips = (columns + 40 * stripWidth - 1) / (40 * stripWidth)
    return segments.indices.flatMap { index in
      let segment = segments[index]
      return stride(from: segment.lowerBound, to: segment.upperBound, by: strips * stripWidth).map {
        Slice(
          columns: $0..<min($0 + strips * stripWidth, segment.upperBound), segment: index)
      }
    }
  }

  /// Calls `body` with each slice and the bounds of each of its strips, on several threads.
  private func forEachStrip(_ body: (_ slice: Int, _ segment: Int, _ low: Int, _ high: Int) -> Void)
  {
    slices.withUnsafeBufferPointer { slices in
      parallelSlices(slices.count, width: 1) { index, _ in
        let slice = slices[index]
        var low = slice.columns.lowerBound
        while low < slice.columns.upperBound {
          let high = min(low + Self.stripWidth, slice.columns.upperBound)
          body(index, slice.segment, low, high)
          low = high
        }
      }
    }
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  func generateByStrips(_ activations: [S], _ parameters: [S], _ weights: inout [S]) {
    withPointers(activations, parameters) { a, x in
      withMutablePointers(&weights) { t in
        forEachStrip { _, _, low, high in generateStrip(a, x + block.offset, t, low, high) }
      }
    }
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  mutating func backwardByStrips(
    _ activations: [S], _ weightGradient: [S], _ parameters: [S], _ gradient: inout [S],
    _ error: inout [S], _ lookahead: Lookahead?, _ difference: inout [S], _ profile: StepProfile?
  ) {
    let errorSize = chunks * (width - 1) * 8
    var errors = scratch(\.partialErrors, errorSize)
    let gramSize = lookahead.map(gramSize) ?? 0
    var grams = lookahead == nil ? [] : scratch(\.partialGrams, gramSize)
    let start = block.offset
    withPointers(activations, weightGradient, parameters) { a, t, x in
      withPointers(lookahead?.first ?? [], lookahead?.second ?? [], lookahead?.snapshot ?? []) {
        m, v, s in
        withMutablePointers(&gradient, &difference) { g, d in
          withMutablePointers(&errors, &grams) { e, p in
            forEachStrip { slice, _, low, high in
              var lap = ProfileLap(profile)
              if low == slices[slice].columns.lowerBound {
                (e + slice * errorSize).update(repeating: 0, count: errorSize)
                if lookahead != nil {
                  (p + slice * gramSize).update(repeating: 0, count: gramSize)
                }
              }
              thinKernel(
                a, rowStride: 1, innerStride: width, rows: width, inner: chunks, t, block.columns,
                g + start, block.columns, low, high, accumulate: false)
              innerKernel(
                t, chunks, block.columns, x + start, width - 1, block.columns, low, high,
                e + slice * errorSize, upper: false)
              lap.end(.hypernetworkBackward)
              guard let lookahead else { return }
              gramStrip(
                lookahead, UnsafePointer(g), x, m, v, lookahead.snapshot == nil ? x : s, d,
                p + slice * gramSize, low, high, &lap)
            }
          }
        }
      }
    }
    collect(errors, size: errorSize / 8, slices: 0..<slices.count, into: &error)
    partialErrors = errors
    if lookahead != nil { partialGrams = grams }
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  mutating func gramsByStrips(
    _ parameters: [S], _ gradient: [S], _ lookahead: Lookahead, _ difference: inout [S],
    _ profile: StepProfile?
  ) {
    let size = gramSize(lookahead)
    var grams = scratch(\.partialGrams, size)
    withPointers(gradient, parameters) { g, x in
      withPointers(lookahead.first, lookahead.second, lookahead.snapshot ?? []) { m, v, s in
        withMutablePointers(&difference, &grams) { d, p in
          forEachStrip { slice, _, low, high in
            var lap = ProfileLap(profile)
            if low == slices[slice].columns.lowerBound {
              (p + slice * size).update(repeating: 0, count: size)
            }
            gramStrip(
              lookahead, g, x, m, v, lookahead.snapshot == nil ? x : s, d, p + slice * size, low,
              high, &lap)
          }
        }
      }
    }
    partialGrams = grams
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  func regularizeByStrips(
    _ coefficients: Coefficients, _ difference: [S], _ snapshot: [S], _ gradient: inout [S],
    _ profile: StepProfile?
  ) {
    let factors = factors(coefficients)
    withPointers(difference, snapshot, factors) { d, s, c in
      withMutablePointers(&gradient) { g in
        forEachStrip { _, segment, low, high in
          var lap = ProfileLap(profile)
          regularizeStrip(c, segment, d, s + block.offset, g + block.offset, low, high)
          lap.end(.regularizer)
        }
      }
    }
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  func finishByStrips(
    _ coefficients: Coefficients?, _ difference: [S], _ snapshot: [S]?, _ rule: UpdateRule<S>,
    _ gradient: inout [S], _ parameters: inout [S], _ first: inout [S], _ second: inout [S],
    _ activations: [S], _ weights: inout [S], _ profile: StepProfile?
  ) -> Bool {
    var residue = [S](repeating: 0, count: slices.count)
    let factors = coefficients.map(factors) ?? []
    let start = block.offset
    withPointers(difference, snapshot ?? [], factors, activations) { d, s, c, a in
      withMutablePointers(&gradient, &weights, &residue) { g, t, r in
        withMutablePointers(&parameters, &first, &second) { x, m, v in
          let origin = snapshot == nil ? UnsafePointer(x) : s
          forEachStrip { slice, segment, low, high in
            var lap = ProfileLap(profile)
            if coefficients != nil {
              regularizeStrip(c, segment, d, origin + start, g + start, low, high)
              lap.end(.regularizer)
            }
            for row in 0..<width {
              let line = start + row * block.columns
              r[slice] += updateKernel(rule, UnsafePointer(g), x, m, v, line + low, line + high)
            }
            lap.end(.optimizer)
            generateStrip(a, UnsafePointer(x + start), t, low, high)
            lap.end(.generation)
          }
        }
      }
    }
    return residue.allSatisfy { $0 == 0 }
  }

  /// The Gram matrices of the last pass, segment by segment.
  @specialized(where S == Float)
  @specialized(where S == Double)
  func collectGrams(_ lookahead: Lookahead) -> Grams {
    let square = width * width
    let size = gramSize(lookahead) / 8
    var grams = Grams(
      ofDifference: [], withSnapshot: [], ofSnapshot: lookahead.snapshot == nil ? [] : nil)
    var sums = [S](repeating: 0, count: size)
    for segment in segments.indices {
      let range = slices.indices.filter { slices[$0].segment == segment }
      collect(
        partialGrams, size: size, slices: (range.first ?? 0)..<(range.last ?? -1) + 1, into: &sums)
      grams.ofDifference.append(symmetric(sums[0..<square]))
      grams.withSnapshot.append(Array(sums[square..<2 * square]))
      grams.ofSnapshot?.append(symmetric(sums[(2 * square)...]))
    }
    return grams
  }

  // MARK: Strips

  private func generateStrip(
    _ a: UnsafePointer<S>, _ w: UnsafePointer<S>, _ t: UnsafeMutablePointer<S>, _ low: Int,
    _ high: Int
  ) {
    thinKernel(
      a, rowStride: width, innerStride: 1, rows: chunks, inner: width, w, block.columns, t,
      block.columns, low, high, accumulate: false)
  }

  private func gramStrip(
    _ lookahead: Lookahead, _ g: UnsafePointer<S>, _ x: UnsafePointer<S>, _ m: UnsafePointer<S>,
    _ v: UnsafePointer<S>, _ s: UnsafePointer<S>, _ d: UnsafeMutablePointer<S>,
    _ sums: UnsafeMutablePointer<S>, _ low: Int, _ high: Int, _ lap: inout ProfileLap
  ) {
    let (start, columns) = (block.offset, block.columns)
    for row in 0..<width {
      let line = start + row * columns
      // D has no hidden layers before it.
      lookaheadKernel(lookahead.rule, g, x, m, v, s, d - start, line + low, line + high)
    }
    lap.end(.lookahead)
    let (square, ofD, ofS) = (width * width * 8, UnsafePointer(d), s + start)
    innerKernel(ofD, width, columns, ofD, width, columns, low, high, sums, upper: true)
    innerKernel(ofD, width, columns, ofS, width, columns, low, high, sums + square, upper: false)
    if lookahead.snapshot == nil {
      innerKernel(
        ofS, width, columns, ofS, width, columns, low, high, sums + 2 * square, upper: true)
    }
    lap.end(.regularizer)
  }

  private func regularizeStrip(
    _ factors: UnsafePointer<S>, _ segment: Int, _ d: UnsafePointer<S>, _ s: UnsafePointer<S>,
    _ g: UnsafeMutablePointer<S>, _ low: Int, _ high: Int
  ) {
    let square = width * width
    let (c1, columns) = (factors + segment * 2 * square, block.columns)
    thinKernel(
      c1, rowStride: width, innerStride: 1, rows: width, inner: width, d, columns, g, columns, low,
      high, accumulate: true)
    thinKernel(
      c1 + square, rowStride: width, innerStride: 1, rows: width, inner: width, s, columns, g,
      columns, low, high, accumulate: true)
  }

  // MARK: Partial sums

  private func gramSize(_ lookahead: Lookahead) -> Int {
    (lookahead.snapshot == nil ? 3 : 2) * width * width * 8
  }

  /// Coefficients segment after segment, those of D before those of W*.
  private func factors(_ coefficients: Coefficients) -> [S] {
    zip(coefficients.ofDifference, coefficients.ofSnapshot).flatMap { $0 + $1 }
  }

  /// A buffer for `size` numbers of each slice, kept from step to step; threads set it to zero.
  private mutating func scratch(_ path: WritableKeyPath<Self, [S]>, _ size: Int) -> [S] {
    var buffer: [S] = []
    swap(&buffer, &self[keyPath: path])
    let count = slices.count * size
    return buffer.count == count ? buffer : [S](repeating: 0, count: count)
  }

  /// Adds the slices in order, then lanes, of `size` sums each.
  private func collect(_ partial: [S], size: Int, slices: Range<Int>, into sums: inout [S]) {
    withPointers(partial) { p in
      withMutablePointers(&sums) { sums in
        parallelSlices(size, width: 256) { _, range in
          collectKernel(p, size, slices, range, sums)
        }
      }
    }
  }

  /// The whole matrix from its upper half.
  private func symmetric(_ upper: ArraySlice<S>) -> [S] {
    var matrix = Array(upper)
    for i in 0..<width {
      for j in 0..<i { matrix[i * width + j] = matrix[j * width + i] }
    }
    return matrix
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func collectKernel<S: Real>(
  _ partial: UnsafePointer<S>, _ size: Int, _ slices: Range<Int>, _ range: Range<Int>,
  _ sums: UnsafeMutablePointer<S>
) {
  for i in range {
    var sum = SIMD8<S>(repeating: 0)
    for slice in slices { sum += load(partial + (slice * size + i) * 8) }
    sums[i] = sum.sum()
  }
}
