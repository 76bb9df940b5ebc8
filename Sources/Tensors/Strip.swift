import Kernels

/// Some columns of a hypernetwork's output layer `W` `[w × N]`, and what the passes of `OutputLayer` do with
/// them. Pointers are to the beginning of whole vectors and matrices, unless said otherwise.
struct Strip<S: Real> {
  /// Where `W` lies in the vectors of parameters, gradient, snapshot and optimizer state.
  let block: Block
  /// C, the rows of activations and of generated weights.
  let chunks: Int
  let slice: Int
  let segment: Int
  /// The columns.
  let low: Int
  let high: Int
  let thread: Int
  /// Whether it is the slice's first strip.
  let isFirst: Bool

  /// Columns of one strip: all rows of all matrices of a step together fit a level-2 cache.
  static var width: Int { 480 }

  /// A matrix of the strip's columns.
  struct Matrix {
    /// The entry of the first row and the first column.
    let start: UnsafeMutablePointer<S>
    let stride: Int
  }

  /// w
  private var rows: Int { block.rows }
  private var columns: Int { block.columns }
  /// The first entry of the strip in a vector that has `W`.
  private var start: Int { block.offset + low }

  // MARK: Scratch

  // Each thread has two strips of `w` rows: `D` and the summed gradient, neither of which goes to memory.

  /// Room for the threads' strips, and for beginning at a cache's line.
  static func scratchSize(rows: Int, threads: Int) -> Int { 2 * rows * width * threads + 16 }

  private func scratch(_ index: Int, in memory: UnsafeMutablePointer<S>) -> Matrix {
    let line = 16 * MemoryLayout<S>.stride
    let lead = (line - Int(bitPattern: memory) & (line - 1)) & (line - 1)
    let place = lead / MemoryLayout<S>.stride + (2 * thread + index) * rows * Self.width
    return Matrix(start: memory + place, stride: Self.width)
  }

  /// Where the thread keeps the summed gradient.
  func sum(in memory: UnsafeMutablePointer<S>) -> Matrix { scratch(1, in: memory) }

  /// The strip's part of a vector that has `W`.
  func own(_ vector: UnsafeMutablePointer<S>) -> Matrix {
    Matrix(start: vector + start, stride: columns)
  }

  // MARK: Passes

  /// `t = A W`.
  func generate(
    _ a: UnsafePointer<S>, _ x: UnsafePointer<S>, _ t: UnsafeMutablePointer<S>
  ) {
    S.kernels.multiplyStrip(
      StripProduct(
        MatrixSide(a, lineStride: rows, innerStride: 1), rows: chunks, inner: rows,
        x + block.offset, stride: columns, into: t, resultStride: columns), low, high)
  }

  /// `g = Aᵀ t`, and adds the partial sums of `t Wᵀ`, but for the last row of `W`, to `e`.
  func backpropagate(
    _ a: UnsafePointer<S>, _ t: UnsafePointer<S>, _ x: UnsafePointer<S>,
    into g: UnsafeMutablePointer<S>, _ e: UnsafeMutablePointer<S>
  ) {
    S.kernels.multiplyStrip(
      StripProduct(
        MatrixSide(a, lineStride: 1, innerStride: rows), rows: rows, inner: chunks, t,
        stride: columns, into: g + block.offset, resultStride: columns), low, high)
    S.kernels.addRowProducts(
      RowProducts(
        t, rows: chunks, stride: columns, x + block.offset, rows: rows - 1, stride: columns),
      low, high, e)
  }

  /// `D`, kept by the thread: where `rule` leads, less `s`.
  func difference(
    _ rule: UpdateRule<S>, _ g: UnsafePointer<S>, _ x: UnsafePointer<S>, _ m: UnsafePointer<S>,
    _ v: UnsafePointer<S>, _ s: UnsafePointer<S>, _ memory: UnsafeMutablePointer<S>
  ) -> Matrix {
    let d = scratch(0, in: memory)
    S.kernels.lookAhead(
      rule,
      StepRows(
        g + start, stride: columns, parameterStride: columns, rows: rows, columns: high - low),
      x + start, m + start, v + start, s + start, d.start, d.stride)
    return d
  }

  /// Adds the partial sums of `D Dᵀ` and `D W*ᵀ` to `sums`, one after the other; and of `W* W*ᵀ` where W* is
  /// `W` itself.
  ///
  /// - Parameter s: the vector that has W*; nil where that is `W`
  func addGrams(
    _ rule: UpdateRule<S>, _ g: UnsafePointer<S>, _ x: UnsafePointer<S>, _ m: UnsafePointer<S>,
    _ v: UnsafePointer<S>, _ s: UnsafePointer<S>?, _ memory: UnsafeMutablePointer<S>,
    _ sums: UnsafeMutablePointer<S>, _ lap: inout ProfileLap
  ) {
    let d = difference(rule, g, x, m, v, s ?? x, memory)
    lap.end(.lookahead)
    let (ofD, ofS) = (UnsafePointer(d.start) - low, (s ?? x) + block.offset)
    let square = rows * rows * RowProducts<S>.laneCount
    S.kernels.addRowProducts(
      RowProducts(
        ofD, rows: rows, stride: d.stride, ofD, rows: rows, stride: d.stride, isSymmetric: true),
      low, high, sums)
    S.kernels.addRowProducts(
      RowProducts(ofD, rows: rows, stride: d.stride, ofS, rows: rows, stride: columns), low, high,
      sums + square)
    if s == nil {
      S.kernels.addRowProducts(
        RowProducts(
          ofS, rows: rows, stride: columns, ofS, rows: rows, stride: columns, isSymmetric: true),
        low, high, sums + 2 * square)
    }
    lap.end(.regularizer)
  }

  /// `sum = g + c₁ D + c₂ W*`, with the coefficients of the strip's segment.
  func regularize(
    _ c1: UnsafePointer<S>, _ c2: UnsafePointer<S>, _ d: Matrix, _ s: UnsafePointer<S>,
    _ g: UnsafePointer<S>, into sum: Matrix
  ) {
    let at = segment * rows * rows
    let target = sum.start - low
    S.kernels.multiplyStrip(
      StripProduct(
        MatrixSide(c1 + at, lineStride: rows, innerStride: 1), rows: rows, inner: rows,
        UnsafePointer(d.start) - low, stride: d.stride, plus: g + block.offset,
        addendStride: columns, into: target, resultStride: sum.stride), low, high)
    S.kernels.multiplyStrip(
      StripProduct(
        MatrixSide(c2 + at, lineStride: rows, innerStride: 1), rows: rows, inner: rows,
        s + block.offset, stride: columns, plus: UnsafePointer(target), addendStride: sum.stride,
        into: target, resultStride: sum.stride), low, high)
  }

  /// Steps `W` along `sum`; returns 0, or NaN if an entry is not finite afterwards.
  func update(
    _ rule: UpdateRule<S>, _ sum: Matrix, _ x: UnsafeMutablePointer<S>,
    _ m: UnsafeMutablePointer<S>, _ v: UnsafeMutablePointer<S>
  ) -> S {
    S.kernels.update(
      rule,
      StepRows(
        sum.start, stride: sum.stride, parameterStride: columns, rows: rows, columns: high - low),
      x + start, m + start, v + start)
  }
}
