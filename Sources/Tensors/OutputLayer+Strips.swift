// The passes over a thin output layer, strip by strip.

import Kernels
import Synchronization

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

  /// Where a pass is: in which slice of which segment, in which columns, on which thread.
  struct Place {
    let slice: Int
    let segment: Int
    let low: Int
    let high: Int
    let thread: Int
    /// Whether it is the slice's first strip.
    let isFirst: Bool
  }

  /// Calls `body` with each strip of each slice, on several threads.
  private func forEachStrip(_ body: (Place) -> Void) {
    slices.withUnsafeBufferPointer { slices in
      parallelWork(slices.count) { index, thread in
        let slice = slices[index]
        var low = slice.columns.lowerBound
        while low < slice.columns.upperBound {
          let high = min(low + Self.stripWidth, slice.columns.upperBound)
          body(
            Place(
              slice: index, segment: slice.segment, low: low, high: high, thread: thread,
              isFirst: low == slice.columns.lowerBound))
          low = high
        }
      }
    }
  }

  /// The thread's two strips, each `[w × stripWidth]`.
  private var stripsSize: Int { 2 * width * Self.stripWidth }

  @specialized(where S == Float)
  @specialized(where S == Double)
  func generateByStrips(_ activations: [S], _ parameters: [S], _ weights: inout [S]) {
    withPointers(activations, parameters) { a, x in
      withMutablePointers(&weights) { t in
        forEachStrip { generateStrip(a, x + block.offset, t, $0) }
      }
    }
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  mutating func backwardByStrips(
    _ activations: [S], _ weightGradient: [S], _ parameters: [S], _ gradient: inout [S],
    _ error: inout [S], _ lookahead: Lookahead?, _ profile: StepProfile?
  ) {
    let errorSize = chunks * (width - 1) * Self.lanes
    var errors = take(\.partialErrors, slices.count * errorSize)
    let gramSize = lookahead.map(gramSize) ?? 0
    var grams = lookahead == nil ? [] : take(\.partialGrams, slices.count * gramSize)
    var strips = take(\.strips, threadLimit * stripsSize)
    let start = block.offset
    withPointers(activations, weightGradient, parameters) { a, t, x in
      withPointers(lookahead?.first ?? [], lookahead?.second ?? [], lookahead?.snapshot ?? []) {
        m, v, s in
        withMutablePointers(&gradient, &strips) { g, d in
          withMutablePointers(&errors, &grams) { e, p in
            forEachStrip { place in
              var lap = ProfileLap(profile)
              let (e, p) = (e + place.slice * errorSize, p + place.slice * gramSize)
              if place.isFirst {
                e.update(repeating: 0, count: errorSize)
                if lookahead != nil { p.update(repeating: 0, count: gramSize) }
              }
              S.kernels.multiplyStrip(
                StripProduct(
                  MatrixSide(a, lineStride: 1, innerStride: width), rows: width, inner: chunks, t,
                  stride: block.columns, into: g + start, resultStride: block.columns), place.low,
                place.high)
              S.kernels.addRowProducts(
                RowProducts(
                  t, rows: chunks, stride: block.columns, x + start, rows: width - 1,
                  stride: block.columns), place.low, place.high, e)
              lap.end(.hypernetworkBackward)
              guard let lookahead else { return }
              gramStrip(
                lookahead, UnsafePointer(g), x, m, v, lookahead.snapshot == nil ? x : s,
                d + place.thread * stripsSize, p, place, &lap)
            }
          }
        }
      }
    }
    collect(errors, size: errorSize / Self.lanes, slices: 0..<slices.count, into: &error)
    (partialErrors, self.strips) = (errors, strips)
    if lookahead != nil { partialGrams = grams }
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  mutating func gramsByStrips(
    _ parameters: [S], _ gradient: [S], _ lookahead: Lookahead, _ profile: StepProfile?
  ) {
    let size = gramSize(lookahead)
    var grams = take(\.partialGrams, slices.count * size)
    var strips = take(\.strips, threadLimit * stripsSize)
    withPointers(gradient, parameters) { g, x in
      withPointers(lookahead.first, lookahead.second, lookahead.snapshot ?? []) { m, v, s in
        withMutablePointers(&strips, &grams) { d, p in
          forEachStrip { place in
            var lap = ProfileLap(profile)
            let p = p + place.slice * size
            if place.isFirst { p.update(repeating: 0, count: size) }
            gramStrip(
              lookahead, g, x, m, v, lookahead.snapshot == nil ? x : s,
              d + place.thread * stripsSize, p, place, &lap)
          }
        }
      }
    }
    (partialGrams, self.strips) = (grams, strips)
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  mutating func regularizeByStrips(
    _ coefficients: Coefficients, _ lookahead: Lookahead, _ parameters: [S],
    _ gradient: inout [S], _ profile: StepProfile?
  ) {
    var strips = take(\.strips, threadLimit * stripsSize)
    withPointers(parameters, lookahead.first, lookahead.second, lookahead.snapshot ?? []) {
      x, m, v, s in
      withPointers(coefficients.ofDifference, coefficients.ofSnapshot) { c1, c2 in
        withMutablePointers(&gradient, &strips) { g, d in
          forEachStrip { place in
            var lap = ProfileLap(profile)
            let origin = lookahead.snapshot == nil ? x : s
            let d = d + place.thread * stripsSize
            differenceStrip(lookahead.rule, UnsafePointer(g), x, m, v, origin, d, place)
            lap.end(.lookahead)
            regularizeStrip(
              c1, c2, d, origin, UnsafePointer(g), g + block.offset, block.columns, place)
            lap.end(.regularizer)
          }
        }
      }
    }
    self.strips = strips
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  mutating func finishByStrips(
    _ coefficients: Coefficients?, _ lookahead: UpdateRule<S>, _ snapshot: [S]?,
    _ rule: UpdateRule<S>, _ gradient: inout [S], _ parameters: inout [S], _ first: inout [S],
    _ second: inout [S], _ activations: [S], _ weights: inout [S], _ keepsGradient: Bool,
    _ profile: StepProfile?
  ) -> Bool {
    let isFinite = Atomic(true)
    var strips = take(\.strips, threadLimit * stripsSize)
    let (start, columns) = (block.offset, block.columns)
    withPointers(
      snapshot ?? [], coefficients?.ofDifference ?? [], coefficients?.ofSnapshot ?? [], activations
    ) { s, c1, c2, a in
      withMutablePointers(&gradient, &weights, &strips) { g, t, d in
        withMutablePointers(&parameters, &first, &second) { x, m, v in
          let origin = snapshot == nil ? UnsafePointer(x) : s
          forEachStrip { place in
            var lap = ProfileLap(profile)
            let (low, high) = (place.low, place.high)
            let d = d + place.thread * stripsSize
            // The summed gradient lies in the thread's second strip, or in memory.
            let isInStrip = coefficients != nil && !keepsGradient
            let stride = isInStrip ? Self.stripWidth : columns
            let sum = isInStrip ? d + width * Self.stripWidth - low : g + start
            if coefficients != nil {
              differenceStrip(
                lookahead, UnsafePointer(g), UnsafePointer(x), UnsafePointer(m), UnsafePointer(v),
                origin, d, place)
              lap.end(.lookahead)
              regularizeStrip(c1, c2, d, origin, UnsafePointer(g), sum, stride, place)
              lap.end(.regularizer)
            }
            var residue: S = 0
            for row in 0..<width {
              let line = start + row * columns
              residue += S.kernels.update(
                rule, UnsafePointer(sum + row * stride - line), x, m, v, line + low, line + high)
            }
            if residue != 0 { isFinite.store(false, ordering: .relaxed) }
            lap.end(.optimizer)
            generateStrip(a, UnsafePointer(x + start), t, place)
            lap.end(.generation)
          }
        }
      }
    }
    self.strips = strips
    return isFinite.load(ordering: .relaxed)
  }

  /// The Gram matrices of the last pass, segment by segment.
  @specialized(where S == Float)
  @specialized(where S == Double)
  mutating func collectGrams(_ lookahead: Lookahead) {
    let square = width * width
    let size = gramSize(lookahead) / Self.lanes
    prepareGrams(lookahead)
    var sums = take(\.sums, size)
    for (segment, slices) in segmentSlices.enumerated() {
      collect(partialGrams, size: size, slices: slices, into: &sums)
      let start = segment * square
      for i in 0..<width {
        for j in 0..<width {
          // The upper half was summed up.
          let (at, upper) = (i * width + j, min(i, j) * width + max(i, j))
          grams.ofDifference[start + at] = sums[upper]
          grams.withSnapshot[start + at] = sums[square + at]
          if lookahead.snapshot == nil { grams.ofSnapshot[start + at] = sums[2 * square + upper] }
        }
      }
    }
    self.sums = sums
  }

  // MARK: Strips

  private func generateStrip(
    _ a: UnsafePointer<S>, _ w: UnsafePointer<S>, _ t: UnsafeMutablePointer<S>, _ place: Place
  ) {
    S.kernels.multiplyStrip(
      StripProduct(
        MatrixSide(a, lineStride: width, innerStride: 1), rows: chunks, inner: width, w,
        stride: block.columns, into: t, resultStride: block.columns), place.low, place.high)
  }

  /// `d = D` of the strip's columns, rows `stripWidth` apart.
  private func differenceStrip(
    _ rule: UpdateRule<S>, _ g: UnsafePointer<S>, _ x: UnsafePointer<S>, _ m: UnsafePointer<S>,
    _ v: UnsafePointer<S>, _ s: UnsafePointer<S>, _ d: UnsafeMutablePointer<S>, _ place: Place
  ) {
    for row in 0..<width {
      let line = block.offset + row * block.columns + place.low
      S.kernels.lookAhead(
        rule, g, x, m, v, s, d + row * Self.stripWidth - line, line, line + place.high - place.low)
    }
  }

  private func gramStrip(
    _ lookahead: Lookahead, _ g: UnsafePointer<S>, _ x: UnsafePointer<S>, _ m: UnsafePointer<S>,
    _ v: UnsafePointer<S>, _ s: UnsafePointer<S>, _ d: UnsafeMutablePointer<S>,
    _ sums: UnsafeMutablePointer<S>, _ place: Place, _ lap: inout ProfileLap
  ) {
    differenceStrip(lookahead.rule, g, x, m, v, s, d, place)
    lap.end(.lookahead)
    let (low, high, columns, width) = (place.low, place.high, block.columns, width)
    let (square, ofS, stride) = (width * width * Self.lanes, s + block.offset, Self.stripWidth)
    let ofD = UnsafePointer(d) - low
    S.kernels.addRowProducts(
      RowProducts(
        ofD, rows: width, stride: stride, ofD, rows: width, stride: stride, isSymmetric: true),
      low, high, sums)
    S.kernels.addRowProducts(
      RowProducts(ofD, rows: width, stride: stride, ofS, rows: width, stride: columns), low, high,
      sums + square)
    if lookahead.snapshot == nil {
      S.kernels.addRowProducts(
        RowProducts(
          ofS, rows: width, stride: columns, ofS, rows: width, stride: columns, isSymmetric: true),
        low, high, sums + 2 * square)
    }
    lap.end(.regularizer)
  }

  /// `sum = g + c₁ D + c₂ W*`; the rows of `sum` are `stride` apart.
  private func regularizeStrip(
    _ c1: UnsafePointer<S>, _ c2: UnsafePointer<S>, _ d: UnsafeMutablePointer<S>,
    _ s: UnsafePointer<S>, _ g: UnsafePointer<S>, _ sum: UnsafeMutablePointer<S>, _ stride: Int,
    _ place: Place
  ) {
    let (at, columns, start) = (place.segment * width * width, block.columns, block.offset)
    S.kernels.multiplyStrip(
      StripProduct(
        MatrixSide(c1 + at, lineStride: width, innerStride: 1), rows: width, inner: width,
        UnsafePointer(d) - place.low, stride: Self.stripWidth, plus: g + start,
        addendStride: columns, into: sum, resultStride: stride), place.low, place.high)
    S.kernels.multiplyStrip(
      StripProduct(
        MatrixSide(c2 + at, lineStride: width, innerStride: 1), rows: width, inner: width,
        s + start, stride: columns, plus: UnsafePointer(sum), addendStride: stride, into: sum,
        resultStride: stride), place.low, place.high)
  }

  // MARK: Partial sums

  private func gramSize(_ lookahead: Lookahead) -> Int {
    (lookahead.snapshot == nil ? 3 : 2) * width * width * Self.lanes
  }

  /// The partial sums of each product of rows.
  private static var lanes: Int { RowProducts<S>.laneCount }

  /// A buffer that is kept from step to step, taken out so that there is one of it.
  private mutating func take(_ path: WritableKeyPath<Self, [S]>, _ count: Int) -> [S] {
    var buffer: [S] = []
    swap(&buffer, &self[keyPath: path])
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
}

@specialized(where S == Float)
@specialized(where S == Double)
private func collectKernel<S: Real>(
  _ partial: UnsafePointer<S>, _ size: Int, _ slices: Range<Int>, _ range: Range<Int>,
  _ sums: UnsafeMutablePointer<S>
) {
  for i in range {
    var sum = SIMD16<S>(repeating: 0)
    for slice in slices {
      sum += UnsafeRawPointer(partial + (slice * size + i) * RowProducts<S>.laneCount)
        .loadUnaligned(
          as: SIMD16<S>.self)
    }
    sums[i] = sum.sum()
  }
}
