import HDF5
import Testing

@Suite("Damaged and foreign bytes")
struct DamageTests {
  let pattern: [UInt8] = (0..<64).map { 0xC0 ^ ($0 &* 37) }

  @Test("a flipped bit among the values fails their checksum")
  func checksum() throws {
    var bytes = try image(of: HDF5Array(pattern))
    let place = try #require(occurrences(of: pattern, in: bytes).first)
    bytes[place + 17] ^= 0x04
    let file = try HDF5File(image: bytes)
    let error = failure { _ = try file.read(UInt8.self, at: "/values") }
    #expect(error?.code == .checksumMismatch)
    #expect(error?.path == "/values")
    #expect(error?.libraryStack.isEmpty == false)
    #expect(error?.description.contains("/values") == true)
    // The rest of the file is as readable as before.
    #expect(try file.description(at: "/values").units == "1")
  }

  @Test("a flipped bit anywhere is an error or changes nothing but texts and padding")
  func anyBit() throws {
    let array = HDF5Array(pattern)
    let intact = try image(of: array)
    var failures = 0
    for place in intact.indices where place % 3 == 0 {
      var bytes = intact
      bytes[place] ^= 0x10
      do throws(HDF5Error) {
        let file = try HDF5File(image: bytes)
        let read = try file.read(UInt8.self, at: "/values")
        #expect(read == array, "bit flipped in byte \(place)")
      } catch {
        failures += 1
      }
    }
    #expect(failures > pattern.count / 3)
  }

  @Test("a truncated image is refused at every length")
  func truncated() throws {
    let intact = try image(of: HDF5Array(pattern))
    for count in stride(from: 0, to: intact.count, by: 97) {
      let error = failure { _ = try HDF5File(image: Array(intact.prefix(count))) }
      let expected: [HDF5Error.Code] = count < 8 ? [.notHDF5] : [.truncated, .damaged]
      #expect(expected.contains(try #require(error).code), "\(count) bytes: \(error as Any)")
    }
    let half = failure { _ = try HDF5File(image: Array(intact.prefix(intact.count / 2))) }
    #expect(half?.code == .truncated)
    #expect(half?.description.contains("\(intact.count / 2) bytes") == true)
  }

  @Test("bytes that are not HDF5 are refused as such")
  func garbage() throws {
    let gzip: [UInt8] = [0x1F, 0x8B, 8, 0] + pattern
    for bytes in [[], [0], gzip, Array("SQLite format 3".utf8), [UInt8](repeating: 0, count: 9999)]
    {
      #expect(failure { _ = try HDF5File(image: bytes) }?.code == .notHDF5)
    }
  }

  @Test("the signature alone, before garbage, is damage")
  func signatureOnly() throws {
    let bytes =
      [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 7, count: 999)
    #expect(failure { _ = try HDF5File(image: bytes) }?.code == .damaged)
  }

  @Test("a dataset above the limit is refused before its values are read")
  func limit() throws {
    let bytes = try image(
      of: HDF5Array(shape: [100, 10], values: [Float](repeating: 1, count: 1000)))
    let strict = try HDF5File(image: bytes, maximumBytes: 3999)
    let error = failure { _ = try strict.read(Float.self, at: "/values") }
    #expect(error?.code == .tooLarge)
    #expect(error?.message.contains("[100, 10]") == true && error?.message.contains("3999") == true)
    let exact = try HDF5File(image: bytes, maximumBytes: 4000)
    #expect(try exact.read(Float.self, at: "/values").values.count == 1000)
  }
}
