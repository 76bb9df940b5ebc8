// Unaligned access to eight neighbouring entries, for the passes of this target. Those of `NarrowKernels` have
// the vector of their processor, and must be inlined where they are compiled for it.

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

/// Calls `body` for eight entries at a time, and for the rest one by one: through the same lanes, so that
/// a slice's end changes no bit.
@inline(__always)
func forEachOctet(_ low: Int, _ high: Int, _ body: (Int, Bool) -> Void) {
  var i = low
  while i &+ 8 <= high {
    body(i, true)
    i &+= 8
  }
  while i < high {
    body(i, false)
    i &+= 1
  }
}

/// Eight entries, or one entry eight times.
@inline(__always)
func get<S: Real>(_ p: UnsafePointer<S>, _ isWhole: Bool) -> SIMD8<S> {
  isWhole ? load(p) : SIMD8(repeating: p.pointee)
}

@inline(__always)
func put<S: Real>(_ value: SIMD8<S>, _ p: UnsafeMutablePointer<S>, _ isWhole: Bool) {
  if isWhole { store(value, p) } else { p.pointee = value[0] }
}
