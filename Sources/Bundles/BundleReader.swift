import Archives
import Foundation
import Pipeline

/// Reads a bundle that somebody else may have made: entry by entry, in bounded memory.
///
/// What it accepts is exactly what `BundleWriter` writes. It looks at one file after another; whether
/// these fit together is for `StoreVerification` to judge in the store that they are staged in.
package struct BundleReader: ~Copyable {
  private static let pieceByteCount = 1 << 20

  /// What the bundle says of itself.
  package let description: BundleDescription
  private var tar: TarReader
  /// The bytes of the bundle, where that is known.
  private let size: Int?

  /// A reader of the open file `descriptor`, which the caller closes. The description is read.
  ///
  /// - Parameters:
  ///   - size: the bytes of the file, where it has an end that is known
  ///   - program: the release of this program
  /// - Throws: `BundleError`
  package init(_ descriptor: Int32, size: Int?, program: String) throws {
    var tar = TarReader(descriptor)
    description = try Self.first(of: &tar, program)
    self.tar = tar
    self.size = size
  }

  private static func first(
    of tar: inout TarReader, _ program: String
  ) throws -> BundleDescription {
    do {
      guard let first = try tar.next(), first.name == BundleDescription.name else {
        throw BundleError(.notABundle, "its first entry is not '\(BundleDescription.name)'")
      }
      guard first.bytes <= BundleDescription.byteLimit else {
        throw BundleError(.unsafeEntry, "its description declares \(first.bytes) bytes")
      }
      var bytes = Data()
      try pieces(of: first, &tar) { bytes.append(contentsOf: $0) }
      return try description(bytes, program)
    } catch let error as ArchiveError {
      throw BundleError(error)
    }
  }

  private static func description(_ bytes: Data, _ program: String) throws -> BundleDescription {
    struct Head: Decodable { let format: String, version: Int }
    struct Writer: Decodable { let program: String }
    guard let head = try? StoreJSON.decode(Head.self, from: bytes),
      head.format == BundleDescription.format
    else { throw BundleError(.notABundle, "its first entry describes no bundle") }
    guard head.version <= BundleDescription.newestVersion else {
      throw BundleError(
        .newer,
        "it has format \(head.version), this program knows formats up to "
          + "\(BundleDescription.newestVersion); use a newer engram")
    }
    if let writer = try? StoreJSON.decode(Writer.self, from: bytes),
      isRelease(writer.program, after: program)
    {
      throw BundleError(
        .newer,
        "engram \(writer.program) has made it, and this is engram \(program); use a newer "
          + "engram")
    }
    guard let description = try? StoreJSON.decode(BundleDescription.self, from: bytes) else {
      throw BundleError(.damaged, "its description cannot be read")
    }
    return description
  }

  /// Whether the release `one`, such as `1.10.0`, came after `other`.
  static func isRelease(_ one: String, after other: String) -> Bool {
    func numbers(_ text: String) -> [Int] { text.split(separator: ".").map { Int($0) ?? 0 } }
    return numbers(other).lexicographicallyPrecedes(numbers(one))
  }

  /// Reads all entries, and puts them where they belong in `store`, which nobody else uses; into no store
  /// they are only verified.
  ///
  /// - Parameter observer: told how many bytes were read, now and then
  /// - Throws: `BundleError`, `CancellationError`; `diskFull`, `inputOutput` of the store
  package mutating func read(
    into store: Store?, observer: (_ bytes: Int) -> Void = { _ in }
  ) throws {
    do {
      try readEntries(store, observer)
    } catch let error as ArchiveError {
      throw BundleError(error)
    }
  }

  private mutating func readEntries(_ store: Store?, _ observer: (Int) -> Void) throws {
    var found = EntriesDigest()
    var last = ""
    while let entry = try tar.next() {
      guard let path = StorePath(entry.name) else {
        throw BundleError(
          .unsafeEntry, "the entry '\(entry.name.prefix(200))' has no place in a store")
      }
      guard last.precedes(entry.name) else {
        throw BundleError(
          .unsafeEntry, "the entry '\(entry.name)' comes twice, or after '\(last)'")
      }
      last = entry.name
      guard entry.bytes <= path.byteLimit else {
        throw BundleError(
          .unsafeEntry,
          "the entry '\(entry.name)' declares \(entry.bytes) bytes, more than the "
            + "\(path.byteLimit) that it may have")
      }
      if let size, entry.bytes > size {
        throw BundleError(
          .truncated,
          "the entry '\(entry.name)' declares \(entry.bytes) bytes, the whole bundle has "
            + "\(size)")
      }
      let digest = try take(entry, path, store)
      if case .blob(let name) = path, name != digest {
        throw BundleError(.wrongDigest, "the entry '\(entry.name)' has the SHA-256 \(digest)")
      }
      found.add(path, bytes: entry.bytes, sha256: digest)
      observer(found.bytes)
    }
    let (expected, contents) = (description.contents, found.finish())
    guard contents.entries == expected.entries else {
      throw BundleError(
        contents.entries < expected.entries ? .truncated : .unsafeEntry,
        "it has \(contents.entries) entries, its description says \(expected.entries)")
    }
    guard contents == expected else {
      throw BundleError(.wrongDigest, "its entries are not those that its description was made of")
    }
  }

  private mutating func take(
    _ entry: TarReader.Entry, _ path: StorePath, _ store: Store?
  ) throws -> Fingerprint {
    guard let store else {
      var digest = FingerprintBuilder()
      try Self.pieces(of: entry, &tar) { digest.update($0) }
      return digest.finish()
    }
    var file = try store.newFile(at: path)
    try Self.pieces(of: entry, &tar) { try file.write($0) }
    return try file.finish()
  }

  /// Calls `body` with the bytes of an entry, piece by piece.
  private static func pieces(
    of entry: TarReader.Entry, _ tar: inout TarReader,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(1, min(entry.bytes, pieceByteCount)), alignment: 16)
    defer { buffer.deallocate() }
    var missing = entry.bytes
    while missing > 0 {
      try Task.checkCancellation()
      let count = try tar.read(into: buffer)
      guard count > 0, count <= missing else {
        throw BundleError(
          .truncated, "the entry '\(entry.name)' lacks \(missing) of its \(entry.bytes) bytes")
      }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      missing -= count
    }
  }
}
