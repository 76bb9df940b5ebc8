import COpenBLAS
import Foundation

/// The scalar of a computation: `Float` for speed, `Double` for checks, from one source.
package protocol Real: BinaryFloatingPoint, SIMDScalar, Sendable, Codable
where SIMD2Storage: Sendable {
  /// `c = alpha · op(a) · op(b) + beta · c` on row-major storage; shapes as in BLAS `gemm`.
  static func gemm(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ alpha: Self,
    _ a: UnsafePointer<Self>, _ lda: Int, _ b: UnsafePointer<Self>, _ ldb: Int,
    _ beta: Self, _ c: UnsafeMutablePointer<Self>, _ ldc: Int)
  /// The square root of each lane.
  static func squareRoots(_ x: SIMD8<Self>) -> SIMD8<Self>
  /// eˣ of each lane; in single precision by a vector kernel.
  static func exponentials(_ x: SIMD8<Self>) -> SIMD8<Self>
  /// σ(x) = 1 / (1 + e⁻ˣ) and its integral, softplus x = ln(1 + eˣ), of each lane; neither overflows. In
  /// single precision by a vector kernel.
  static func logistics(_ x: SIMD8<Self>) -> (sigmoid: SIMD8<Self>, softplus: SIMD8<Self>)
  /// Natural exponential.
  static func exponential(_ x: Self) -> Self
  /// Natural logarithm.
  static func logarithm(_ x: Self) -> Self
  /// Hyperbolic tangent.
  static func hyperbolicTangent(_ x: Self) -> Self
}

extension Float: Real {
  @inline(__always)
  package static func squareRoots(_ x: SIMD8<Float>) -> SIMD8<Float> {
    ctensors_square_roots_float(x)
  }
  @inline(__always)
  package static func exponentials(_ x: SIMD8<Float>) -> SIMD8<Float> { ctensors_exponentials(x) }
  @inline(__always)
  package static func logistics(
    _ x: SIMD8<Float>
  ) -> (sigmoid: SIMD8<Float>, softplus: SIMD8<Float>) {
    let decay = ctensors_decays(x)
    return (ctensors_sigmoids(x, decay), ctensors_softplus(x, decay))
  }

  package static func gemm(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ alpha: Float,
    _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<Float>, _ ldb: Int,
    _ beta: Float, _ c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    Threads.prepareBLAS
    cblas_sgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      Int32(m), Int32(n), Int32(k), alpha, a, Int32(lda), b, Int32(ldb), beta, c, Int32(ldc))
  }
  package static func exponential(_ x: Float) -> Float { Foundation.exp(x) }
  package static func logarithm(_ x: Float) -> Float { Foundation.log(x) }
  package static func hyperbolicTangent(_ x: Float) -> Float { Foundation.tanh(x) }
}

extension Double: Real {
  @inline(__always)
  package static func squareRoots(_ x: SIMD8<Double>) -> SIMD8<Double> {
    ctensors_square_roots_double(x)
  }
  package static func exponentials(_ x: SIMD8<Double>) -> SIMD8<Double> {
    var y = x
    for lane in 0..<8 { y[lane] = Foundation.exp(x[lane]) }
    return y
  }
  package static func logistics(
    _ x: SIMD8<Double>
  ) -> (sigmoid: SIMD8<Double>, softplus: SIMD8<Double>) {
    var (sigmoid, softplus) = (x, x)
    for lane in 0..<8 {
      let small = Foundation.exp(-abs(x[lane]))
      sigmoid[lane] = (x[lane] > 0 ? 1 : small) / (1 + small)
      softplus[lane] = (x[lane] > 0 ? x[lane] : x[lane] * 0) + Foundation.log1p(small)
    }
    return (sigmoid, softplus)
  }

  package static func gemm(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ alpha: Double,
    _ a: UnsafePointer<Double>, _ lda: Int, _ b: UnsafePointer<Double>, _ ldb: Int,
    _ beta: Double, _ c: UnsafeMutablePointer<Double>, _ ldc: Int
  ) {
    Threads.prepareBLAS
    cblas_dgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      Int32(m), Int32(n), Int32(k), alpha, a, Int32(lda), b, Int32(ldb), beta, c, Int32(ldc))
  }
  package static func exponential(_ x: Double) -> Double { Foundation.exp(x) }
  package static func logarithm(_ x: Double) -> Double { Foundation.log(x) }
  package static func hyperbolicTangent(_ x: Double) -> Double { Foundation.tanh(x) }
}
