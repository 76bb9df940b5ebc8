import CVectors
import Kernels

// These files are compiled twice, as `NarrowKernels` and `WideKernels`: with vectors of eight numbers for
// processors with 256 bits, and of sixteen for those with 512.

#if WIDE_VECTORS
  typealias Vector = SIMD16
#else
  typealias Vector = SIMD8
#endif

/// The numbers of a vector.
@inline(__always)
var lanes: Int {
  #if WIDE_VECTORS
    16
  #else
    8
  #endif
}

/// A vector of neighbouring entries, which need not be aligned.
@inline(__always)
func load<S: LaneScalar>(_ p: UnsafePointer<S>) -> Vector<S> {
  UnsafeRawPointer(p).loadUnaligned(as: Vector<S>.self)
}

@inline(__always)
func store<S: LaneScalar>(_ v: Vector<S>, _ p: UnsafeMutablePointer<S>) {
  UnsafeMutableRawPointer(p).storeBytes(of: v, as: Vector<S>.self)
}

/// `sum + a · b`; one rounding where the build's target has the instruction for it.
@inline(__always)
func multiplyAdd<S: LaneScalar>(_ a: Vector<S>, _ b: Vector<S>, _ sum: Vector<S>) -> Vector<S> {
  #if FUSED_MULTIPLY_ADD || arch(arm64)
    sum.addingProduct(a, b)
  #else
    sum + a * b
  #endif
}

/// The same of single numbers, to the same bits.
@inline(__always)
func multiplyAdd<S: LaneScalar>(_ a: S, _ b: S, _ sum: S) -> S {
  #if FUSED_MULTIPLY_ADD || arch(arm64)
    sum.addingProduct(a, b)
  #else
    sum + a * b
  #endif
}

/// A vector of entries, or one entry in all lanes.
@inline(__always)
func get<S: LaneScalar>(_ p: UnsafePointer<S>, _ isWhole: Bool) -> Vector<S> {
  isWhole ? load(p) : Vector(repeating: p.pointee)
}

@inline(__always)
func put<S: LaneScalar>(_ value: Vector<S>, _ p: UnsafeMutablePointer<S>, _ isWhole: Bool) {
  if isWhole { store(value, p) } else { p.pointee = value[0] }
}

// The standard library's functions of vectors go lane by lane, or are made once for all modules and may
// then have instructions that a processor lacks. These are the processor's own.

/// The square root of each lane.
@inline(__always)
func squareRoots<S: LaneScalar>(_ x: Vector<S>) -> Vector<S> {
  #if WIDE_VECTORS
    onFloats(x, x, { x, _ in cvectors_square_roots_float16(x) }) { x, _ in
      cvectors_square_roots_double16(x)
    }
  #else
    onFloats(x, x, { x, _ in cvectors_square_roots_float8(x) }) { x, _ in
      cvectors_square_roots_double8(x)
    }
  #endif
}

/// Each lane held within ± `limit`. What is no number stays none.
@inline(__always)
func clamp<S: LaneScalar>(_ x: Vector<S>, _ limit: Vector<S>) -> Vector<S> {
  #if WIDE_VECTORS
    onFloats(x, limit, cvectors_clamp_float16, cvectors_clamp_double16)
  #else
    onFloats(x, limit, cvectors_clamp_float8, cvectors_clamp_double8)
  #endif
}

/// Each lane, or 0 where it is negative. What is no number stays none.
@inline(__always)
func rectified<S: LaneScalar>(_ x: Vector<S>) -> Vector<S> {
  #if WIDE_VECTORS
    onFloats(x, x, { x, _ in cvectors_rectify_float16(x) }) { x, _ in cvectors_rectify_double16(x) }
  #else
    onFloats(x, x, { x, _ in cvectors_rectify_float8(x) }) { x, _ in cvectors_rectify_double8(x) }
  #endif
}

/// Each lane of `x` where that of `y` is positive, else 0.
@inline(__always)
func kept<S: LaneScalar>(_ x: Vector<S>, _ y: Vector<S>) -> Vector<S> {
  #if WIDE_VECTORS
    onFloats(x, y, cvectors_keep_float16, cvectors_keep_double16)
  #else
    onFloats(x, y, cvectors_keep_float8, cvectors_keep_double8)
  #endif
}

/// Calls the function for the scalar at hand, which is known where a kernel is compiled.
@inline(__always)
private func onFloats<S: LaneScalar>(
  _ x: Vector<S>, _ y: Vector<S>, _ single: (Vector<Float>, Vector<Float>) -> Vector<Float>,
  _ double: (Vector<Double>, Vector<Double>) -> Vector<Double>
) -> Vector<S> {
  if S.self == Float.self {
    return unsafeBitCast(
      single(
        unsafeBitCast(x, to: Vector<Float>.self), unsafeBitCast(y, to: Vector<Float>.self)),
      to: Vector<S>.self)
  }
  return unsafeBitCast(
    double(unsafeBitCast(x, to: Vector<Double>.self), unsafeBitCast(y, to: Vector<Double>.self)),
    to: Vector<S>.self)
}
