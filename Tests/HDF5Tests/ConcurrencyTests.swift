import HDF5
import Testing

@Suite("Concurrent use")
struct ConcurrencyTests {
  @Test("many tasks write and read images of their own at once")
  func tasks() async throws {
    let sums = try await withThrowingTaskGroup(of: (Int, Double).self) { group in
      for index in 0..<64 {
        group.addTask {
          let values = (0..<500).map { Double($0 * index) }
          var contents = HDF5Contents(attributes: ["index": .integer(Int64(index))])
          contents.add(HDF5Array(values), at: "/a/\(index)", as: anything(rank: 1))
          let file = try HDF5File(image: contents.image())
          await Task.yield()
          // Fails now and then on purpose: errors of one task must not reach another.
          let error = failure { _ = try file.read(Float.self, at: "/a/\(index)") }
          guard error?.code == .wrongType, error?.path == "/a/\(index)" else { return (index, -1) }
          let number = Int(try file.integer("index"))
          return (number, try file.read(Double.self, at: "/a/\(index)").values.reduce(0, +))
        }
      }
      return try await group.reduce(into: [Int: Double]()) { $0[$1.0] = $1.1 }
    }
    #expect(sums.count == 64)
    for (index, sum) in sums { #expect(sum == Double(index * 499 * 500 / 2)) }
  }

  @Test("files that are open at the same time stay apart")
  func severalOpen() throws {
    let first = try HDF5File(image: image(of: HDF5Array<Float>([1])))
    let second = try HDF5File(image: image(of: HDF5Array<Float>([2, 2])))
    let written = try image(of: HDF5Array<Float>([3, 3, 3]))
    #expect(try first.read(Float.self, at: "/values").values == [1])
    #expect(try second.read(Float.self, at: "/values").values == [2, 2])
    #expect(try HDF5File(image: written).read(Float.self, at: "/values").values == [3, 3, 3])
  }

  @Test("one file serves many threads")
  func oneFile() async throws {
    let values = (0..<1000).map { Float($0) }
    let file = Shared(try HDF5File(image: image(of: HDF5Array(values))))
    try await withThrowingTaskGroup(of: [Float].self) { group in
      for _ in 0..<32 {
        group.addTask { try file.value.read(Float.self, at: "/values").values }
      }
      for try await read in group { #expect(read == values) }
    }
  }

  /// Shares a file that cannot be copied.
  private final class Shared: Sendable {
    let value: HDF5File
    init(_ value: consuming HDF5File) { self.value = value }
  }

  @Test("the version of the library has three numbers and is one this project works with")
  func version() throws {
    let numbers = HDF5Library.version.split(separator: ".").compactMap { Int($0) }
    try #require(numbers.count == 3)
    #expect((numbers[0], numbers[1]) >= (1, 10))
  }
}
