/// A product with few rows and inner entries, which reads its matrix in place:
/// `result[r, n] = Σ_k factors[r, k] · matrix[k, n] (+ addend[r, n])` for some columns `n`.
///
/// Each entry is one chain of fused multiply-adds, from the addend or 0 on.
package struct StripProduct<S: LaneScalar> {
  /// The left operand; its lines are the rows of the result.
  package let factors: MatrixSide<S>
  /// The rows of the result.
  package let rows: Int
  /// The rows of the matrix, over which products are summed.
  package let inner: Int
  /// The first entry of the right operand, whose rows are contiguous.
  package let matrix: UnsafePointer<S>
  /// From a row of the matrix to the next.
  package let matrixStride: Int
  /// The first entry of what the sums begin with, nil for 0. It may be the result itself.
  package let addend: UnsafePointer<S>?
  /// From a row of the addend to the next.
  package let addendStride: Int
  /// Where the first entry of the result goes.
  package let result: UnsafeMutablePointer<S>
  /// From a row of the result to the next.
  package let resultStride: Int

  /// The product of `rows × inner` factors with a matrix, plus an addend if one is given.
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
  /// The partial sums of a pair of rows. Column n goes to sum n mod 16, whatever the width of the vectors.
  @inlinable package static var laneCount: Int { 16 }

  /// The first entry of the first matrix, whose rows are contiguous.
  package let a: UnsafePointer<S>
  /// The rows i of `a`.
  package let rowsOfA: Int
  /// From a row of `a` to the next.
  package let strideOfA: Int
  /// The first entry of the second matrix, whose rows are contiguous.
  package let b: UnsafePointer<S>
  /// The rows j of `b`.
  package let rowsOfB: Int
  /// From a row of `b` to the next.
  package let strideOfB: Int
  /// Whether `b` is `a`, so that pairs with j < i may be left out.
  package let isSymmetric: Bool

  /// The products of all rows of `a` with all rows of `b`.
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
