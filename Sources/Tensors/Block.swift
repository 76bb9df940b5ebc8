/// A row-major matrix inside a longer vector: where it starts, its shape, and how far apart its rows
/// are.
package struct Block: Hashable, Sendable {
  /// The position of the first entry in the vector.
  package let offset: Int
  /// The number of rows.
  package let rows: Int
  /// The number of columns, so of entries in a row.
  package let columns: Int
  /// From the start of a row to that of the next; the number of columns unless rows have gaps.
  package let stride: Int

  /// A block of `rows × columns` entries from `offset` on, without gaps unless `stride` is given.
  ///
  /// Traps for a negative number, and for a stride below the number of columns.
  package init(offset: Int = 0, rows: Int, columns: Int, stride: Int? = nil) {
    let stride = stride ?? columns
    precondition(
      offset >= 0 && rows >= 0 && columns >= 0 && stride >= columns,
      "no block: \(offset) \(rows)×\(columns) by \(stride)")
    (self.offset, self.rows, self.columns, self.stride) = (offset, rows, columns, stride)
  }

  /// The number of entries.
  package var count: Int { rows * columns }
  /// The positions in the vector from the first entry to the last. Gaps between rows are part of it.
  package var range: Range<Int> {
    offset..<offset + (rows == 0 ? 0 : (rows - 1) * stride + columns)
  }
  /// The same matrix, `distance` further on in the vector.
  package func moved(by distance: Int) -> Block {
    Block(offset: offset + distance, rows: rows, columns: columns, stride: stride)
  }
  /// The block of the rows in `range`. Traps where there are not so many.
  package func rows(_ range: Range<Int>) -> Block {
    precondition(range.upperBound <= rows, "rows \(range) of \(rows)")
    return Block(
      offset: offset + range.lowerBound * stride, rows: range.count, columns: columns,
      stride: stride)
  }
  /// The block of the columns in `range`. Traps where there are not so many.
  package func columns(_ range: Range<Int>) -> Block {
    precondition(range.upperBound <= columns, "columns \(range) of \(columns)")
    return Block(
      offset: offset + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }
}

/// A matrix operand: a block of a vector, perhaps transposed. Holds the vector, copies nothing.
package struct MatrixOperand<Scalar: Real> {
  let storage: [Scalar]
  let block: Block
  let isTransposed: Bool

  var rows: Int { isTransposed ? block.columns : block.rows }
  var columns: Int { isTransposed ? block.rows : block.columns }

  /// The same operand, transposed.
  package var transposed: MatrixOperand {
    MatrixOperand(storage: storage, block: block, isTransposed: !isTransposed)
  }
}

extension Array where Element: Real {
  /// The matrix that lies at `block` of this vector, as an operand of a product.
  package func matrix(_ block: Block) -> MatrixOperand<Element> {
    precondition(block.range.upperBound <= count, "block \(block) exceeds \(count) entries")
    return MatrixOperand(storage: self, block: block, isTransposed: false)
  }

  /// The whole vector as a `rows × columns` matrix.
  package func matrix(rows: Int, columns: Int) -> MatrixOperand<Element> {
    matrix(Block(rows: rows, columns: columns))
  }
}
