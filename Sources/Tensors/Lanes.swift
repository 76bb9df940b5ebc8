// Unaligned access to eight neighbouring entries, for the kernels.

@inline(__always)
func load<S: Real>(_ p: UnsafePointer<S>) -> SIMD8<S> {
  UnsafeRawPointer(p).loadUnaligned(as: SIMD8<S>.self)
}

@inline(__always)
func store<S: Real>(_ v: SIMD8<S>, _ p: UnsafeMutablePointer<S>) {
  UnsafeMutableRawPointer(p).storeBytes(of: v, as: SIMD8<S>.self)
}

/// `sum + a · b`; one rounding where the build's target has the instruction for it.
@inline(__always)
func multiplyAdd<S: Real>(_ a: SIMD8<S>, _ b: SIMD8<S>, _ sum: SIMD8<S>) -> SIMD8<S> {
  #if FUSED_MULTIPLY_ADD || arch(arm64)
    sum.addingProduct(a, b)
  #else
    sum + a * b
  #endif
}
