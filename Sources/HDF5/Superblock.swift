/// The first 48 bytes of a file, whose checksum an image copied from an open file gets wrong.
///
/// `H5Fget_file_image` clears the status flags, as a closed file has them, and leaves the checksum
/// over them as it was (HDF5 1.10). Format: HDF5 File Format Specification 3.0, II.A.
enum Superblock {
  private static let checksumOffset = 44

  /// Puts the right checksum into the superblock (versions 2 and 3, 8-byte offsets) of `image`.
  static func repairChecksum(of image: inout [UInt8]) {
    guard image.count >= checksumOffset + 4, (2...3).contains(image[8]), image[9] == 8 else {
      return
    }
    let checksum = lookup3(image[..<checksumOffset])
    for i in 0..<4 { image[checksumOffset + i] = UInt8(truncatingIfNeeded: checksum >> (8 * i)) }
  }

  /// B. Jenkins's hash `lookup3` (public domain), which the format uses for metadata.
  static func lookup3(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    func rotate(_ x: UInt32, _ k: UInt32) -> UInt32 { x << k | x >> (32 - k) }
    var a = 0xdead_beef &+ UInt32(truncatingIfNeeded: bytes.count)
    var b = a
    var c = a
    var rest = bytes
    func word(_ index: Int) -> UInt32 {
      rest.dropFirst(4 * index).prefix(4).enumerated()
        .reduce(0) { $0 | UInt32($1.element) << UInt32(8 * $1.offset) }
    }
    func add() { (a, b, c) = (a &+ word(0), b &+ word(1), c &+ word(2)) }
    while rest.count > 12 {
      add()
      a = (a &- c) ^ rotate(c, 4)
      c &+= b
      b = (b &- a) ^ rotate(a, 6)
      a &+= c
      c = (c &- b) ^ rotate(b, 8)
      b &+= a
      a = (a &- c) ^ rotate(c, 16)
      c &+= b
      b = (b &- a) ^ rotate(a, 19)
      a &+= c
      c = (c &- b) ^ rotate(b, 4)
      b &+= a
      rest = rest.dropFirst(12)
    }
    guard !rest.isEmpty else { return c }
    add()
    c = (c ^ b) &- rotate(b, 14)
    a = (a ^ c) &- rotate(c, 11)
    b = (b ^ a) &- rotate(a, 25)
    c = (c ^ b) &- rotate(b, 16)
    a = (a ^ c) &- rotate(c, 4)
    b = (b ^ a) &- rotate(a, 14)
    c = (c ^ b) &- rotate(b, 24)
    return c
  }
}
