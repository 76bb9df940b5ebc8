import Foundation
import Pipeline

/// A file of a store that is to be part of a bundle.
package struct BundleEntry {
  /// Where its bytes come from.
  package enum Source {
    /// Small ones that were read already.
    case bytes(Data)
    /// A file of results.
    case blob(Manifest.Output)
    /// A document or manifest that is read, or made, once more when it is written.
    case again(() throws -> Data)
  }

  /// Its place in a store, and its name in the bundle.
  package let path: StorePath
  /// Its size.
  package let bytes: Int
  /// The digest of its bytes.
  package let sha256: Fingerprint
  let source: Source

  /// A document, as it is now.
  package init(_ path: StorePath, _ bytes: Data) {
    (self.path, source) = (path, .bytes(bytes))
    (self.bytes, sha256) = (bytes.count, Fingerprint(of: bytes))
  }

  /// A document that is not kept in memory: `make` is called now and when it is written.
  package init(_ path: StorePath, again make: @escaping () throws -> Data) throws {
    let bytes = try make()
    (self.path, source) = (path, .again(make))
    (self.bytes, sha256) = (bytes.count, Fingerprint(of: bytes))
  }

  /// A file of results.
  package init(_ file: Manifest.Output) {
    (path, source) = (.blob(file.sha256), .blob(file))
    (bytes, sha256) = (file.bytes, file.sha256)
  }

  /// In the order of a bundle: by the bytes of the names.
  static func sorted(_ entries: [BundleEntry]) -> [BundleEntry] {
    entries.map { ($0.path.text, $0) }.sorted { $0.0.precedes($1.0) }.map(\.1)
  }
}

extension String {
  /// Whether it comes before `other` in a bundle.
  func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
