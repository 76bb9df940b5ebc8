import HDF5
import Testing

@Suite("Chunks")
struct ChunkTests {
  @Test("a dataset of up to a mebibyte is one chunk")
  func small() {
    #expect(ChunkShape.chunks(of: [10, 32], elementSize: 4) == [10, 32])
    #expect(ChunkShape.chunks(of: [512, 512], elementSize: 4) == [512, 512])
    #expect(ChunkShape.chunks(of: [1 << 17], elementSize: 8) == [1 << 17])
  }

  @Test("a larger dataset is cut evenly along its slowest axes")
  func large() {
    // 513 rows of 512 floats need two chunks; 257 + 256 rows waste less than 512 + 1.
    #expect(ChunkShape.chunks(of: [513, 512], elementSize: 4) == [257, 512])
    // One row is already too much, so rows are cut too.
    #expect(ChunkShape.chunks(of: [3, 300_000], elementSize: 8) == [1, 100_000])
    #expect(ChunkShape.chunks(of: [2, 2, 1 << 20], elementSize: 1) == [1, 1, 1 << 20])
  }

  @Test("an empty dataset has a chunk shape of ones, however large its other extents")
  func empty() {
    #expect(ChunkShape.chunks(of: [0, 5], elementSize: 4) == [1, 1])
    #expect(ChunkShape.chunks(of: [1 << 60, 0, 1 << 60], elementSize: 8) == [1, 1, 1])
  }

  @Test(
    "no chunk is above the limit and no extent above the dataset's",
    arguments: [[1], [7, 1 << 18], [1 << 21], [129, 65, 33, 17], [2, 3, 5, 7, 11, 13, 17]])
  func bounds(shape: [Int]) {
    for size in [1, 4, 8] {
      let chunks = ChunkShape.chunks(of: shape, elementSize: size)
      #expect(chunks.reduce(size, *) <= ChunkShape.maximumBytes)
      #expect(zip(chunks, shape).allSatisfy { $0 >= 1 && $0 <= $1 })
    }
  }
}
