import Archives
import Foundation
import Pipeline

/// Writes a bundle: its description, then the entries in the order of their names.
package enum BundleWriter {
  /// Writes the bundle of `entries`, which `description` describes, to `sink`.
  ///
  /// Throws `damagedBlob` where a file of results is not what it should be, `BundleError` where a document
  /// has changed since the description was made, `CancellationError`, and what `sink` throws. Memory is
  /// bounded by the largest document.
  package static func write(
    _ description: BundleDescription, _ entries: [BundleEntry], from store: Store,
    to sink: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var tar = try TarWriter(to: sink)
    let head = try StoreJSON.encode(description)
    guard head.count <= BundleDescription.byteLimit else {
      throw BundleError(.unsafeEntry, "a bundle cannot have so many runs; make several bundles")
    }
    try add(BundleDescription.name, head, to: &tar)
    for entry in BundleEntry.sorted(entries) {
      try Task.checkCancellation()
      switch entry.source {
      case .bytes(let bytes): try add(entry.path.text, bytes, to: &tar)
      case .again(let make):
        let bytes = try make()
        guard Fingerprint(of: bytes) == entry.sha256 else {
          throw BundleError(.damaged, "'\(entry.path.text)' has changed meanwhile; try again")
        }
        try add(entry.path.text, bytes, to: &tar)
      case .blob(let file):
        try tar.begin(entry.path.text, bytes: file.bytes)
        try store.readPieces(of: file) {
          try Task.checkCancellation()
          try tar.write($0)
        }
      }
    }
    try tar.finish()
  }

  private static func add(_ name: String, _ bytes: Data, to tar: inout TarWriter) throws {
    try tar.begin(name, bytes: bytes.count)
    try bytes.withUnsafeBytes { try tar.write($0) }
  }
}
