/// Writes `count` pixels, scaled from 0…255 to 0…1, to `values[start…]`; through `map` where given
/// (−1 stands for an empty pixel).
package func scalePixels<S: Real>(
  _ pixels: [UInt8], from first: Int, map: [Int32]?, count: Int, into values: inout [S],
  at start: Int
) {
  precondition(start >= 0 && start + count <= values.count, "\(count) pixels at \(start)")
  precondition(
    map.map { $0.count == count && first < pixels.count } ?? (first + count <= pixels.count),
    "\(count) pixels from \(first) of \(pixels.count)")
  pixels.withUnsafeBufferPointer { p0 in
    values.withUnsafeMutableBufferPointer { v0 in
      guard let p = p0.baseAddress, let v = v0.baseAddress else { return }
      if let map {
        map.withUnsafeBufferPointer { mapKernel(p + first, $0, v + start) }
      } else {
        scaleKernel(p + first, v + start, count)
      }
    }
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func scaleKernel<S: Real>(
  _ pixels: UnsafePointer<UInt8>, _ values: UnsafeMutablePointer<S>, _ count: Int
) {
  for i in 0..<count { values[i] = S(pixels[i]) / 255 }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func mapKernel<S: Real>(
  _ pixels: UnsafePointer<UInt8>, _ map: UnsafeBufferPointer<Int32>,
  _ values: UnsafeMutablePointer<S>
) {
  for (i, source) in map.enumerated() {
    values[i] = source < 0 ? 0 : S(pixels[Int(source)]) / 255
  }
}
