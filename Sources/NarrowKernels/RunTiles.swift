import Kernels

/// A tile whose inner dimension comes in several runs: rows of a filter, or rows of pixels.
///
/// An entry is one chain of fused multiply-adds, run by run, from what lies at `before` or from 0 on.
struct RunTile<S: LaneScalar> {
  /// The operand whose entries are spread over a vector's lanes, and from a run of it to the next.
  let spread: MatrixSide<S>
  let spreadRunStride: Int
  /// The vectors, from one to the next, and from a run to the next.
  let vectors: UnsafePointer<S>
  let vectorStride: Int
  let vectorRunStride: Int
  /// The entries of a run, and the runs.
  let inner: Int
  let runs: Int
  /// What the sums begin with, nil for 0, and from a row to the next.
  let before: UnsafePointer<S>?
  let beforeStride: Int
  let result: UnsafeMutablePointer<S>
  let resultStride: Int

  /// Computes so many rows of one or two vectors. Other files call this, so that each shape is compiled once.
  @inline(never)
  @specialized(where S == Float)
  @specialized(where S == Double)
  func compute(rows: Int, vectors: Int) {
    switch (rows, vectors) {
    #if WIDE_VECTORS
      case (8, 2): compute(Tile<8, 2, S>.self)
      case (16, 1): compute(Tile<16, 1, S>.self)
      case (8, 1): compute(Tile<8, 1, S>.self)
      case (4, 1): compute(Tile<4, 1, S>.self)
      case (2, 1): compute(Tile<2, 1, S>.self)
      case (1, 1): compute(Tile<1, 1, S>.self)
    #else
      case (6, 2): compute(Tile<6, 2, S>.self)
      case (5, 2): compute(Tile<5, 2, S>.self)
    #endif
    case (4, 2): compute(Tile<4, 2, S>.self)
    case (2, 2): compute(Tile<2, 2, S>.self)
    default: compute(Tile<1, 2, S>.self)
    }
  }

  // A function for each shape: the optimizer takes minutes for all of them in one.
  @inline(never)
  private func compute<let rows: Int, let columns: Int>(_ type: Tile<rows, columns, S>.Type) {
    // No call may get the sums' address: they would not stay in registers.
    var sums = InlineArray<rows, InlineArray<columns, Vector<S>>>(
      repeating: .init(repeating: .zero))
    if let before {
      forEachRow(rows) { r in
        forEach(columns) { v in sums[r][v] = load(before + r &* beforeStride + v * lanes) }
      }
    }
    // A pointer for each of eight rows, and one offset for all: a single pointer would go from row to row, an
    // addition after another.
    var factors = InlineArray<8, UnsafePointer<S>>(repeating: spread.start)
    forEach(min(rows, 8)) { r in factors[r] = spread.start + r &* spread.lineStride }
    let eight = 8 &* spread.lineStride
    for run in 0..<runs {
      var offset = run &* spreadRunStride
      var place = vectors + run &* vectorRunStride
      for _ in 0..<inner {
        var column = InlineArray<columns, Vector<S>>(repeating: .zero)
        forEach(columns) { v in column[v] = load(place + v * lanes) }
        forEachRow(rows) { r in
          let factor = Vector<S>(
            repeating: r < 8 ? factors[r][offset] : factors[r & 7][offset &+ eight])
          forEach(columns) { v in sums[r][v] = multiplyAdd(factor, column[v], sums[r][v]) }
        }
        offset &+= spread.innerStride
        place += vectorStride
      }
    }
    forEachRow(rows) { r in
      forEach(columns) { v in store(sums[r][v], result + r &* resultStride + v * lanes) }
    }
  }

  /// The rows of the next tile, where `count` are left.
  @inline(__always)
  static func rows(of count: Int, vectors: Int) -> Int {
    #if WIDE_VECTORS
      vectors == 1 && count >= 16 ? 16 : count >= 8 ? 8 : count >= 4 ? 4 : count >= 2 ? 2 : 1
    #else
      // Tiles of much the same height: 32 are six of 5 or 6.
      switch count {
      case 9...: count % 6 == 0 ? 6 : 5
      case 8: 4
      case 7: 5
      case 4...6: count
      case 2...3: 2
      default: 1
      }
    #endif
  }
}

/// As `forEach`, up to 16.
@inline(__always)
private func forEachRow(_ count: Int, _ body: (Int) -> Void) {
  forEach(min(count, 8), body)
  if count > 8 { forEach(count - 8) { body($0 + 8) } }
}
