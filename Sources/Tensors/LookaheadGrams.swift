/// The output layer where a step of Adam would lead, less the layer as it was, and their products, in
/// one pass over memory.
///
/// Over the given `columns` of the block `output` (`w` rows): writes `D = parameters + Δ − snapshot`
/// into the first `w` rows of `stack`, whose other `w` rows hold the snapshot, and returns
/// `D · [D; snapshot]ᵀ`, `w × 2w`. The same bits as `adamLookahead`, `difference` and `innerProducts` one
/// after another, which read and write four vectors more.
///
/// Complexity: 4 · w² · columns FLOPs, one pass over five vectors and the stack.
package func adamLookaheadGrams<S: Real>(
  _ rates: AdamRates<S>, gradient: [S], parameters: [S], first: [S], second: [S], snapshot: [S],
  at output: Block, columns: Range<Int>, stack: inout [S]
) -> [S] {
  let end = output.range.upperBound
  precondition(
    [gradient, parameters, first, second, snapshot].allSatisfy { $0.count >= end }
      && stack.count == 2 * output.count && columns.upperBound <= output.columns,
    "columns \(columns) of \(output), a stack of \(stack.count)")
  let size = 2 * output.rows * output.rows
  let slices = sliceCount(columns.count, width: innerWidth)
  var partial = [S](repeating: 0, count: slices * size)
  gradient.withUnsafeBufferPointer { g0 in
    parameters.withUnsafeBufferPointer { x0 in
      first.withUnsafeBufferPointer { m0 in
        second.withUnsafeBufferPointer { v0 in
          snapshot.withUnsafeBufferPointer { s0 in
            stack.withUnsafeMutableBufferPointer { d0 in
              partial.withUnsafeMutableBufferPointer { p0 in
                guard let g = g0.baseAddress, let x = x0.baseAddress, let m = m0.baseAddress,
                  let v = v0.baseAddress, let s = s0.baseAddress, let d = d0.baseAddress,
                  let p = p0.baseAddress
                else { return }
                let start = output.offset
                parallelSlices(columns.count, width: innerWidth) { slice, range in
                  lookaheadGramKernel(
                    rates, g + start, x + start, m + start, v + start, s + start, d, output.rows,
                    output.columns, columns.lowerBound + range.lowerBound,
                    columns.lowerBound + range.upperBound, p + slice * size)
                }
              }
            }
          }
        }
      }
    }
  }
  var result = [S](repeating: 0, count: size)
  for slice in 0..<slices {
    for i in 0..<size { result[i] += partial[slice * size + i] }
  }
  return result
}

@specialized(where S == Float)
@specialized(where S == Double)
private func lookaheadGramKernel<S: Real>(
  _ rates: AdamRates<S>, _ g: UnsafePointer<S>, _ x: UnsafePointer<S>, _ m: UnsafePointer<S>,
  _ v: UnsafePointer<S>, _ s: UnsafePointer<S>, _ d: UnsafeMutablePointer<S>, _ rows: Int,
  _ columns: Int, _ low: Int, _ high: Int, _ sums: UnsafeMutablePointer<S>
) {
  // Strips short enough for the rows of both operands to stay in the level-1 cache.
  var strip = low
  while strip < high {
    let end = min(high, strip + 256)
    for row in 0..<rows {
      var i = row * columns + strip
      let last = row * columns + end
      while i + 8 <= last {
        let step = adamStep(rates, load(g + i), load(m + i), load(v + i))
        store(load(x + i) - step.change - load(s + i), d + i)
        i += 8
      }
      while i < last {
        let step = adamStep(
          rates, SIMD8(repeating: g[i]), SIMD8(repeating: m[i]), SIMD8(repeating: v[i]))
        d[i] = x[i] - step.change[0] - s[i]
        i += 1
      }
    }
    innerKernel(d, rows, columns, d, 2 * rows, columns, strip, end, sums)
    strip = end
  }
}
