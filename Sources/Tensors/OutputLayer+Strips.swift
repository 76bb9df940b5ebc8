// The passes over a thin output layer, strip by strip.

import Kernels
import Synchronization

extension OutputLayer {
  /// About forty slices, whole strips each: enough to share them evenly.
  static func slices(of segments: [Range<Int>], columns: Int) -> [Slice] {
    let strips = (columns + 40 * Strip<S>.width - 1) / (40 * Strip<S>.width)
    return segments.indices.flatMap { index in
      let segment = segments[index]
      return stride(from: segment.lowerBound, to: segment.upperBound, by: strips * Strip<S>.width)
        .map {
          Slice(
            columns: $0..<min($0 + strips * Strip<S>.width, segment.upperBound), segment: index)
        }
    }
  }

  /// Calls `body` with each strip of each slice, on several threads.
  private func forEachStrip(_ body: (Strip<S>) -> Void) {
    let (block, chunks) = (block, chunks)
    slices.withUnsafeBufferPointer { slices in
      parallelWork(slices.count) { index, thread in
        let slice = slices[index]
        var low = slice.columns.lowerBound
        while low < slice.columns.upperBound {
          let high = min(low + Strip<S>.width, slice.columns.upperBound)
          body(
            Strip(
              block: block, chunks: chunks, slice: index, segment: slice.segment, low: low,
              high: high, thread: thread, isFirst: low == slice.columns.lowerBound))
          low = high
        }
      }
    }
  }

  /// Room for the threads' strips.
  private var stripsSize: Int { Strip<S>.scratchSize(rows: width, threads: threadLimit) }

  @specialized(where S == Float)
  @specialized(where S == Double)
  func generateByStrips(_ activations: [S], _ parameters: [S], _ weights: inout [S]) {
    withPointers(activations, parameters) { a, x in
      withMutablePointers(&weights) { t in
        forEachStrip { $0.generate(a, x, t) }
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
    var strips = take(\.strips, stripsSize)
    withPointers(activations, weightGradient, parameters) { a, t, x in
      withPointers(lookahead?.first ?? [], lookahead?.second ?? [], lookahead?.snapshot ?? []) {
        m, v, s in
        withMutablePointers(&gradient, &strips) { g, d in
          withMutablePointers(&errors, &grams) { e, p in
            forEachStrip { strip in
              var lap = ProfileLap(profile)
              let (e, p) = (e + strip.slice * errorSize, p + strip.slice * gramSize)
              if strip.isFirst {
                e.update(repeating: 0, count: errorSize)
                if lookahead != nil { p.update(repeating: 0, count: gramSize) }
              }
              strip.backpropagate(a, t, x, into: g, e)
              lap.end(.hypernetworkBackward)
              guard let lookahead else { return }
              strip.addGrams(
                lookahead.rule, UnsafePointer(g), x, m, v, lookahead.snapshot == nil ? nil : s,
                d, p, &lap)
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
    var strips = take(\.strips, stripsSize)
    withPointers(gradient, parameters) { g, x in
      withPointers(lookahead.first, lookahead.second, lookahead.snapshot ?? []) { m, v, s in
        withMutablePointers(&strips, &grams) { d, p in
          forEachStrip { strip in
            var lap = ProfileLap(profile)
            let p = p + strip.slice * size
            if strip.isFirst { p.update(repeating: 0, count: size) }
            strip.addGrams(
              lookahead.rule, g, x, m, v, lookahead.snapshot == nil ? nil : s, d, p, &lap)
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
    var strips = take(\.strips, stripsSize)
    withPointers(parameters, lookahead.first, lookahead.second, lookahead.snapshot ?? []) {
      x, m, v, s in
      withPointers(coefficients.ofDifference, coefficients.ofSnapshot) { c1, c2 in
        withMutablePointers(&gradient, &strips) { g, d in
          forEachStrip { strip in
            var lap = ProfileLap(profile)
            let origin = lookahead.snapshot == nil ? x : s
            let d = strip.difference(lookahead.rule, UnsafePointer(g), x, m, v, origin, d)
            lap.end(.lookahead)
            strip.regularize(c1, c2, d, origin, UnsafePointer(g), into: strip.own(g))
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
    var strips = take(\.strips, stripsSize)
    withPointers(
      snapshot ?? [], coefficients?.ofDifference ?? [], coefficients?.ofSnapshot ?? [], activations
    ) { s, c1, c2, a in
      withMutablePointers(&gradient, &weights, &strips) { g, t, d in
        withMutablePointers(&parameters, &first, &second) { x, m, v in
          let origin = snapshot == nil ? UnsafePointer(x) : s
          forEachStrip { strip in
            var lap = ProfileLap(profile)
            // The summed gradient lies in the thread's second strip, or in memory.
            let isInStrip = coefficients != nil && !keepsGradient
            let sum = isInStrip ? strip.sum(in: d) : strip.own(g)
            if coefficients != nil {
              let d = strip.difference(
                lookahead, UnsafePointer(g), UnsafePointer(x), UnsafePointer(m), UnsafePointer(v),
                origin, d)
              lap.end(.lookahead)
              strip.regularize(c1, c2, d, origin, UnsafePointer(g), into: sum)
              lap.end(.regularizer)
            }
            let residue = strip.update(rule, sum, x, m, v)
            if residue != 0 { isFinite.store(false, ordering: .relaxed) }
            lap.end(.optimizer)
            strip.generate(a, UnsafePointer(x), t)
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
