/// A product of matrices, one of which is read entry by entry, and the other in panels: vectors of lines
/// that lie side by side.
///
/// Each entry of the result is one chain of fused multiply-adds along the inner dimension, in ascending
/// order, whatever vectors, tiles and threads there are.
package struct PanelProduct<S: LaneScalar> {
  /// The operand whose entries are spread over a vector's lanes; its lines are the rows of the tiles.
  package let spread: MatrixSide<S>
  /// The operand that is read in vectors; its lines are the columns of the tiles.
  package let paneled: MatrixSide<S>
  /// The lines of `spread`, so the rows of the tiles.
  package let rows: Int
  /// The lines of `paneled`, so the columns of the tiles.
  package let columns: Int
  /// The length of the lines, over which products are summed.
  package let inner: Int
  /// Where the result goes: entry (row, column) to `row · rowStride + column · columnStride`. One of the
  /// strides is 1.
  package let result: UnsafeMutablePointer<S>
  /// From an entry of the result to that in the next row.
  package let rowStride: Int
  /// From an entry of the result to that in the next column.
  package let columnStride: Int
  /// Whether the result is added to what is there: the chain goes on from it.
  package let accumulates: Bool
  /// What is added after the sum, a number for each row; nil for nothing.
  package let rowBias: UnsafePointer<S>?
  /// The same with a number for each column.
  package let columnBias: UnsafePointer<S>?
  /// Whether negative entries become 0 after the biases.
  package let rectifies: Bool

  /// The product of `rows × inner` and `inner × columns` entries into `result`.
  package init(
    _ spread: MatrixSide<S>, _ paneled: MatrixSide<S>, rows: Int, columns: Int, inner: Int,
    into result: UnsafeMutablePointer<S>, rowStride: Int, columnStride: Int, accumulates: Bool,
    rowBias: UnsafePointer<S>? = nil, columnBias: UnsafePointer<S>? = nil, rectifies: Bool = false
  ) {
    (self.spread, self.paneled) = (spread, paneled)
    (self.rows, self.columns, self.inner) = (rows, columns, inner)
    (self.result, self.rowStride, self.columnStride) = (result, rowStride, columnStride)
    (self.accumulates, self.rowBias, self.columnBias) = (accumulates, rowBias, columnBias)
    self.rectifies = rectifies
  }
}
