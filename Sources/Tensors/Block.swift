/// A row-major matrix inside a longer vector: where it starts, and its shape.
package struct Block: Hashable, Sendable, Codable {
  package let offset: Int
  package let rows: Int
  package let columns: Int

  package init(offset: Int = 0, rows: Int, columns: Int) {
    precondition(
      offset >= 0 && rows >= 0 && columns >= 0, "negative block \(offset) \(rows)×\(columns)")
    (self.offset, self.rows, self.columns) = (offset, rows, columns)
  }

  /// The number of entries.
  package var count: Int { rows * columns }
  /// The entries' positions in the vector.
  package var range: Range<Int> { offset..<offset + count }
  /// The same matrix in a vector that starts `distance` entries earlier.
  package func shifted(by distance: Int) -> Block {
    Block(offset: offset + distance, rows: rows, columns: columns)
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
