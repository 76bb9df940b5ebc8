/// Writes images as rows of numbers, scaled from 0…255 to 0…1.
///
/// Row `r` of `values` (`count` long) is image number `images[chosen[r]]` of `pixels`, of `size` values;
/// through `map` where given (−1 stands for an empty pixel). Complexity: one pass over the rows.
package func scaleImages<S: Real>(
  _ pixels: [UInt8], size: Int, images: [Int32], chosen: [Int], map: [Int32]?, count: Int,
  into values: inout [S]
) {
  let reach = map.map { Int($0.max() ?? -1) + 1 } ?? count
  let available = pixels.count / max(1, size)
  precondition(
    chosen.count * count <= values.count && map.map { $0.count == count } ?? true && reach <= size
      && chosen.allSatisfy {
        images.indices.contains($0) && (0..<available).contains(Int(images[$0]))
      },
    "\(chosen.count) images of \(count) from \(pixels.count) pixels into \(values.count) values")
  pixels.withUnsafeBufferPointer { p0 in
    withMutablePointers(&values) { v in
      guard let p = p0.baseAddress else { return }
      parallelSlices(chosen.count, width: 32) { _, range in
        for row in range {
          let start = p + Int(images[chosen[row]]) * size
          if let map {
            map.withUnsafeBufferPointer { mapKernel(start, $0, v + row * count) }
          } else {
            scaleKernel(start, v + row * count, count)
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
