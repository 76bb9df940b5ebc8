import Foundation

extension Store {
  /// Calls `body` with the store in the folder `root`, which is made if it is missing or empty. A store that
  /// was made goes again where `body` throws: a request that is refused leaves nothing behind.
  ///
  /// What anybody has put into it meanwhile stays, and so does the store then.
  ///
  /// Throws as `init(at:creating:)` does, and what `body` throws.
  package static func opening<Value>(
    at root: URL, _ body: (Store) async throws -> Value
  ) async throws -> Value {
    let root = root.standardizedFileURL
    let isNew = !Files.exists(root.appendingPathComponent("VERSION"))
    let missing = missingFolders(to: root)
    let store = try Store(at: root)
    do {
      return try await body(store)
    } catch {
      if isNew, store.removeEmptyFolders() {
        for folder in missing { rmdir(folder.path) }
      }
      throw error
    }
  }

  /// `folder` and those above it that are not there, from the inside to the outside.
  private static func missingFolders(to folder: URL) -> [URL] {
    var missing: [URL] = []
    var place = folder
    while place.path != "/", !Files.exists(place) {
      missing.append(place)
      place.deleteLastPathComponent()
    }
    return missing
  }

  /// Removes the store's own folders and files where it holds nothing; says whether that was so.
  ///
  /// The folder of leases goes first: a process that works in the store has a file in it.
  private func removeEmptyFolders() -> Bool {
    let collectionLock = root.appendingPathComponent(Self.collectionLockName).path
    for folder in Self.folders.reversed() {
      guard rmdir(root.appendingPathComponent(folder).path) == 0 else {
        // Somebody has begun to use it: it is whole again when it has all its folders.
        for folder in Self.folders { mkdir(root.appendingPathComponent(folder).path, 0o775) }
        return false
      }
    }
    for name in ["CACHEDIR.TAG", "VERSION"] {
      unlink(root.appendingPathComponent(name).path)
    }
    unlink(collectionLock)
    return true
  }
}
