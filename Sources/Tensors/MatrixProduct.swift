/// `c[target] = scale · a · b (+ c[target])`, by BLAS.
///
/// Complexity: 2 · rows · columns · inner FLOPs. Traps when the shapes do not fit.
package func multiply<S: Real>(
  _ a: MatrixOperand<S>, _ b: MatrixOperand<S>, scale: S = 1, into c: inout [S], at target: Block,
  accumulate: Bool = false
) {
  precondition(
    a.columns == b.rows && a.rows == target.rows && b.columns == target.columns,
    "product \(a.rows)×\(a.columns) · \(b.rows)×\(b.columns) into \(target.rows)×\(target.columns)")
  precondition(target.range.upperBound <= c.count, "block \(target) exceeds \(c.count) entries")
  guard target.count > 0, a.columns > 0 else { return }
  a.storage.withUnsafeBufferPointer { a0 in
    b.storage.withUnsafeBufferPointer { b0 in
      c.withUnsafeMutableBufferPointer { c0 in
        guard let pa = a0.baseAddress, let pb = b0.baseAddress, let pc = c0.baseAddress else {
          return
        }
        S.gemm(
          a.isTransposed, b.isTransposed, target.rows, target.columns, a.columns, scale,
          pa + a.block.offset, a.block.columns, pb + b.block.offset, b.block.columns,
          accumulate ? 1 : 0, pc + target.offset, target.columns)
      }
    }
  }
}
