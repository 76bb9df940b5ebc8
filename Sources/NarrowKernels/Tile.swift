import Kernels

/// Calls `body` with 0 ..< `count`, at most 8, one call after another: a loop would keep what it indexes in
/// memory, where the optimizer does not unroll it in time.
@inline(__always)
func forEach(_ count: Int, _ body: (Int) -> Void) {
  if count > 0 { body(0) }
  if count > 1 { body(1) }
  if count > 2 { body(2) }
  if count > 3 { body(3) }
  if count > 4 { body(4) }
  if count > 5 { body(5) }
  if count > 6 { body(6) }
  if count > 7 { body(7) }
}

/// Part of a product, whose sums are in registers: some rows, and some vectors of columns in each.
enum Tile<let rows: Int, let vectors: Int, S: LaneScalar> {}

extension Tile {
  /// Writes to `result` the product of `inner` entries of each row with as many vectors, which lie
  /// `vectorStride` apart, begun with what lies at `before`, or with 0.
  @inline(__always)
  static func compute(
    _ spread: MatrixSide<S>, _ start: UnsafePointer<S>, vectorStride: Int, inner: Int,
    after before: UnsafePointer<S>?, stride: Int, into result: UnsafeMutablePointer<S>,
    resultStride: Int
  ) {
    // No call may get the sums' address: they would not stay in registers.
    var sums = InlineArray<rows, InlineArray<vectors, Vector<S>>>(
      repeating: .init(repeating: .zero))
    if let before {
      forEach(rows) { r in
        forEach(vectors) { v in sums[r][v] = load(before + r * stride + v * lanes) }
      }
    }
    var (factors, columns) = (spread.start, start)
    for _ in 0..<inner {
      var column = InlineArray<vectors, Vector<S>>(repeating: .zero)
      forEach(vectors) { v in column[v] = load(columns + v * lanes) }
      forEach(rows) { r in
        let factor = Vector<S>(repeating: factors[r &* spread.lineStride])
        forEach(vectors) { v in sums[r][v] = multiplyAdd(factor, column[v], sums[r][v]) }
      }
      factors += spread.innerStride
      columns += vectorStride
    }
    forEach(rows) { r in
      forEach(vectors) { v in store(sums[r][v], result + r * resultStride + v * lanes) }
    }
  }
}

#if WIDE_VECTORS
  /// The most rows and vectors of a tile: as many sums as the registers have room for, beside a vector of
  /// each column and a factor.
  let tileRows = 8
  let tileVectors = 3
#else
  let tileRows = 6
  let tileVectors = 2
#endif

/// The rows of the next tile, where `count` are left.
@inline(__always)
func tileRows(of count: Int) -> Int {
  count >= tileRows ? tileRows : count >= 4 ? 4 : count >= 2 ? 2 : 1
}

/// The columns of the next panel, where `count` are left: whole vectors.
@inline(__always)
func panelWidth(of count: Int) -> Int {
  min(tileVectors * lanes, (count + lanes - 1) / lanes * lanes)
}
