// The two products that stream over wide matrices, a strip of columns at a time. SIMD registers hold a
// tile of the result: four rows by three vectors, or three rows by four rows of partial sums, as many
// as sixteen registers take.

/// `c[r, n] = Σ_k a[r, k] · b[k, n] (+ addend[r, n])` for `n` in `low ..< high`.
///
/// The addend may be `c` itself. Entry `(r, k)` of `a` lies at `r · rowStride + k · innerStride`, so either orientation will do.
@specialized(where S == Float)
@specialized(where S == Double)
func thinKernel<S: Real>(
  _ a: UnsafePointer<S>, rowStride: Int, innerStride: Int, rows: Int, inner: Int,
  _ b: UnsafePointer<S>, _ ldb: Int, _ addend: UnsafePointer<S>?, _ lda: Int,
  _ c: UnsafeMutablePointer<S>, _ ldc: Int, _ low: Int, _ high: Int
) {
  let whole = low + (high - low) / 24 * 24
  var start = low
  // Blocks of columns that stay in the level-1 cache for all rows of the result.
  while start < whole {
    let end = min(whole, start + 192)
    var r = 0
    while r < rows {
      // Rows past the end repeat the last one, so that the tile's loop has no branch.
      let (r1, r2, r3) = (min(r + 1, rows - 1), min(r + 2, rows - 1), min(r + 3, rows - 1))
      let (a0, a1) = (a + r * rowStride, a + r1 * rowStride)
      let (a2, a3) = (a + r2 * rowStride, a + r3 * rowStride)
      let (c0, c1, c2, c3) = (c + r * ldc, c + r1 * ldc, c + r2 * ldc, c + r3 * ldc)
      var n = start
      while n < end {
        var x0 = SIMD8<S>(repeating: 0)
        var (y0, z0, x1, y1, z1, x2, y2, z2) = (x0, x0, x0, x0, x0, x0, x0, x0)
        var (x3, y3, z3) = (x0, x0, x0)
        if let addend {
          let (s0, s1) = (addend + r * lda + n, addend + r1 * lda + n)
          let (s2, s3) = (addend + r2 * lda + n, addend + r3 * lda + n)
          (x0, y0, z0) = (load(s0), load(s0 + 8), load(s0 + 16))
          (x1, y1, z1) = (load(s1), load(s1 + 8), load(s1 + 16))
          (x2, y2, z2) = (load(s2), load(s2 + 8), load(s2 + 16))
          (x3, y3, z3) = (load(s3), load(s3 + 8), load(s3 + 16))
        }
        var bk = b + n
        var (k, at) = (0, 0)
        while k < inner {
          let (u, v, w) = (load(bk), load(bk + 8), load(bk + 16))
          var factor = SIMD8(repeating: a0[at])
          x0 = multiplyAdd(factor, u, x0)
          y0 = multiplyAdd(factor, v, y0)
          z0 = multiplyAdd(factor, w, z0)
          factor = SIMD8(repeating: a1[at])
          x1 = multiplyAdd(factor, u, x1)
          y1 = multiplyAdd(factor, v, y1)
          z1 = multiplyAdd(factor, w, z1)
          factor = SIMD8(repeating: a2[at])
          x2 = multiplyAdd(factor, u, x2)
          y2 = multiplyAdd(factor, v, y2)
          z2 = multiplyAdd(factor, w, z2)
          factor = SIMD8(repeating: a3[at])
          x3 = multiplyAdd(factor, u, x3)
          y3 = multiplyAdd(factor, v, y3)
          z3 = multiplyAdd(factor, w, z3)
          bk += ldb
          at &+= innerStride
          k &+= 1
        }
        storeThree(x0, y0, z0, c0 + n)
        storeThree(x1, y1, z1, c1 + n)
        storeThree(x2, y2, z2, c2 + n)
        storeThree(x3, y3, z3, c3 + n)
        n &+= 24
      }
      r += 4
    }
    start = end
  }
  for row in 0..<rows {
    let (ar, cr) = (a + row * rowStride, c + row * ldc)
    var column = whole
    while column &+ 8 <= high {
      var sum = addend.map { load($0 + row * lda + column) } ?? SIMD8<S>(repeating: 0)
      for k in 0..<inner {
        sum = multiplyAdd(SIMD8(repeating: ar[k * innerStride]), load(b + k * ldb + column), sum)
      }
      store(sum, cr + column)
      column &+= 8
    }
    while column < high {
      var sum: S = addend?[row * lda + column] ?? 0
      for k in 0..<inner { sum += ar[k * innerStride] * b[k * ldb + column] }
      cr[column] = sum
      column &+= 1
    }
  }
}

@inline(__always)
private func storeThree<S: Real>(
  _ x: SIMD8<S>, _ y: SIMD8<S>, _ z: SIMD8<S>, _ p: UnsafeMutablePointer<S>
) {
  store(x, p)
  store(y, p + 8)
  store(z, p + 16)
}

/// Adds to `sums[(i · rowsB + j) · 8 ..< … + 8]` eight partial sums of `Σ_n a[i, n] · b[j, n]` over the
/// columns `low ..< high`.
///
/// Where `upper`, `b` is `a`, and entries with `j < i` may be left out.
@specialized(where S == Float)
@specialized(where S == Double)
func innerKernel<S: Real>(
  _ a: UnsafePointer<S>, _ rowsA: Int, _ lda: Int, _ b: UnsafePointer<S>, _ rowsB: Int, _ ldb: Int,
  _ low: Int, _ high: Int, _ sums: UnsafeMutablePointer<S>, upper: Bool
) {
  let whole = (high - low) / 8 * 8
  var i = 0
  while i < rowsA {
    let (i1, i2) = (min(i + 1, rowsA - 1), min(i + 2, rowsA - 1))
    let (p0, p1, p2) = (a + i * lda + low, a + i1 * lda + low, a + i2 * lda + low)
    var j = upper ? i / 4 * 4 : 0
    while j < rowsB {
      let (j1, j2, j3) = (min(j + 1, rowsB - 1), min(j + 2, rowsB - 1), min(j + 3, rowsB - 1))
      let (q0, q1) = (b + j * ldb + low, b + j1 * ldb + low)
      let (q2, q3) = (b + j2 * ldb + low, b + j3 * ldb + low)
      var s00 = SIMD8<S>(repeating: 0)
      var (s01, s02, s03, s10, s11, s12, s13) = (s00, s00, s00, s00, s00, s00, s00)
      var (s20, s21, s22, s23) = (s00, s00, s00, s00)
      var n = 0
      while n < whole {
        let (u0, u1, u2) = (load(p0 + n), load(p1 + n), load(p2 + n))
        var v = load(q0 + n)
        s00 = multiplyAdd(u0, v, s00)
        s10 = multiplyAdd(u1, v, s10)
        s20 = multiplyAdd(u2, v, s20)
        v = load(q1 + n)
        s01 = multiplyAdd(u0, v, s01)
        s11 = multiplyAdd(u1, v, s11)
        s21 = multiplyAdd(u2, v, s21)
        v = load(q2 + n)
        s02 = multiplyAdd(u0, v, s02)
        s12 = multiplyAdd(u1, v, s12)
        s22 = multiplyAdd(u2, v, s22)
        v = load(q3 + n)
        s03 = multiplyAdd(u0, v, s03)
        s13 = multiplyAdd(u1, v, s13)
        s23 = multiplyAdd(u2, v, s23)
        n &+= 8
      }
      while n < high - low {
        let (v0, v1, v2, v3) = (q0[n], q1[n], q2[n], q3[n])
        s00[0] += p0[n] * v0
        s01[0] += p0[n] * v1
        s02[0] += p0[n] * v2
        s03[0] += p0[n] * v3
        s10[0] += p1[n] * v0
        s11[0] += p1[n] * v1
        s12[0] += p1[n] * v2
        s13[0] += p1[n] * v3
        s20[0] += p2[n] * v0
        s21[0] += p2[n] * v1
        s22[0] += p2[n] * v2
        s23[0] += p2[n] * v3
        n &+= 1
      }
      // A repeated row of the tile must not count twice.
      addRow(s00, s01, s02, s03, sums + (i * rowsB + j) * 8, min(4, rowsB - j))
      if i1 > i { addRow(s10, s11, s12, s13, sums + (i1 * rowsB + j) * 8, min(4, rowsB - j)) }
      if i2 > i1 { addRow(s20, s21, s22, s23, sums + (i2 * rowsB + j) * 8, min(4, rowsB - j)) }
      j += 4
    }
    i += 3
  }
}

@inline(__always)
private func addRow<S: Real>(
  _ x0: SIMD8<S>, _ x1: SIMD8<S>, _ x2: SIMD8<S>, _ x3: SIMD8<S>, _ sums: UnsafeMutablePointer<S>,
  _ count: Int
) {
  store(load(sums) + x0, sums)
  if count > 1 { store(load(sums + 8) + x1, sums + 8) }
  if count > 2 { store(load(sums + 16) + x2, sums + 16) }
  if count > 3 { store(load(sums + 24) + x3, sums + 24) }
}
