extension RandomStream {
  /// Fills the first `count` entries of `mask` with 0, with probability `rate`, or else 1 / (1 − rate).
  ///
  /// Sixteen random bits each: the probability is a multiple of 2⁻¹⁶.
  package mutating func dropoutMask<S: Real>(into mask: inout [S], count: Int, rate: Double) {
    precondition(count <= mask.count && (0..<1).contains(rate), "\(count) entries, rate \(rate)")
    // At least one in 65,536 stays.
    let limit = min(65_535, UInt64((rate * 65_536).rounded()))
    let kept = S(1 / (1 - Double(limit) / 65_536))
    var bits: UInt64 = 0
    for i in 0..<count {
      if i % 4 == 0 { bits = next() }
      mask[i] = bits & 0xFFFF < limit ? 0 : kept
      bits >>= 16
    }
  }
}

/// `values *= mask`, of the first `count` entries.
package func scale<S: Real>(_ values: inout [S], by mask: [S], count: Int) {
  precondition(count <= values.count && count <= mask.count, "\(count) of \(values.count)")
  withPointers(mask) { m in withMutablePointers(&values) { scaleKernel($0, m, count) } }
}

/// The inverse of `scale` where the mask is not zero; elsewhere nothing can be brought back.
package func unscale<S: Real>(_ values: inout [S], by mask: [S], count: Int) {
  precondition(count <= values.count && count <= mask.count, "\(count) of \(values.count)")
  withPointers(mask) { m in withMutablePointers(&values) { unscaleKernel($0, m, count) } }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func scaleKernel<S: Real>(
  _ values: UnsafeMutablePointer<S>, _ mask: UnsafePointer<S>, _ count: Int
) {
  for i in 0..<count { values[i] *= mask[i] }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func unscaleKernel<S: Real>(
  _ values: UnsafeMutablePointer<S>, _ mask: UnsafePointer<S>, _ count: Int
) {
  for i in 0..<count { values[i] /= mask[i] == 0 ? 1 : mask[i] }
}
