import Kernels

/// `c[target] = a · b (+ c[target])`.
///
/// With a `bias`, it is added to every row, and negative entries become zero if `rectify`, where they are
/// stored. Each entry is one chain of fused multiply-adds in ascending order of the inner dimension: neither
/// shapes nor threads nor the processor change a bit.
///
/// With the native family OpenBLAS computes, and decides the bits.
///
/// Complexity: 2 · rows · columns · inner FLOPs. Traps when the shapes do not fit.
package func multiply<S: Real>(
  _ a: MatrixOperand<S>, _ b: MatrixOperand<S>, into c: inout [S], at target: Block,
  accumulate: Bool = false, bias: MatrixOperand<S>? = nil, rectify: Bool = false,
  by family: KernelFamily = .current
) {
  precondition(
    a.columns == b.rows && a.rows == target.rows && b.columns == target.columns,
    "product \(a.rows)×\(a.columns) · \(b.rows)×\(b.columns) into \(target.rows)×\(target.columns)")
  precondition(target.range.upperBound <= c.count, "block \(target) exceeds \(c.count) entries")
  precondition(
    bias.map { $0.block.count == target.columns } ?? true, "\(target.columns) columns, other bias")
  guard target.count > 0, a.columns > 0 else { return }
  withPointers(a.storage, b.storage, bias?.storage ?? []) { a0, b0, bias0 in
    withMutablePointers(&c) { c0 in
      let product = DenseProduct(
        a: a0 + a.block.offset, a.block.stride, isTransposed: a.isTransposed,
        b: b0 + b.block.offset, b.block.stride, isTransposed: b.isTransposed,
        c: c0 + target.offset, target.stride, rows: target.rows, columns: target.columns,
        inner: a.columns, accumulates: accumulate,
        bias: bias.map { bias0 + $0.block.offset }, rectifies: rectify)
      if family == .native { product.runByBLAS() } else { product.run() }
    }
  }
}

/// A product of matrices in memory.
struct DenseProduct<S: Real> {
  let a: UnsafePointer<S>
  let strideOfA: Int
  let isTransposedA: Bool
  let b: UnsafePointer<S>
  let strideOfB: Int
  let isTransposedB: Bool
  let c: UnsafeMutablePointer<S>
  let strideOfC: Int
  let rows: Int
  let columns: Int
  let inner: Int
  let accumulates: Bool
  let bias: UnsafePointer<S>?
  let rectifies: Bool

  init(
    a: UnsafePointer<S>, _ strideOfA: Int, isTransposed isTransposedA: Bool,
    b: UnsafePointer<S>, _ strideOfB: Int, isTransposed isTransposedB: Bool,
    c: UnsafeMutablePointer<S>, _ strideOfC: Int, rows: Int, columns: Int, inner: Int,
    accumulates: Bool, bias: UnsafePointer<S>?, rectifies: Bool
  ) {
    (self.a, self.strideOfA, self.isTransposedA) = (a, strideOfA, isTransposedA)
    (self.b, self.strideOfB, self.isTransposedB) = (b, strideOfB, isTransposedB)
    (self.c, self.strideOfC) = (c, strideOfC)
    (self.rows, self.columns, self.inner) = (rows, columns, inner)
    (self.accumulates, self.bias, self.rectifies) = (accumulates, bias, rectifies)
  }

  /// The rows of `a` and the columns of `b`.
  private var left: MatrixSide<S> {
    MatrixSide(
      a, lineStride: isTransposedA ? 1 : strideOfA, innerStride: isTransposedA ? strideOfA : 1)
  }
  private var right: MatrixSide<S> {
    MatrixSide(
      b, lineStride: isTransposedB ? strideOfB : 1, innerStride: isTransposedB ? 1 : strideOfB)
  }

  /// The longest inner dimension of a panel: longer ones are taken in parts, and chains go on.
  private static var longest: Int { 1024 }

  func run() {
    var start = 0
    while start < inner {
      let length = min(Self.longest, inner - start)
      let isLast = start + length == inner
      run(
        from: start, length, accumulates: accumulates || start > 0, bias: isLast ? bias : nil,
        rectifies: isLast && rectifies)
      start += length
    }
  }

  /// The part of the inner dimension from `start` on.
  private func run(
    from start: Int, _ length: Int, accumulates: Bool, bias: UnsafePointer<S>?, rectifies: Bool
  ) {
    let (left, right) = (left.from(inner: start), right.from(inner: start))
    if isTurned(length) {
      compute(
        PanelProduct(
          right, left, rows: columns, columns: rows, inner: length, into: c, rowStride: 1,
          columnStride: strideOfC, accumulates: accumulates, rowBias: bias, rectifies: rectifies))
    } else {
      compute(
        PanelProduct(
          left, right, rows: rows, columns: columns, inner: length, into: c,
          rowStride: strideOfC, columnStride: 1, accumulates: accumulates, columnBias: bias,
          rectifies: rectifies))
    }
  }

  /// Whether the left operand is the one to be read in vectors: what takes fewer cycles, by rough counts of
  /// packing, computing and storing. Transposing takes six times as long as copying.
  private func isTurned(_ inner: Int) -> Bool {
    let lanes = S.kernels.lanes
    func cycles(_ spread: MatrixSide<S>, _ rows: Int, _ paneled: MatrixSide<S>, _ columns: Int)
      -> Int
    {
      let vectors = (columns + lanes - 1) / lanes
      return vectors * rows * inner / 2 + columns * inner * (paneled.lineStride == 1 ? 1 : 6) / 8
        + (spread.innerStride == 1 ? 0 : rows * inner / 6)
    }
    return cycles(right, columns, left, rows) + rows * columns < cycles(left, rows, right, columns)
  }

  /// More panels than this, in bytes, are not kept in a processor's level-2 cache.
  private static var cachedBytes: Int { 1 << 20 }

  /// Packs what is to be read in vectors, then computes; both by several threads where that pays.
  private func compute(_ product: PanelProduct<S>) {
    let kernels = S.kernels
    let (panels, tiles) = (
      kernels.panels(columns: product.columns), sliceCount(product.rows, width: kernels.tileRows)
    )
    let work = product.rows * product.columns * product.inner
    let threads = work < 200_000 ? 1 : min(Threads.count, threadLimit)
    // Few rows do not repay packing.
    let reads =
      product.paneled.lineStride == 1 && tiles <= 2 && product.columns % kernels.lanes == 0
    let panelsSize =
      reads ? 0 : kernels.panelsSize(columns: product.columns, inner: product.inner)
    if panelsSize * MemoryLayout<S>.stride > Self.cachedBytes, product.spread.innerStride == 1 {
      return computeByPanels(product, panels, threads)
    }
    let scratchSize = kernels.scratchSize(inner: product.inner)
    ScratchPool.shared.with(S.self, panelsSize + threadLimit * scratchSize) { memory in
      let scratch = memory + panelsSize
      guard threads > 1 else {
        if !reads { kernels.pack(product, memory, 0..<panels) }
        kernels.multiply(
          product, reads ? nil : UnsafePointer(memory), 0..<product.rows, 0..<panels, scratch)
        return
      }
      if !reads {
        parallelWork(panels) { number, _ in kernels.pack(product, memory, number..<number + 1) }
      }
      // About eight pieces for each thread: rows of tiles, or where these are few, panels.
      let wanted = 8 * threads
      let height = max(1, tiles / wanted) * kernels.tileRows
      let pieces = sliceCount(product.rows, width: height)
      let width = max(1, panels * min(pieces, wanted) / wanted)
      let parts = sliceCount(panels, width: width)
      parallelWork(pieces * parts) { index, thread in
        let (piece, part) = (index / parts, index % parts)
        kernels.multiply(
          product, reads ? nil : UnsafePointer(memory),
          piece * height..<min(product.rows, (piece + 1) * height),
          part * width..<min(panels, (part + 1) * width), scratch + thread * scratchSize)
      }
    }
  }

  /// Computes panel by panel, all rows of one while it is in the cache, and packs each just before: many
  /// panels would have to be fetched from memory for each row of tiles.
  private func computeByPanels(_ product: PanelProduct<S>, _ panels: Int, _ threads: Int) {
    let kernels = S.kernels
    let panelSize = kernels.panelWidth * product.inner
    let size = panelSize + kernels.scratchSize(inner: product.inner)
    ScratchPool.shared.with(S.self, threadLimit * size) { memory in
      let run = { (number: Int, thread: Int) in
        let panel = memory + thread * size
        // Kernels look for a panel where it would lie among all.
        let first = panel - number * panelSize
        kernels.pack(product, first, number..<number + 1)
        kernels.multiply(
          product, UnsafePointer(first), 0..<product.rows, number..<number + 1, panel + panelSize)
      }
      if threads > 1 {
        parallelWork(panels, run)
      } else {
        for number in 0..<panels { run(number, 0) }
      }
    }
  }

  /// The same by OpenBLAS.
  func runByBLAS() {
    // The longer side of the result is cut; few cuts, since each packs the other operand anew.
    let cutsRows = rows > columns
    let side = cutsRows ? rows : columns
    let isLarge = 2 * rows * columns * inner > 4_000_000
    let width = isLarge ? ((side + 1) / 2 + 15) / 16 * 16 : side
    parallelSlices(side, width: width) { _, range in
      let start = range.lowerBound
      S.nativeProduct(
        isTransposedA, isTransposedB, cutsRows ? range.count : rows,
        cutsRows ? columns : range.count, inner,
        a + (cutsRows ? start * left.lineStride : 0), strideOfA,
        b + (cutsRows ? 0 : start * right.lineStride), strideOfB, accumulates ? 1 : 0,
        c + (cutsRows ? start * strideOfC : start), strideOfC)
      if let bias {
        biasKernel(
          bias, c, strideOfC, rows: cutsRows ? range : 0..<rows,
          columns: cutsRows ? 0..<columns : range, rectifies)
      }
    }
  }
}
