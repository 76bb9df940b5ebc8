import CVectors
import Kernels
import NarrowKernels
import WideKernels

/// The scalar of a computation: `Float` for speed, `Double` for checks, from one source.
package protocol Real: LaneScalar {
  /// The inner loops, for the vectors of this processor.
  static var kernels: KernelTable<Self> { get }
  /// `c = op(a) · op(b) + beta · c` by OpenBLAS, on row-major storage; arguments as in BLAS `gemm`.
  static func nativeProduct(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int,
    _ a: UnsafePointer<Self>, _ lda: Int, _ b: UnsafePointer<Self>, _ ldb: Int,
    _ beta: Self, _ c: UnsafeMutablePointer<Self>, _ ldc: Int)
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
  package static let kernels = VectorWidth.current.isWide ? WideKernels.float : NarrowKernels.float

  /// eˣ of each lane, by a vector kernel: a series after exact range reduction.
  @inline(__always)
  package static func exponentials(_ x: SIMD8<Float>) -> SIMD8<Float> { cvectors_exponentials(x) }
  /// σ(x) and softplus x of each lane, by vector kernels that share e⁻|ˣ|.
  @inline(__always)
  package static func logistics(
    _ x: SIMD8<Float>
  ) -> (sigmoid: SIMD8<Float>, softplus: SIMD8<Float>) {
    let decay = cvectors_decays(x)
    return (cvectors_sigmoids(x, decay), cvectors_softplus(x, decay))
  }

  /// eˣ, computed in double precision, then rounded.
  package static func exponential(_ x: Float) -> Float {
    Float(ElementaryFunctions.exponential(Double(x)))
  }
  /// ln x, computed in double precision, then rounded.
  package static func logarithm(_ x: Float) -> Float {
    Float(ElementaryFunctions.logarithm(Double(x)))
  }
  /// tanh x, computed in double precision, then rounded.
  package static func hyperbolicTangent(_ x: Float) -> Float {
    Float(ElementaryFunctions.hyperbolicTangent(Double(x)))
  }
}

extension Double: Real {
  package static let kernels =
    VectorWidth.current.isWide ? WideKernels.double : NarrowKernels.double

  /// eˣ of each lane, one lane after another.
  package static func exponentials(_ x: SIMD8<Double>) -> SIMD8<Double> {
    var y = x
    for lane in 0..<8 { y[lane] = exponential(x[lane]) }
    return y
  }
  /// σ(x) and softplus x of each lane, one lane after another, from e⁻|ˣ| so that neither overflows.
  package static func logistics(
    _ x: SIMD8<Double>
  ) -> (sigmoid: SIMD8<Double>, softplus: SIMD8<Double>) {
    var (sigmoid, softplus) = (x, x)
    for lane in 0..<8 {
      let small = exponential(-abs(x[lane]))
      sigmoid[lane] = (x[lane] > 0 ? 1 : small) / (1 + small)
      softplus[lane] =
        (x[lane] > 0 ? x[lane] : x[lane] * 0) + ElementaryFunctions.logarithmOfOnePlus(small)
    }
    return (sigmoid, softplus)
  }

  package static func exponential(_ x: Double) -> Double { ElementaryFunctions.exponential(x) }
  package static func logarithm(_ x: Double) -> Double { ElementaryFunctions.logarithm(x) }
  package static func hyperbolicTangent(_ x: Double) -> Double {
    ElementaryFunctions.hyperbolicTangent(x)
  }
}
