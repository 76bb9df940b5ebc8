/// Writes images as rows of numbers, scaled from 0…255 to 0…1.
///
/// Row `r` of `values` (`count` long) is the image that begins at `starts[r]` of `pixels`; through
/// `map` where given (−1 stands for an empty pixel). Complexity: one pass over the rows.
package func scaleImages<S: Real>(
  _ pixels: [UInt8], starts: [Int], map: [Int32]?, count: Int, into values: inout [S]
) {
  let reach = map.map { Int($0.max() ?? -1) + 1 } ?? count
  precondition(
    starts.count * count <= values.count && map.map { $0.count == count } ?? true
      && starts.allSatisfy { $0 >= 0 && $0 + reach <= pixels.count },
    "\(starts.count) images of \(count) from \(pixels.count) pixels into \(values.count) values")
  pixels.withUnsafeBufferPointer { p0 in
    starts.withUnsafeBufferPointer { s0 in
      values.withUnsafeMutableBufferPointer { v0 in
        guard let p = p0.baseAddress, let v = v0.baseAddress else { return }
        parallelSlices(s0.count, width: 32) { _, range in
          for row in range {
            if let map {
              map.withUnsafeBufferPointer { mapKernel(p + s0[row], $0, v + row * count) }
            } else {
              scaleKernel(p + s0[row], v + row * count, count)
            }
          }
        }
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
