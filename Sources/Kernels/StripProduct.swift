/// `result[r, n] = Σ_k factors[r, k] · matrix[k, n] (+ addend[r, n])` for some columns `n`: a product with few
/// rows and inner entries, which reads its matrix where it lies.
///
/// Each entry is one chain of fused multiply-adds, from the addend or 0 on.
package struct StripProduct<S: LaneScalar> {
  package let factors: MatrixSide<S>
  package let rows: Int
  package let inner: Int
  package let matrix: UnsafePointer<S>
  package let matrixStride: Int
  /// May be the result itself.
  package let addend: UnsafePointer<S>?
  package let addendStride: Int
  package let result: UnsafeMutablePointer<S>
  package let resultStride: Int

  @inlinable
  package init(
    _ factors: MatrixSide<S>, rows: Int, inner: Int, _ matrix: UnsafePointer<S>, stride: Int,
    plus addend: UnsafePointer<S>? = nil, addendStride: Int = 0,
    into result: UnsafeMutablePointer<S>, resultStride: Int
  ) {
    (self.factors, self.rows, self.inner) = (factors, rows, inner)
    (self.matrix, matrixStride) = (matrix, stride)
    (self.addend, self.addendStride) = (addend, addendStride)
    (self.result, self.resultStride) = (result, resultStride)
  }
}

/// Partial sums of `Σ_n a[i, n] · b[j, n]` over some columns `n`, for all pairs of rows.
package struct RowProducts<S: LaneScalar> {
  /// The partial sums of a pair: column n goes to sum n mod `lanes`.
  @inlinable package static var laneCount: Int { 16 }

  package let a: UnsafePointer<S>
  package let rowsOfA: Int
  package let strideOfA: Int
  package let b: UnsafePointer<S>
  package let rowsOfB: Int
  package let strideOfB: Int
  /// Whether `b` is `a`, so that pairs with j < i may be left out.
  package let isSymmetric: Bool

  @inlinable
  package init(
    _ a: UnsafePointer<S>, rows rowsOfA: Int, stride strideOfA: Int, _ b: UnsafePointer<S>,
    rows rowsOfB: Int, stride strideOfB: Int, isSymmetric: Bool = false
  ) {
    (self.a, self.rowsOfA, self.strideOfA) = (a, rowsOfA, strideOfA)
    (self.b, self.rowsOfB, self.strideOfB) = (b, rowsOfB, strideOfB)
    self.isSymmetric = isSymmetric
  }
}
