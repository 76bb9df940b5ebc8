import Foundation
import HDF5
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite("Equal contents, equal bytes")
struct DeterminismTests {
  @Test("repeated calls give the same image, a second later and among other images too")
  func repeated() async throws {
    let first = try everyFeature().image()
    try await Task.sleep(for: .milliseconds(1100))
    // Leaves other bytes in the memory that libhdf5 keeps for reuse.
    for size in [10, 1000, 100_000] {
      _ = try image(of: HDF5Array([UInt8](repeating: 0xEE, count: size)))
    }
    let other = try HDF5File(image: first)
    _ = try other.read(Float.self, at: "/large")
    #expect(try everyFeature().image() == first)
  }

  @Test("the order in which objects and attributes are added does not matter")
  func order() throws {
    #expect(try everyFeature(reversed: true).image() == everyFeature().image())
  }

  @Test("different contents give different images")
  func different() throws {
    var contents = everyFeature()
    contents.set(["one": 1], at: "/nothing")
    #expect(try contents.image() != everyFeature().image())
  }

  #if canImport(Glibc)
    @Test("other processes, whose fresh memory is full of other bytes, give the same image")
    func processes() async throws {
      let first = await #expect(
        processExitsWith: .success, observing: [\.standardOutputContent]
      ) {
        try fillFreshMemory(with: 0xA5)
        print("digest=\(digest(try everyFeature().image())).")
      }
      let second = await #expect(
        processExitsWith: .success, observing: [\.standardOutputContent]
      ) {
        try fillFreshMemory(with: 0x3C)
        print("digest=\(digest(try everyFeature().image())).")
      }
      let expected = "digest=\(digest(try everyFeature().image()))."
      for result in [first, second] {
        let text = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        #expect(text.contains(expected), "\(text)")
      }
    }
  #endif

  @Test("no object header has time stamps")
  func times() throws {
    let image = try everyFeature().image()
    // An object header of version 2: "OHDR", version, flags; bit 5 says that times follow.
    let headers = occurrences(of: Array("OHDR".utf8) + [2], in: image)
    #expect(headers.count >= 40 * 2)
    #expect(headers.allSatisfy { image[$0 + 5] & 0x20 == 0 })
  }
}

#if canImport(Glibc)
  /// Makes `malloc` fill what it returns, so that bytes never written show; proves that it does.
  private func fillFreshMemory(with byte: Int32) throws {
    let symbol = try #require(dlsym(nil, "mallopt"))
    typealias Function = @convention(c) (Int32, Int32) -> Int32
    let mallopt = unsafeBitCast(symbol, to: Function.self)
    let perturb: Int32 = -6  // M_PERTURB of <malloc.h>, which the Glibc module leaves out
    try #require(mallopt(perturb, byte) == 1)
    // Each thread keeps some freed blocks of every small size and hands them out as they are: use
    // them up. They are leaked, as this process is about to end.
    for size in stride(from: 24, through: 1032, by: 16) {
      for _ in 0..<64 { try #require(malloc(size) != nil) }
    }
    for size in [24, 5000, 300_000] {
      let memory = try #require(malloc(size))
      defer { free(memory) }
      let bytes = UnsafeRawBufferPointer(start: memory, count: size)
      try #require(bytes.allSatisfy { $0 == UInt8(truncatingIfNeeded: ~byte) })
    }
  }
#endif
