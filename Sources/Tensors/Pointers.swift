// Several vectors' storage at once, for the kernel files: one closure instead of a staircase of them.
// The closures must not let a pointer out. An empty vector gives a pointer that must not be read.

@inline(__always)
func withPointers<S: Real, R>(_ a: [S], _ body: (UnsafePointer<S>) -> R) -> R {
  a.withUnsafeBufferPointer { body(address($0.baseAddress)) }
}

@inline(__always)
func withPointers<S: Real, R>(
  _ a: [S], _ b: [S], _ body: (UnsafePointer<S>, UnsafePointer<S>) -> R
) -> R {
  withPointers(a) { pa in withPointers(b) { pb in body(pa, pb) } }
}

@inline(__always)
func withPointers<S: Real, R>(
  _ a: [S], _ b: [S], _ c: [S], _ body: (UnsafePointer<S>, UnsafePointer<S>, UnsafePointer<S>) -> R
) -> R {
  withPointers(a, b) { pa, pb in withPointers(c) { pc in body(pa, pb, pc) } }
}

@inline(__always)
func withPointers<S: Real, R>(
  _ a: [S], _ b: [S], _ c: [S], _ d: [S],
  _ body: (UnsafePointer<S>, UnsafePointer<S>, UnsafePointer<S>, UnsafePointer<S>) -> R
) -> R {
  withPointers(a, b) { pa, pb in withPointers(c, d) { pc, pd in body(pa, pb, pc, pd) } }
}

@inline(__always)
func withMutablePointers<S: Real, R>(
  _ a: inout [S], _ body: (UnsafeMutablePointer<S>) -> R
) -> R {
  a.withUnsafeMutableBufferPointer { body(address($0.baseAddress)) }
}

@inline(__always)
func withMutablePointers<S: Real, R>(
  _ a: inout [S], _ b: inout [S],
  _ body: (UnsafeMutablePointer<S>, UnsafeMutablePointer<S>) -> R
) -> R {
  a.withUnsafeMutableBufferPointer { a0 in
    withMutablePointers(&b) { pb in
      body(address(a0.baseAddress), pb)
    }
  }
}

@inline(__always)
func withMutablePointers<S: Real, R>(
  _ a: inout [S], _ b: inout [S], _ c: inout [S],
  _ body: (UnsafeMutablePointer<S>, UnsafeMutablePointer<S>, UnsafeMutablePointer<S>) -> R
) -> R {
  withMutablePointers(&a, &b) { pa, pb in withMutablePointers(&c) { body(pa, pb, $0) } }
}

/// The address of an array's storage, which empty arrays have as well.
@inline(__always)
private func address<P>(_ base: P?) -> P {
  guard let base else { preconditionFailure("a vector without an address") }
  return base
}
