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

  /// Computes so many rows of one or two vectors.
  @inline(__always)
  func compute(rows: Int, vectors: Int) {
    switch (rows, vectors) {
    #if WIDE_VECTORS
      case (8, 2): eightByTwo()
      case (8, 1): eightByOne()
      case (4, 1): fourByOne()
      case (2, 1): twoByOne()
      case (1, 1): oneByOne()
    #else
      case (6, 2): sixByTwo()
      case (5, 2): fiveByTwo()
    #endif
    case (4, 2): fourByTwo()
    case (2, 2): twoByTwo()
    default: oneByTwo()
    }
  }

  // A function for each shape: the optimizer takes a minute for all of them in one.

  #if WIDE_VECTORS
    @inline(never)
    @specialized(where S == Float)
    @specialized(where S == Double)
    private func eightByTwo() { compute(Tile<8, 2, S>.self) }

    @inline(never)
    @specialized(where S == Float)
    @specialized(where S == Double)
    private func eightByOne() { compute(Tile<8, 1, S>.self) }

    @inline(never)
    @specialized(where S == Float)
    @specialized(where S == Double)
    private func fourByOne() { compute(Tile<4, 1, S>.self) }

    @inline(never)
    @specialized(where S == Float)
    @specialized(where S == Double)
    private func twoByOne() { compute(Tile<2, 1, S>.self) }

    @inline(never)
    @specialized(where S == Float)
    @specialized(where S == Double)
    private func oneByOne() { compute(Tile<1, 1, S>.self) }
  #else
    @inline(never)
    @specialized(where S == Float)
    @specialized(where S == Double)
    private func sixByTwo() { compute(Tile<6, 2, S>.self) }

    @inline(never)
    @specialized(where S == Float)
    @specialized(where S == Double)
    private func fiveByTwo() { compute(Tile<5, 2, S>.self) }
  #endif

  @inline(never)
  @specialized(where S == Float)
  @specialized(where S == Double)
  private func fourByTwo() { compute(Tile<4, 2, S>.self) }

  @inline(never)
  @specialized(where S == Float)
  @specialized(where S == Double)
  private func twoByTwo() { compute(Tile<2, 2, S>.self) }

  @inline(never)
  @specialized(where S == Float)
  @specialized(where S == Double)
  private func oneByTwo() { compute(Tile<1, 2, S>.self) }

  @inline(__always)
  private func compute<let rows: Int, let columns: Int>(_ type: Tile<rows, columns, S>.Type) {
    // No call may get the sums' address: they would not stay in registers.
    var sums = InlineArray<rows, InlineArray<columns, Vector<S>>>(
      repeating: .init(repeating: .zero))
    if let before {
      forEach(rows) { r in
        forEach(columns) { v in sums[r][v] = load(before + r &* beforeStride + v * lanes) }
      }
    }
    for run in 0..<runs {
      var offset = run &* spreadRunStride
      var place = vectors + run &* vectorRunStride
      for _ in 0..<inner {
        var column = InlineArray<columns, Vector<S>>(repeating: .zero)
        forEach(columns) { v in column[v] = load(place + v * lanes) }
        forEach(rows) { r in
          // One offset for all rows: a pointer that went from row to row would be an addition after another.
          let factor = Vector<S>(repeating: (spread.start + r &* spread.lineStride)[offset])
          forEach(columns) { v in sums[r][v] = multiplyAdd(factor, column[v], sums[r][v]) }
        }
        offset &+= spread.innerStride
        place += vectorStride
      }
    }
    forEach(rows) { r in
      forEach(columns) { v in store(sums[r][v], result + r &* resultStride + v * lanes) }
    }
  }

  /// The rows of the next tile, where `count` are left.
  @inline(__always)
  static func rows(of count: Int) -> Int {
    #if WIDE_VECTORS
      count >= 8 ? 8 : count >= 4 ? 4 : count >= 2 ? 2 : 1
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
