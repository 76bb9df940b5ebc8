/// Products in which one side is thin (a hypernetwork's last hidden layer, tens of columns) and the
/// other very wide (its output layer, tens of thousands). BLAS packs such operands at more cost than
/// the product itself; these kernels stream over the wide side once.

/// Columns that one slice of a streaming pass covers.
private let sliceWidth = 1024
/// Columns that are worked on at a time. Rows may lie a multiple of 4 KiB apart, or nearly; then their
/// equal columns share a cache set of eight lines, and wider strips of twenty-odd rows would push each
/// other out.
private let stripWidth = 64
/// Columns whose inner products are summed before they are added to those of other slices.
let innerWidth = 4096
/// Above this many thin rows BLAS is the faster way.
private let thinLimit = 64

/// `c[target columns] = a · b[source columns] (+ c)`, for a thin row-major `a` of `rows × inner`.
///
/// - `b` is `inner` rows of `source.columns`, `c` is `rows` rows of `target.columns`; of both only the
///   given `columns` take part.
/// Complexity: 2 · rows · inner · columns FLOPs, one pass over `b` and `c`.
package func multiplyThin<S: Real>(
  _ a: [S], rows: Int, _ b: [S], at source: Block, into c: inout [S], at target: Block,
  columns: Range<Int>, accumulate: Bool = false
) {
  let inner = source.rows
  precondition(a.count >= rows * inner && target.rows == rows, "\(rows)×\(inner) · \(source)")
  precondition(
    columns.upperBound <= source.columns && columns.upperBound <= target.columns
      && source.range.upperBound <= b.count && target.range.upperBound <= c.count,
    "columns \(columns) of \(source) and \(target)")
  a.withUnsafeBufferPointer { a0 in
    b.withUnsafeBufferPointer { b0 in
      c.withUnsafeMutableBufferPointer { c0 in
        guard let pa = a0.baseAddress, let pb = b0.baseAddress, let pc = c0.baseAddress else {
          return
        }
        let (pb1, pc1) = (pb + source.offset, pc + target.offset)
        if inner > thinLimit || rows > thinLimit {
          S.gemm(
            false, false, rows, columns.count, inner, 1, pa, inner,
            pb1 + columns.lowerBound, source.columns, accumulate ? 1 : 0,
            pc1 + columns.lowerBound, target.columns)
          return
        }
        parallelSlices(columns.count, width: sliceWidth) { _, slice in
          for strip in stride(from: slice.lowerBound, to: slice.upperBound, by: stripWidth) {
            thinKernel(
              pa, rows, inner, pb1 + columns.lowerBound, source.columns,
              pc1 + columns.lowerBound, target.columns, strip,
              min(slice.upperBound, strip + stripWidth), accumulate)
          }
        }
      }
    }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func thinKernel<S: Real>(
  _ a: UnsafePointer<S>, _ rows: Int, _ inner: Int, _ b: UnsafePointer<S>, _ ldb: Int,
  _ c: UnsafeMutablePointer<S>, _ ldc: Int, _ low: Int, _ high: Int, _ accumulate: Bool
) {
  let whole = low + (high - low) / 16 * 16
  var r = 0
  while r < rows {
    let tile = min(4, rows - r)
    // Rows past the end repeat the last one, so that the tile's loop has no branch.
    let a0 = a + r * inner
    let a1 = a + (r + min(1, tile - 1)) * inner
    let a2 = a + (r + min(2, tile - 1)) * inner
    let a3 = a + (r + min(3, tile - 1)) * inner
    let c0 = c + r * ldc
    let c1 = c + (r + min(1, tile - 1)) * ldc
    let c2 = c + (r + min(2, tile - 1)) * ldc
    let c3 = c + (r + min(3, tile - 1)) * ldc
    var n = low
    while n < whole {
      // Two vectors of each of four rows: as many products as keep both multipliers busy.
      var s0 = SIMD8<S>(repeating: 0)
      var (t0, s1, t1, s2, t2, s3, t3) = (s0, s0, s0, s0, s0, s0, s0)
      if accumulate {
        (s0, t0) = (load(c0 + n), load(c0 + n + 8))
        (s1, t1) = (load(c1 + n), load(c1 + n + 8))
        (s2, t2) = (load(c2 + n), load(c2 + n + 8))
        (s3, t3) = (load(c3 + n), load(c3 + n + 8))
      }
      var k = 0
      var bk = b + n
      while k < inner {
        let (v, w) = (load(bk), load(bk + 8))
        let x0 = SIMD8(repeating: a0[k])
        s0 = multiplyAdd(x0, v, s0)
        t0 = multiplyAdd(x0, w, t0)
        let x1 = SIMD8(repeating: a1[k])
        s1 = multiplyAdd(x1, v, s1)
        t1 = multiplyAdd(x1, w, t1)
        let x2 = SIMD8(repeating: a2[k])
        s2 = multiplyAdd(x2, v, s2)
        t2 = multiplyAdd(x2, w, t2)
        let x3 = SIMD8(repeating: a3[k])
        s3 = multiplyAdd(x3, v, s3)
        t3 = multiplyAdd(x3, w, t3)
        bk += ldb
        k += 1
      }
      store(s0, c0 + n)
      store(t0, c0 + n + 8)
      store(s1, c1 + n)
      store(t1, c1 + n + 8)
      store(s2, c2 + n)
      store(t2, c2 + n + 8)
      store(s3, c3 + n)
      store(t3, c3 + n + 8)
      n += 16
    }
    for column in whole..<high {
      for row in r..<r + tile {
        var sum: S = accumulate ? c[row * ldc + column] : 0
        for k in 0..<inner { sum += a[row * inner + k] * b[k * ldb + column] }
        c[row * ldc + column] = sum
      }
    }
    r += tile
  }
}

/// `a · bᵀ` of two wide matrices over the given `columns`: `first.rows × second.rows`, row-major.
///
/// Complexity: 2 · rows(a) · rows(b) · columns FLOPs, one pass over both operands. The partial sums of
/// fixed slices are added in order, so the result does not depend on the number of threads.
package func innerProducts<S: Real>(
  _ a: [S], at first: Block, _ b: [S], at second: Block, columns: Range<Int>
) -> [S] {
  precondition(
    columns.upperBound <= first.columns && columns.upperBound <= second.columns
      && first.range.upperBound <= a.count && second.range.upperBound <= b.count,
    "columns \(columns) of \(first) and \(second)")
  let size = first.rows * second.rows
  var result = [S](repeating: 0, count: size)
  guard size > 0, !columns.isEmpty else { return result }
  let width = innerWidth
  let slices = sliceCount(columns.count, width: width)
  var partial = [S](repeating: 0, count: slices * size)
  a.withUnsafeBufferPointer { a0 in
    b.withUnsafeBufferPointer { b0 in
      partial.withUnsafeMutableBufferPointer { p0 in
        guard let pa = a0.baseAddress, let pb = b0.baseAddress, let pp = p0.baseAddress else {
          return
        }
        let (pa1, pb1) = (
          pa + first.offset + columns.lowerBound, pb + second.offset + columns.lowerBound
        )
        if first.rows > thinLimit || second.rows > thinLimit {
          S.gemm(
            false, true, first.rows, second.rows, columns.count, 1, pa1, first.columns,
            pb1, second.columns, 0, pp, second.rows)
          return
        }
        parallelSlices(columns.count, width: width) { slice, range in
          innerKernel(
            pa1, first.rows, first.columns, pb1, second.rows, second.columns,
            range.lowerBound, range.upperBound, pp + slice * size)
        }
      }
    }
  }
  for slice in 0..<slices {
    for i in 0..<size { result[i] += partial[slice * size + i] }
  }
  return result
}

@specialized(where S == Float)
@specialized(where S == Double)
func innerKernel<S: Real>(
  _ a: UnsafePointer<S>, _ rowsA: Int, _ lda: Int, _ b: UnsafePointer<S>, _ rowsB: Int, _ ldb: Int,
  _ low: Int, _ high: Int, _ sums: UnsafeMutablePointer<S>
) {
  // Strips short enough for all rows of both operands to stay in the level-1 cache.
  var strip = low
  while strip < high {
    let end = min(high, strip + 256)
    let whole = strip + (end - strip) / 8 * 8
    var i = 0
    while i < rowsA {
      let i1 = min(i + 1, rowsA - 1)
      var j = 0
      while j < rowsB {
        let j1 = min(j + 1, rowsB - 1)
        let j2 = min(j + 2, rowsB - 1)
        let (x0, x1) = (a + i * lda, a + i1 * lda)
        let (y0, y1, y2) = (b + j * ldb, b + j1 * ldb, b + j2 * ldb)
        var s00 = SIMD8<S>(repeating: 0)
        var s01 = s00
        var s02 = s00
        var s10 = s00
        var s11 = s00
        var s12 = s00
        var n = strip
        while n < whole {
          let (u0, u1) = (load(x0 + n), load(x1 + n))
          let (v0, v1, v2) = (load(y0 + n), load(y1 + n), load(y2 + n))
          s00 = multiplyAdd(u0, v0, s00)
          s01 = multiplyAdd(u0, v1, s01)
          s02 = multiplyAdd(u0, v2, s02)
          s10 = multiplyAdd(u1, v0, s10)
          s11 = multiplyAdd(u1, v1, s11)
          s12 = multiplyAdd(u1, v2, s12)
          n += 8
        }
        var t00 = s00.sum()
        var t01 = s01.sum()
        var t02 = s02.sum()
        var t10 = s10.sum()
        var t11 = s11.sum()
        var t12 = s12.sum()
        while n < end {
          t00 += x0[n] * y0[n]
          t01 += x0[n] * y1[n]
          t02 += x0[n] * y2[n]
          t10 += x1[n] * y0[n]
          t11 += x1[n] * y1[n]
          t12 += x1[n] * y2[n]
          n += 1
        }
        // A repeated row or column of the tile must not count twice.
        sums[i * rowsB + j] += t00
        if j1 > j { sums[i * rowsB + j1] += t01 }
        if j2 > j1 { sums[i * rowsB + j2] += t02 }
        if i1 > i {
          sums[i1 * rowsB + j] += t10
          if j1 > j { sums[i1 * rowsB + j1] += t11 }
          if j2 > j1 { sums[i1 * rowsB + j2] += t12 }
        }
        j += 3
      }
      i += 2
    }
    strip = end
  }
}
