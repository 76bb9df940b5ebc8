import Kernels

/// Packs the lines from `low` on, entry by entry: `width` numbers for each inner entry, zeros for lines from
/// `low + count` on.
func packLines<S: LaneScalar>(
  _ side: MatrixSide<S>, from low: Int, count: Int, inner: Int,
  into panel: UnsafeMutablePointer<S>, width: Int
) {
  let start = side.start + low * side.lineStride
  var packed = 0
  if side.lineStride == 1 {
    packed = copyLines(start, side.innerStride, count, inner, panel, width)
  } else if side.innerStride == 1 {
    while packed + 8 <= count {
      transposeEight(
        start + packed * side.lineStride, side.lineStride, inner, panel + packed, width)
      packed += 8
    }
  }
  while packed < width {
    let line = start + packed * side.lineStride
    for i in 0..<inner {
      panel[i * width + packed] = packed < count ? line[i * side.innerStride] : 0
    }
    packed += 1
  }
}

/// Copies lines that are neighbours, whole vectors at a time; returns how many.
private func copyLines<S: LaneScalar>(
  _ start: UnsafePointer<S>, _ stride: Int, _ count: Int, _ inner: Int,
  _ panel: UnsafeMutablePointer<S>, _ width: Int
) -> Int {
  let vectors = count / lanes
  for i in 0..<inner {
    for v in 0..<vectors {
      store(load(start + i * stride + v * lanes), panel + i * width + v * lanes)
    }
  }
  var copied = vectors * lanes
  if copied + 8 <= count {
    for i in 0..<inner { copyEight(start + i * stride + copied, panel + i * width + copied) }
    copied += 8
  }
  return copied
}

@inline(__always)
private func copyEight<S: LaneScalar>(_ p: UnsafePointer<S>, _ q: UnsafeMutablePointer<S>) {
  UnsafeMutableRawPointer(q).storeBytes(
    of: UnsafeRawPointer(p).loadUnaligned(as: SIMD8<S>.self), as: SIMD8<S>.self)
}

/// Packs eight lines whose entries are neighbours.
private func transposeEight<S: LaneScalar>(
  _ start: UnsafePointer<S>, _ stride: Int, _ inner: Int, _ panel: UnsafeMutablePointer<S>,
  _ width: Int
) {
  var i = 0
  while i + 8 <= inner {
    transposeSquare(start + i, stride, panel + i * width, width)
    i += 8
  }
  while i < inner {
    for line in 0..<8 { panel[i * width + line] = start[line * stride + i] }
    i += 1
  }
}

/// Writes eight columns of eight, six or four rows transposed: rows `stride` apart become columns, and
/// columns rows `width` apart.
@inline(__always)
func transposeSquare<S: LaneScalar>(
  _ start: UnsafePointer<S>, _ stride: Int, _ target: UnsafeMutablePointer<S>, _ width: Int,
  rows count: Int = 8
) {
  var rows = InlineArray<8, SIMD8<S>>(repeating: .zero)
  forEach(8) { i in
    if i < count {
      rows[i] = UnsafeRawPointer(start + i * stride).loadUnaligned(as: SIMD8<S>.self)
    }
  }
  // Of the 64 numbers' six-bit places, each round turns one bit around.
  for _ in 0..<3 {
    var next = rows
    forEach(4) { i in
      let pair = SIMD16(lowHalf: rows[2 * i], highHalf: rows[2 * i + 1])
      next[i] = pair.evenHalf
      next[i + 4] = pair.oddHalf
    }
    rows = next
  }
  forEach(8) { i in
    let place = UnsafeMutableRawPointer(target + i * width)
    switch count {
    case 8: place.storeBytes(of: rows[i], as: SIMD8<S>.self)
    case 6:
      place.storeBytes(of: rows[i].lowHalf, as: SIMD4<S>.self)
      UnsafeMutableRawPointer(target + i * width + 4).storeBytes(
        of: rows[i].highHalf.lowHalf, as: SIMD2<S>.self)
    default: place.storeBytes(of: rows[i].lowHalf, as: SIMD4<S>.self)
    }
  }
}
