import Kernels

/// The most rows of a tile of a strip, which has three vectors of columns, and of a square of rows with rows,
/// which has four of the others.
#if WIDE_VECTORS
  private let stripRows = 8
  private let squareRows = 4
#else
  private let stripRows = 4
  private let squareRows = 3
#endif

/// Computes the columns `low ..< high` of a strip's product.
func multiplyStrip<S: LaneScalar>(_ product: StripProduct<S>, _ low: Int, _ high: Int) {
  // Blocks of columns that stay in the level-1 cache for all rows of the result.
  let block = 24 * lanes
  let whole = low + (high - low) / lanes * lanes
  var start = low
  while start < whole {
    let end = min(whole, start + block)
    // Tiles of much the same height: a single row would load as many vectors for itself.
    let tiles = (product.rows + stripRows - 1) / stripRows
    for tile in 0..<tiles {
      let row = product.rows * tile / tiles
      product.run(rows: product.rows * (tile + 1) / tiles - row, from: row, start, end)
    }
    start = end
  }
  for row in 0..<product.rows { for column in whole..<high { product.run(row, column) } }
}

extension StripProduct {
  /// Some rows of whole vectors of columns.
  @inline(__always)
  fileprivate func run(rows: Int, from row: Int, _ start: Int, _ end: Int) {
    switch rows {
    #if WIDE_VECTORS
      case 8: run(Tile<8, 3, S>.self, Tile<8, 1, S>.self, row, start, end)
      case 7: run(Tile<7, 3, S>.self, Tile<7, 1, S>.self, row, start, end)
      case 6: run(Tile<6, 3, S>.self, Tile<6, 1, S>.self, row, start, end)
      case 5: run(Tile<5, 3, S>.self, Tile<5, 1, S>.self, row, start, end)
    #endif
    case 4: run(Tile<4, 3, S>.self, Tile<4, 1, S>.self, row, start, end)
    case 3: run(Tile<3, 3, S>.self, Tile<3, 1, S>.self, row, start, end)
    case 2: run(Tile<2, 3, S>.self, Tile<2, 1, S>.self, row, start, end)
    default: run(Tile<1, 3, S>.self, Tile<1, 1, S>.self, row, start, end)
    }
  }

  @inline(__always)
  private func run<let rows: Int, let vectors: Int>(
    _ wide: Tile<rows, vectors, S>.Type, _ narrow: Tile<rows, 1, S>.Type, _ row: Int,
    _ start: Int, _ end: Int
  ) {
    var column = start
    while column + vectors * lanes <= end {
      run(wide, row, column)
      column += vectors * lanes
    }
    while column < end {
      run(narrow, row, column)
      column += lanes
    }
  }

  @inline(__always)
  private func run<let rows: Int, let vectors: Int>(
    _ type: Tile<rows, vectors, S>.Type, _ row: Int, _ column: Int
  ) {
    let factors = MatrixSide(
      factors.start + row * factors.lineStride, lineStride: factors.lineStride,
      innerStride: factors.innerStride)
    type.compute(
      factors, matrix + column, vectorStride: matrixStride, inner: inner,
      after: addend.map { $0 + row * addendStride + column }, stride: addendStride,
      into: result + row * resultStride + column, resultStride: resultStride)
  }

  /// A single entry.
  fileprivate func run(_ row: Int, _ column: Int) {
    let factors = factors.start + row * factors.lineStride
    var sum = addend?[row * addendStride + column] ?? 0
    for k in 0..<inner {
      sum = multiplyAdd(
        factors[k * self.factors.innerStride], matrix[k * matrixStride + column], sum)
    }
    result[row * resultStride + column] = sum
  }
}

// MARK: Rows with rows

/// Adds partial sums of the products of rows with rows over the columns `low ..< high`.
func addRowProducts<S: LaneScalar>(
  _ products: RowProducts<S>, _ low: Int, _ high: Int, _ sums: UnsafeMutablePointer<S>
) {
  var i = 0
  while i < products.rowsOfA {
    let rows = min(squareRows, products.rowsOfA - i)
    var j = products.isSymmetric ? i / 4 * 4 : 0
    while j < products.rowsOfB {
      let columns = min(4, products.rowsOfB - j)
      let target = sums + (i * products.rowsOfB + j) * RowProducts<S>.laneCount
      switch (rows, columns) {
      #if WIDE_VECTORS
        case (4, 4): products.run(Squares<4, 4, S>.self, i, j, low, high, target)
        case (4, 3): products.run(Squares<4, 3, S>.self, i, j, low, high, target)
        case (4, 2): products.run(Squares<4, 2, S>.self, i, j, low, high, target)
        case (4, 1): products.run(Squares<4, 1, S>.self, i, j, low, high, target)
      #endif
      case (3, 4): products.run(Squares<3, 4, S>.self, i, j, low, high, target)
      case (3, 3): products.run(Squares<3, 3, S>.self, i, j, low, high, target)
      case (3, 2): products.run(Squares<3, 2, S>.self, i, j, low, high, target)
      case (3, 1): products.run(Squares<3, 1, S>.self, i, j, low, high, target)
      case (2, 4): products.run(Squares<2, 4, S>.self, i, j, low, high, target)
      case (2, 3): products.run(Squares<2, 3, S>.self, i, j, low, high, target)
      case (2, 2): products.run(Squares<2, 2, S>.self, i, j, low, high, target)
      case (2, 1): products.run(Squares<2, 1, S>.self, i, j, low, high, target)
      case (1, 4): products.run(Squares<1, 4, S>.self, i, j, low, high, target)
      case (1, 3): products.run(Squares<1, 3, S>.self, i, j, low, high, target)
      case (1, 2): products.run(Squares<1, 2, S>.self, i, j, low, high, target)
      default: products.run(Squares<1, 1, S>.self, i, j, low, high, target)
      }
      j += 4
    }
    i += squareRows
  }
}

/// Sums of some rows with some others, in registers.
private enum Squares<let rows: Int, let columns: Int, S: LaneScalar> {}

extension RowProducts {
  @inline(__always)
  fileprivate func run<let rows: Int, let columns: Int>(
    _ type: Squares<rows, columns, S>.Type, _ i: Int, _ j: Int, _ low: Int, _ high: Int,
    _ target: UnsafeMutablePointer<S>
  ) {
    let lanesOfSums = Self.laneCount
    let whole = (high - low) / lanesOfSums * lanesOfSums
    let (p, q) = (a + i * strideOfA + low, b + j * strideOfB + low)
    // Narrow vectors hold the sixteen sums in two passes: the first eight, then the others.
    for part in stride(from: 0, to: lanesOfSums, by: lanes) {
      var sums = InlineArray<rows, InlineArray<columns, Vector<S>>>(
        repeating: .init(repeating: .zero))
      var n = part
      while n < whole {
        var left = InlineArray<rows, Vector<S>>(repeating: .zero)
        forEach(rows) { r in left[r] = load(p + r * strideOfA + n) }
        forEach(columns) { c in
          let right = load(q + c * strideOfB + n)
          forEach(rows) { r in sums[r][c] = multiplyAdd(left[r], right, sums[r][c]) }
        }
        n &+= lanesOfSums
      }
      forEach(rows) { r in
        forEach(columns) { c in
          let place = target + (r * rowsOfB + c) * lanesOfSums + part
          store(load(place) + sums[r][c], place)
        }
      }
    }
    for n in whole..<high - low {
      for r in 0..<rows {
        for c in 0..<columns {
          let place = target + (r * rowsOfB + c) * lanesOfSums + n - whole
          place.pointee = multiplyAdd(p[r * strideOfA + n], q[c * strideOfB + n], place.pointee)
        }
      }
    }
  }
}
