import Foundation

extension Store {
  /// Calls `body` with an empty store in `tmp` that nobody reaps meanwhile, and removes it: a place where
  /// foreign files are judged before this store takes any of them.
  ///
  /// Throws `storeReadOnly`, `inputOutput`, `diskFull`.
  package func withStaging<Value>(_ body: (Store) async throws -> Value) async throws -> Value {
    guard isWritable else {
      throw PipelineError(
        .storeReadOnly, "the store '\(root.path)' cannot be written",
        advice: "give yourself the right to write there, or choose another --store")
    }
    let lock = try makeTemporaryFolder()
    let folder = lock.url
    defer { try? FileManager.default.removeItem(at: folder) }
    let value = try await body(Store(at: folder))
    _ = consume lock
    return value
  }

  /// A new file at a place of this store, which is to be one that nobody else uses. Its folder is made.
  ///
  /// Throws `inputOutput`, also where the file is there; `diskFull`.
  package func newFile(at path: StorePath) throws -> StoreFileWriter {
    let url = root.appendingPathComponent(path.text)
    let folder = url.deletingLastPathComponent()
    if !Files.exists(folder) { try Files.makeFolder(folder) }
    return try StoreFileWriter(url)
  }

  /// The bytes of a document or manifest of this store; nil where there is none.
  ///
  /// Throws `undecodable` for a link or a file that is too large, `inputOutput`.
  package func bytes(of path: StorePath) throws -> Data? {
    try Files.contents(of: root.appendingPathComponent(path.text), limit: path.byteLimit)
  }

  /// Whether a file of results is there, as far as its size tells.
  package func hasFile(_ output: Manifest.Output) -> Bool {
    Files.size(of: url(ofBlob: output.sha256)) == output.bytes
  }

  /// Calls `body` with pieces of a file of results, in order. Throws `damagedBlob` where the file is not
  /// what `output` says, at the latest behind its last piece; `inputOutput`, and what `body` throws.
  package func readPieces(
    of output: Manifest.Output, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let url = url(ofBlob: output.sha256)
    let isRight = try Files.reading(url) { file, size -> Bool in
      guard size == output.bytes else { return false }
      var digest = FingerprintBuilder()
      var offset = 0
      while offset < size {
        let piece = try Files.read(
          file, from: offset, count: min(1 << 20, size - offset), path: url.path)
        if piece.isEmpty { return false }
        try piece.withUnsafeBytes {
          digest.update($0)
          try body($0)
        }
        offset += piece.count
      }
      return digest.finish() == output.sha256
    }
    guard isRight == true else {
      throw damaged(output, found: isRight == nil ? "is missing" : "has other bytes")
    }
  }

  /// Keeps results from collections as long as `lease` lives; does nothing without one, in a store that
  /// cannot be written.
  ///
  /// Throws `storeInUse`, `inputOutput`, `CancellationError`.
  package func keep(_ keys: some Sequence<Fingerprint>, by lease: Lease?) async throws {
    guard let lease else { return }
    let pause = try await pauseCollections()
    for key in keys { try lease.keep(key) }
    _ = consume pause
  }
}

extension Store {
  /// The manifests of all results, by key, without those that are not usable. O(their number).
  ///
  /// Throws `storeTooNew`, `inputOutput`.
  package func manifests() throws -> [Fingerprint: Manifest] {
    var manifests: [Fingerprint: Manifest] = [:]
    for item in StoreContents(store: self).manifests() {
      manifests[item.digest] = try manifest(of: item.digest)
    }
    return manifests
  }

  /// The digests of all files of results, sorted. O(their number).
  package func blobs() -> [Fingerprint] { StoreContents(store: self).blobs().map(\.digest) }
}
