import Kernels

/// Packs the panels of these numbers.
func pack<S: LaneScalar>(
  _ product: PanelProduct<S>, _ panels: UnsafeMutablePointer<S>, _ numbers: Range<Int>
) {
  for number in numbers {
    let low = number * tileVectors * lanes
    let width = panelWidth(of: product.columns - low)
    packLines(
      product.paneled, from: low, count: min(width, product.columns - low), inner: product.inner,
      into: panels + low * product.inner, width: width)
  }
}

/// Computes some rows of some panels, tile by tile. A row of tiles goes through all panels before the next
/// one, so that its factors stay in the level-1 cache.
func multiply<S: LaneScalar>(
  _ product: PanelProduct<S>, _ panels: UnsafePointer<S>?, _ rows: Range<Int>,
  _ numbers: Range<Int>, _ scratch: UnsafeMutablePointer<S>
) {
  let edge = scratch
  let bias = edge + tileRows * tileVectors * lanes
  let packed = bias + tileVectors * lanes
  let spread = product.spread
  var row = rows.lowerBound
  while row < rows.upperBound {
    let height = tileRows(of: rows.upperBound - row)
    var factors = MatrixSide(
      spread.start + row * spread.lineStride, lineStride: spread.lineStride,
      innerStride: spread.innerStride)
    if spread.innerStride != 1, panels != nil {
      // Each step would read another page.
      packLines(spread, from: row, count: height, inner: product.inner, into: packed, width: height)
      factors = MatrixSide(UnsafePointer(packed), lineStride: 1, innerStride: height)
    }
    for number in numbers {
      let low = number * tileVectors * lanes
      let count = min(tileVectors * lanes, product.columns - low)
      let width = panelWidth(of: count)
      let place = TilePlace(
        product, factors, row: row, low: low, count: count, width: width, edge: edge, bias: bias)
      let vectors = width / lanes
      if let panels {
        place.run(panels + low * product.inner, width, rows: height, vectors: vectors)
      } else {
        place.run(
          product.paneled.start + low, product.paneled.innerStride, rows: height, vectors: vectors)
      }
    }
    row += height
  }
}

/// A tile of a product, and where it goes.
private struct TilePlace<S: LaneScalar> {
  let product: PanelProduct<S>
  let factors: MatrixSide<S>
  let row: Int
  let low: Int
  /// The columns that there are, of a tile of `width`.
  let count: Int
  let width: Int
  /// Room for a tile that cannot go where it belongs in whole vectors, and for a bias beyond the columns.
  let edge: UnsafeMutablePointer<S>
  let bias: UnsafeMutablePointer<S>

  @inline(__always)
  init(
    _ product: PanelProduct<S>, _ factors: MatrixSide<S>, row: Int, low: Int, count: Int,
    width: Int, edge: UnsafeMutablePointer<S>, bias: UnsafeMutablePointer<S>
  ) {
    (self.product, self.factors, self.row, self.low) = (product, factors, row, low)
    (self.count, self.width, self.edge, self.bias) = (count, width, edge, bias)
  }

  /// Computes the tile from vectors that lie `stride` apart.
  func run(_ vectors: UnsafePointer<S>, _ stride: Int, rows: Int, vectors number: Int) {
    #if WIDE_VECTORS
      switch (rows, number) {
      case (8, 3): run(Tile<8, 3, S>.self, vectors, stride)
      case (8, 2): run(Tile<8, 2, S>.self, vectors, stride)
      case (8, 1): run(Tile<8, 1, S>.self, vectors, stride)
      case (4, 3): run(Tile<4, 3, S>.self, vectors, stride)
      case (4, 2): run(Tile<4, 2, S>.self, vectors, stride)
      case (4, 1): run(Tile<4, 1, S>.self, vectors, stride)
      case (2, 3): run(Tile<2, 3, S>.self, vectors, stride)
      case (2, 2): run(Tile<2, 2, S>.self, vectors, stride)
      case (2, 1): run(Tile<2, 1, S>.self, vectors, stride)
      case (1, 3): run(Tile<1, 3, S>.self, vectors, stride)
      case (1, 2): run(Tile<1, 2, S>.self, vectors, stride)
      default: run(Tile<1, 1, S>.self, vectors, stride)
      }
    #else
      switch (rows, number) {
      case (6, 2): run(Tile<6, 2, S>.self, vectors, stride)
      case (6, 1): run(Tile<6, 1, S>.self, vectors, stride)
      case (4, 2): run(Tile<4, 2, S>.self, vectors, stride)
      case (4, 1): run(Tile<4, 1, S>.self, vectors, stride)
      case (2, 2): run(Tile<2, 2, S>.self, vectors, stride)
      case (2, 1): run(Tile<2, 1, S>.self, vectors, stride)
      case (1, 2): run(Tile<1, 2, S>.self, vectors, stride)
      default: run(Tile<1, 1, S>.self, vectors, stride)
      }
    #endif
  }

  @inline(__always)
  private func run<let rows: Int, let vectors: Int>(
    _ type: Tile<rows, vectors, S>.Type, _ start: UnsafePointer<S>, _ stride: Int
  ) {
    let isDirect = product.columnStride == 1 && count == width
    let target = product.result + row * product.rowStride + low * product.columnStride
    if product.accumulates, !isDirect { fetch(rows, target) }
    let (place, placeStride) = isDirect ? (target, product.rowStride) : (edge, width)
    type.compute(
      factors, start, vectorStride: stride, inner: product.inner,
      after: product.accumulates ? UnsafePointer(place) : nil, stride: placeStride, into: place,
      resultStride: placeStride)
    if product.rowBias != nil || product.columnBias != nil || product.rectifies {
      finish(place, stride: placeStride, rows: rows)
    }
    if !isDirect { send(rows, target) }
  }

  /// Adds the biases to the tile's entries and makes negative ones 0, while they are in the cache: plain
  /// loops, which are made vectors of.
  private func finish(_ start: UnsafeMutablePointer<S>, stride: Int, rows: Int) {
    let columnBias = columnBias()
    for r in 0..<rows {
      let line = start + r * stride
      if let columnBias {
        for n in 0..<width { line[n] += columnBias[n] }
      } else if let bias = product.rowBias?[row + r] {
        for n in 0..<width { line[n] += bias }
      }
      guard product.rectifies else { continue }
      // Half of x + |x| is max(0, x) without a branch, which random signs would make slow; and what is no
      // number stays none, so that a diverged run is noticed.
      let half: S = 0.5
      for n in 0..<width { line[n] = (line[n] + line[n].magnitude) * half }
    }
  }

  /// The biases of the tile's columns; beyond the last one there is none.
  private func columnBias() -> UnsafePointer<S>? {
    guard let start = product.columnBias else { return nil }
    if count == width { return start + low }
    for n in 0..<width { bias[n] = n < count ? start[low + n] : 0 }
    return UnsafePointer(bias)
  }

  /// Copies what the tile is added to into `edge`.
  private func fetch(_ rows: Int, _ target: UnsafePointer<S>) {
    for r in 0..<rows {
      for n in 0..<count {
        edge[r * width + n] = target[r * product.rowStride + n * product.columnStride]
      }
    }
  }

  /// Copies the tile from `edge` to where it belongs.
  @inline(__always)
  private func send(_ rows: Int, _ target: UnsafeMutablePointer<S>) {
    var sent = 0
    if rows == 8 || rows == 6 || rows == 4, product.rowStride == 1 {
      while sent + 8 <= count {
        transposeSquare(
          UnsafePointer(edge + sent), width, target + sent * product.columnStride,
          product.columnStride, rows: rows)
        sent += 8
      }
    }
    for r in 0..<rows {
      for n in sent..<count {
        target[r * product.rowStride + n * product.columnStride] = edge[r * width + n]
      }
    }
  }
}
