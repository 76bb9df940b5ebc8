import Kernels
import NarrowKernels
import Tensors
import TestSupport
import Testing
import WideKernels

/// The inner loops of both widths against one number at a time, to the last bit.
@Suite("Kernels")
struct KernelTests {
  /// The tables that this processor can run.
  private static var floats: [KernelTable<Float>] {
    [NarrowKernels.float] + (VectorWidth.wide.isPossible ? [WideKernels.float] : [])
  }
  private static var doubles: [KernelTable<Double>] {
    [NarrowKernels.double] + (VectorWidth.wide.isPossible ? [WideKernels.double] : [])
  }

  private static func numbers<S: Real>(_ count: Int, _ index: Int = 0) -> [S] {
    var random = RandomStream(seed: 5, purpose: "kernel test", index: index)
    return (0..<count).map { _ in S(random.uniform() - 0.5) }
  }

  /// One chain of fused multiply-adds for each entry of `a · b`.
  private static func product<S: Real>(
    _ a: [S], _ b: [S], rows: Int, columns: Int, inner: Int, plus c: [S]? = nil
  ) -> [S] {
    var result = c ?? [S](repeating: 0, count: rows * columns)
    for r in 0..<rows {
      for n in 0..<columns {
        for k in 0..<inner {
          result[r * columns + n].addProduct(a[r * inner + k], b[k * columns + n])
        }
      }
    }
    return result
  }

  private static func transposed<S>(_ m: [S], rows: Int, columns: Int) -> [S] {
    (0..<columns).flatMap { n in (0..<rows).map { m[$0 * columns + n] } }
  }

  /// Products of all kinds by one table: either operand transposed, either read in vectors, packed or not.
  private static func check<S: Real>(_ kernels: KernelTable<S>) {
    for (rows, columns, inner) in [
      (1, 1, 1), (2, 3, 4), (5, 16, 7), (7, 47, 9), (8, 48, 16), (13, 49, 33), (19, 100, 8),
      (6, 32, 1),
    ] {
      let (a, b): ([S], [S]) = (numbers(rows * inner), numbers(inner * columns, 1))
      let (before, bias): ([S], [S]) = (numbers(rows * columns, 2), numbers(max(rows, columns), 3))
      let (aT, bT) = (
        transposed(a, rows: rows, columns: inner), transposed(b, rows: inner, columns: columns)
      )
      for accumulates in [false, true] {
        let plain = product(
          a, b, rows: rows, columns: columns, inner: inner, plus: accumulates ? before : nil)
        for (isTransposedA, isTransposedB, isTurned, packs) in (0..<16).map({
          ($0 & 1 == 1, $0 & 2 == 2, $0 & 4 == 4, $0 & 8 == 8)
        }) {
          // What is read where it lies has whole vectors, side by side.
          if !packs, isTransposedB || columns % kernels.lanes != 0 { continue }
          var result = before
          if isTurned { result = transposed(result, rows: rows, columns: columns) }
          (isTransposedA ? aT : a).withUnsafeBufferPointer { a in
            (isTransposedB ? bT : b).withUnsafeBufferPointer { b in
              bias.withUnsafeBufferPointer { bias in
                result.withUnsafeMutableBufferPointer { c in
                  guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else {
                    return
                  }
                  let product = PanelProduct(
                    MatrixSide(
                      a, lineStride: isTransposedA ? 1 : inner,
                      innerStride: isTransposedA ? rows : 1),
                    MatrixSide(
                      b, lineStride: isTransposedB ? inner : 1,
                      innerStride: isTransposedB ? 1 : columns), rows: rows, columns: columns,
                    inner: inner, into: c, rowStride: isTurned ? 1 : columns,
                    columnStride: isTurned ? rows : 1, accumulates: accumulates,
                    rowBias: isTurned ? bias.baseAddress : nil,
                    columnBias: isTurned ? nil : bias.baseAddress, rectifies: isTransposedA)
                  run(product, kernels, packs: packs)
                }
              }
            }
          }
          if isTurned { result = transposed(result, rows: columns, columns: rows) }
          let expected = plain.indices.map { i in
            let value = plain[i] + bias[isTurned ? i / columns : i % columns]
            return isTransposedA ? (value < 0 ? 0 : value) : value
          }
          #expect(
            result == expected,
            "\(kernels.lanes): \(rows)×\(columns)×\(inner) \(isTransposedA) \(isTransposedB) \(isTurned)"
          )
        }
      }
    }
  }

  private static func run<S: Real>(
    _ product: PanelProduct<S>, _ kernels: KernelTable<S>, packs: Bool
  ) {
    let panels = kernels.panels(columns: product.columns)
    var packed = [S](
      repeating: .nan, count: kernels.panelsSize(columns: product.columns, inner: product.inner))
    var scratch = [S](repeating: .nan, count: kernels.scratchSize(inner: product.inner))
    packed.withUnsafeMutableBufferPointer { packed in
      scratch.withUnsafeMutableBufferPointer { scratch in
        guard let packed = packed.baseAddress, let scratch = scratch.baseAddress else { return }
        if packs { kernels.pack(product, packed, 0..<panels) }
        kernels.multiply(
          product, packs ? UnsafePointer(packed) : nil, 0..<product.rows, 0..<panels, scratch)
      }
    }
  }

  @Test("products of both widths are chains of fused multiply-adds, to the bit")
  func products() {
    for kernels in Self.floats { Self.check(kernels) }
    for kernels in Self.doubles { Self.check(kernels) }
  }

  @Test("strips and products of rows have the same bits in both widths")
  func strips() throws {
    let (rows, inner, columns) = (11, 10, 203)
    let factors: [Float] = Self.numbers(rows * inner)
    let matrix: [Float] = Self.numbers(inner * columns, 1)
    let addend: [Float] = Self.numbers(rows * columns, 2)
    let expected = Self.product(
      factors, matrix, rows: rows, columns: columns, inner: inner, plus: addend)
    var sums: [[Float]] = []
    for kernels in Self.floats {
      var result = addend
      factors.withUnsafeBufferPointer { f in
        matrix.withUnsafeBufferPointer { m in
          result.withUnsafeMutableBufferPointer { c in
            guard let f = f.baseAddress, let m = m.baseAddress, let c = c.baseAddress else {
              return
            }
            let product = StripProduct(
              MatrixSide(f, lineStride: inner, innerStride: 1), rows: rows, inner: inner, m,
              stride: columns, plus: UnsafePointer(c), addendStride: columns, into: c,
              resultStride: columns)
            kernels.multiplyStrip(product, 0, 96)
            kernels.multiplyStrip(product, 96, columns)
          }
        }
      }
      #expect(result == expected, "\(kernels.lanes)")
      let lanes = RowProducts<Float>.laneCount
      var partial = [Float](repeating: 0, count: rows * inner * lanes)
      result.withUnsafeBufferPointer { a in
        matrix.withUnsafeBufferPointer { b in
          partial.withUnsafeMutableBufferPointer { sums in
            guard let a = a.baseAddress, let b = b.baseAddress, let sums = sums.baseAddress else {
              return
            }
            let products = RowProducts(
              a, rows: rows, stride: columns, b, rows: inner, stride: columns)
            kernels.addRowProducts(products, 0, 100, sums)
            kernels.addRowProducts(products, 100, columns, sums)
          }
        }
      }
      for i in 0..<rows {
        for j in 0..<inner {
          let exact = (0..<columns).reduce(0.0) {
            $0 + Double(expected[i * columns + $1]) * Double(matrix[j * columns + $1])
          }
          let sum = partial[(i * inner + j) * lanes..<(i * inner + j + 1) * lanes].reduce(0.0) {
            $0 + Double($1)
          }
          #expect(abs(sum - exact) < 1e-4)
        }
      }
      sums.append(partial)
    }
    #expect(sums.allSatisfy { $0 == sums[0] })
  }

  @Test("an optimizer's step has the same bits in both widths, wherever a slice ends")
  func updates() {
    let count = 101
    for kind: UpdateRule<Float>.Kind in [
      .adam(rate: 0.01, beta1: 0.9, beta2: 0.99, rootCorrection: 1.5, epsilon: 1e-8),
      .rmsProp(rate: 0.01, smoothing: 0.9, epsilon: 1e-8, momentum: 0.5),
      .momentum(rate: 0.1, momentum: 0.9, nesterov: true), .gradient(rate: 0.1), .rest,
    ] {
      let moved = (Self.floats + Self.floats).enumerated().map { index, kernels in
        let gradient: [Float] = Self.numbers(count, 4)
        var (x, m, v): ([Float], [Float], [Float]) = (
          Self.numbers(count, 5), Self.numbers(count, 6), Self.numbers(count, 7).map { $0 * $0 }
        )
        // Each table whole, and then in two parts.
        for part in index < Self.floats.count ? [0..<count] : [0..<37, 37..<count] {
          let residue = gradient.withUnsafeBufferPointer { g in
            x.withUnsafeMutableBufferPointer { x in
              m.withUnsafeMutableBufferPointer { m in
                v.withUnsafeMutableBufferPointer { v -> Float in
                  guard let g = g.baseAddress, let x = x.baseAddress, let m = m.baseAddress,
                    let v = v.baseAddress
                  else { return .nan }
                  let low = part.lowerBound
                  return kernels.update(
                    UpdateRule(kind), StepRows(g + low, count: part.count), x + low, m + low,
                    v + low)
                }
              }
            }
          }
          #expect(residue == 0)
        }
        return [x, m, v]
      }
      #expect(moved.allSatisfy { $0 == moved[0] }, "\(kind)")
    }
  }
}
