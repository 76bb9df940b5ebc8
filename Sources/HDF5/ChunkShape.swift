/// The shape of the pieces a dataset is stored and checksummed in.
package enum ChunkShape {
  /// The most a chunk holds: libhdf5's own cache keeps one of this size.
  package static let maximumBytes = 1 << 20

  /// The whole dataset when it fits in a chunk; otherwise the slowest axes are cut evenly.
  ///
  /// Even cuts keep the padding of the last chunk below one row per chunk. An empty dataset has no
  /// chunks, but a chunk shape all the same: ones. Complexity: O(rank).
  package static func chunks(of shape: [Int], elementSize: Int) -> [Int] {
    guard !shape.contains(0) else { return shape.map { _ in 1 } }
    let most = maximumBytes / elementSize
    var chunks = shape
    var count = shape.reduce(1, *)
    for axis in chunks.indices where count > most {
      let others = count / chunks[axis]
      let pieces = ceilingQuotient(chunks[axis], max(1, most / others))
      chunks[axis] = ceilingQuotient(chunks[axis], pieces)
      count = others * chunks[axis]
    }
    return chunks
  }

  private static func ceilingQuotient(_ a: Int, _ b: Int) -> Int { (a + b - 1) / b }
}
