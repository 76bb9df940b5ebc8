/// `c[target] = scale · a · b (+ c[target])`, by BLAS.
///
/// With a `bias`, it is added to every row, and negative entries become zero if `rectify`: done by the
/// thread that has just computed the entries, while they are in its cache.
///
/// Complexity: 2 · rows · columns · inner FLOPs. Traps when the shapes do not fit.
package func multiply<S: Real>(
  _ a: MatrixOperand<S>, _ b: MatrixOperand<S>, scale: S = 1, into c: inout [S], at target: Block,
  accumulate: Bool = false, bias: MatrixOperand<S>? = nil, rectify: Bool = false
) {
  precondition(
    a.columns == b.rows && a.rows == target.rows && b.columns == target.columns,
    "product \(a.rows)×\(a.columns) · \(b.rows)×\(b.columns) into \(target.rows)×\(target.columns)")
  precondition(target.range.upperBound <= c.count, "block \(target) exceeds \(c.count) entries")
  precondition(
    bias.map { $0.block.count == target.columns } ?? true, "\(target.columns) columns, other bias")
  guard target.count > 0, a.columns > 0 else { return }
  a.storage.withUnsafeBufferPointer { a0 in
    b.storage.withUnsafeBufferPointer { b0 in
      c.withUnsafeMutableBufferPointer { c0 in
        guard let pa = a0.baseAddress, let pb = b0.baseAddress, let pc = c0.baseAddress else {
          return
        }
        let (lda, ldb, ldc) = (a.block.stride, b.block.stride, target.stride)
        let (pa1, pb1, pc1) = (pa + a.block.offset, pb + b.block.offset, pc + target.offset)
        // The longer side of the result is cut; few cuts, since each packs the other operand anew.
        let cutRows = target.rows > target.columns
        let side = cutRows ? target.rows : target.columns
        let isLarge = 2 * target.count * a.columns > 4_000_000
        let width = isLarge ? ((side + 1) / 2 + 15) / 16 * 16 : side
        parallelSlices(side, width: width) { _, range in
          let start = range.lowerBound
          let ofA = cutRows ? (a.isTransposed ? start : start * lda) : 0
          let ofB = cutRows ? 0 : (b.isTransposed ? start * ldb : start)
          S.gemm(
            a.isTransposed, b.isTransposed, cutRows ? range.count : target.rows,
            cutRows ? target.columns : range.count, a.columns, scale, pa1 + ofA, lda, pb1 + ofB,
            ldb,
            accumulate ? 1 : 0, pc1 + (cutRows ? start * ldc : start), ldc)
          bias?.storage.withUnsafeBufferPointer { bias0 in
            guard let bias, let pbias = bias0.baseAddress else { return }
            biasKernel(
              pbias + bias.block.offset, pc1, ldc, rows: cutRows ? range : 0..<target.rows,
              columns: cutRows ? 0..<target.columns : range, rectify)
          }
        }
      }
    }
  }
}
