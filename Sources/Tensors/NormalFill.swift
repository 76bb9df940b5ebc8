import CVectors

extension RandomStream {
  /// Numbers that eight blocks of the stream give.
  private static var groupSize: Int { 32 }

  /// Fills the first `count` entries of `values` with independent standard normal numbers.
  ///
  /// Box and Muller's transformation, of which both numbers are used, in single precision: a number has
  /// 31 random bits for its radius (at most 6.7) and 32 for its angle. Groups of 32 numbers come from
  /// eight blocks of the counter each, so slices need not wait for each other, and the result is the same
  /// on any number of threads; both precisions get the same numbers. The stream goes on after the last
  /// group that was begun. Complexity: some 100 ns for 32 numbers on one thread.
  package mutating func fillNormal<S: Real>(into values: inout [S], count: Int) {
    precondition(count <= values.count, "\(count) of \(values.count) values")
    guard count > 0 else { return }
    let groups = sliceCount(count, width: Self.groupSize)
    let first = takeBlocks(8 * groups)
    let stream = self
    withMutablePointers(&values) { v in
      parallelSlices(groups, width: 32) { _, range in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.groupSize) { group in
          guard let numbers = group.baseAddress else { return }
          for g in range {
            stream.normals(ofBlocksFrom: first + 8 * UInt64(g), into: numbers)
            let start = g * Self.groupSize
            convertKernel(numbers, v + start, min(Self.groupSize, count - start))
          }
        }
      }
    }
  }

  private func normals(ofBlocksFrom block: UInt64, into values: UnsafeMutablePointer<Float>) {
    cvectors_normals(block, tag[0], tag[1], key[0], key[1], values)
  }
}

@specialized(where S == Float)
@specialized(where S == Double)
private func convertKernel<S: Real>(
  _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<S>, _ count: Int
) {
  for i in 0..<count { target[i] = S(source[i]) }
}
