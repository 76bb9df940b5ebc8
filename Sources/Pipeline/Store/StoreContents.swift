import Foundation

/// What lies in a store's folders, by name and size; nothing is read or changed.
struct StoreContents {
  /// A file that is named by a digest.
  struct Item {
    let digest: Fingerprint
    let url: URL
    let bytes: Int
  }

  let store: Store

  /// The manifests, by key. O(their number).
  func manifests() -> [Item] {
    items(in: "actions") { $0.hasSuffix(".json") ? Fingerprint(hex: $0.dropLast(5)) : nil }
  }

  /// The files that results consist of, by digest. O(their number).
  func blobs() -> [Item] { items(in: "blobs/sha256") { Fingerprint(hex: $0) } }

  private func items(in name: String, _ digest: (String) -> Fingerprint?) -> [Item] {
    let root = store.root.appendingPathComponent(name, isDirectory: true)
    return Files.names(in: root).flatMap { part -> [Item] in
      let folder = root.appendingPathComponent(part, isDirectory: true)
      guard part.utf8.count == 2, Files.isFolder(folder) else { return [] }
      return Files.names(in: folder).compactMap { name in
        let url = folder.appendingPathComponent(name)
        guard let digest = digest(name), digest.hex.hasPrefix(part),
          let status = FileStatus(at: url.path, followingLinks: false)
        else { return nil }
        return Item(digest: digest, url: url, bytes: status.bytes)
      }
    }
  }

  /// The entries of a folder that have been there for `age` seconds, with the bytes of all that is in
  /// them. Those of unknown age, the clock being behind, are young.
  func old(in name: String, age: TimeInterval) -> [(url: URL, bytes: Int)] {
    let folder = store.root.appendingPathComponent(name, isDirectory: true)
    return Files.names(in: folder).compactMap { name in
      let url = folder.appendingPathComponent(name)
      guard let status = FileStatus(at: url.path, followingLinks: false) else { return nil }
      // A renamed file keeps its time of writing, but not that of its last change of name.
      let touched = max(status.written.seconds, status.changed.seconds)
      guard Double(time(nil) - touched) >= age else { return nil }
      return (url, Self.bytes(of: url))
    }
  }

  /// The bytes of a file or of all files below a folder; links count as nothing and are not followed.
  static func bytes(of url: URL) -> Int {
    guard let status = FileStatus(at: url.path, followingLinks: false) else { return 0 }
    switch status.kind {
    case S_IFREG: return status.bytes
    case S_IFDIR:
      return Files.names(in: url).reduce(0) { $0 + bytes(of: url.appendingPathComponent($1)) }
    default: return 0
    }
  }
}
