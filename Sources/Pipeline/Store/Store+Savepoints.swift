import Foundation

// A savepoint lies in `savepoints/<key>`. Only the process that holds the lock of the key writes or removes it, so
// nobody else's work is lost; a collection takes that lock, too.
extension Store {
  private var savepoints: URL { root.appendingPathComponent("savepoints", isDirectory: true) }

  /// The file of the savepoint of `key`.
  func url(ofSavepoint key: Fingerprint) -> URL {
    root.appendingPathComponent(StorePath.savepoint(key).text)
  }

  /// The savepoint of `key`; nil where there is none. Throws `SavepointFile.Fault` where it cannot be used,
  /// `PipelineError` where it cannot be read.
  func savepoint(of key: Fingerprint) throws -> SavepointFile? {
    try bytes(of: .savepoint(key)).map { bytes in try SavepointFile(bytes, of: key) }
  }

  /// The bytes of the savepoint's file, all written at one time; nil where there is none, or none that can be
  /// used. Throws `inputOutput`.
  package func usableSavepoint(of key: Fingerprint) throws -> Data? {
    do {
      guard let bytes = try bytes(of: .savepoint(key)) else { return nil }
      _ = try SavepointFile(bytes, of: key)
      return bytes
    } catch is SavepointFile.Fault {
      return nil
    } catch let error as PipelineError where error.code == .undecodable {
      return nil
    }
  }

  /// The keys of the savepoints, sorted.
  package func savepointKeys() -> [Fingerprint] { savepointNames().keys.sorted() }

  /// How far the savepoint of `key` is; nil where there is none, or one that says nothing. Reads its first bytes
  /// only.
  public func savepointStatus(of key: Fingerprint) -> SavepointStatus? {
    let url = url(ofSavepoint: key)
    let found = try? Files.reading(url) { file, size in
      (try Files.read(file, from: 0, count: min(size, 1 << 13), path: url.path), size)
    }
    guard let (beginning, bytes) = found,
      let status = FileStatus(at: url.path, followingLinks: false),
      let head = SavepointFile.head(ofFileBeginning: beginning)
    else { return nil }
    return SavepointStatus(
      progress: StageProgress(completed: head.completed, total: head.total, unit: head.unit),
      savedAt: Date(timeIntervalSince1970: TimeInterval(status.written.seconds)), bytes: bytes)
  }

  /// Puts a savepoint in the place of the one before: whole, or not at all. Throws `diskFull`, `inputOutput`.
  func write(_ savepoint: SavepointFile) throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("savepoint")
      try Files.write(try savepoint.encoded(), to: file, mode: 0o444)
      try move(file, to: url(ofSavepoint: savepoint.head.key))
    }
  }

  /// Removes the savepoint of `key`, where there is one. What goes wrong leaves a file that a collection removes.
  func removeSavepoint(of key: Fingerprint) {
    let url = url(ofSavepoint: key)
    if Files.exists(url) { try? Files.remove(url) }
  }

  /// The savepoints, by key, and the names of other entries beside them.
  func savepointNames() -> (keys: [Fingerprint], others: [String]) {
    let names = Files.names(in: savepoints)
    let keys = names.compactMap { Fingerprint(hex: $0) }
    return (keys, names.filter { Fingerprint(hex: $0) == nil })
  }

  /// Why the savepoint of `key` cannot be used; nil where it can, or is gone. Reads all of it.
  func fault(inSavepointOf key: Fingerprint) -> String? {
    do {
      _ = try savepoint(of: key)
      return nil
    } catch let fault as SavepointFile.Fault {
      return fault.description
    } catch let error as PipelineError {
      return "cannot be read: \(error.message)"
    } catch {
      return "cannot be read: \(error)"
    }
  }

  /// Whether a process works on the result of `key`.
  func isLocked(_ key: Fingerprint) -> Bool {
    let url = root.appendingPathComponent("locks/\(key.hex)")
    return (try? Files.reading(url) { file, _ in flock(file, LOCK_SH | LOCK_NB) != 0 }) == true
  }

  /// Removes the savepoint of `key` unless a process works on that result.
  func removeSavepointIfFree(_ key: Fingerprint) throws {
    guard let lock = try FileLock.tryFile(root.appendingPathComponent("locks/\(key.hex)")) else {
      return
    }
    try Files.remove(url(ofSavepoint: key))
    _ = consume lock
  }
}
