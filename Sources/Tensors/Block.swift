/// A row-major matrix inside a longer vector: where it starts, its shape, and how far apart its rows
/// are.
package struct Block: Hashable, Sendable {
  package let offset: Int
  package let rows: Int
  package let columns: Int
  /// From the start of a row to that of the next; the number of columns unless rows have gaps.
  package let stride: Int

  package init(offset: Int = 0, rows: Int, columns: Int, stride: Int? = nil) {
    let stride = stride ?? columns
    precondition(
      offset >= 0 && rows >= 0 && columns >= 0 && stride >= columns,
      "no block: \(offset) \(rows)×\(columns) by \(stride)")
    (self.offset, self.rows, self.columns, self.stride) = (offset, rows, columns, stride)
  }

  /// The number of entries.
  package var count: Int { rows * columns }
  /// From the first entry's position in the vector to the last one's: the entries' positions, where
  /// rows have no gaps.
  package var range: Range<Int> {
    offset..<offset + (rows == 0 ? 0 : (rows - 1) * stride + columns)
  }
  /// The same matrix, `distance` further on in the vector.
  package func moved(by distance: Int) -> Block {
    Block(offset: offset + distance, rows: rows, columns: columns, stride: stride)
  }
  /// Some of the rows.
  package func rows(_ range: Range<Int>) -> Block {
    precondition(range.upperBound <= rows, "rows \(range) of \(rows)")
    return Block(
      offset: offset + range.lowerBound * stride, rows: range.count, columns: columns,
      stride: stride)
  }
  /// Some of the columns.
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
