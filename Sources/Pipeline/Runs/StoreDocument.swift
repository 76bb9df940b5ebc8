import Foundation

/// A small JSON file of a store that is replaced as a whole: `<folder>/<name>.json`.
package struct StoreDocument: Sendable {
  /// Keeps other processes from changing a document, as long as there is a reference to it.
  package final class Lock: Sendable {
    private let lock: FileLock
    init(_ lock: consuming FileLock) { self.lock = lock }
  }

  private let folder: URL
  private let name: String
  private let locks: URL
  private var url: URL { folder.appendingPathComponent("\(name).json") }

  /// The document of that name; nothing is made. Throws `invalidName`.
  package init(_ name: String, in folder: String, of store: Store) throws {
    guard isPlainName(folder) else {
      throw PipelineError(
        .invalidName, "'\(folder)' cannot be a folder of the store",
        advice: "use letters, digits, '.', '-' and '_'")
    }
    try self.init(name, at: store.root.appendingPathComponent(folder, isDirectory: true), of: store)
  }

  /// The document of that name in a folder below the store's own. Throws `invalidName`.
  package init(_ name: String, at folder: URL, of store: Store) throws {
    guard isPlainName(name) else {
      throw PipelineError(
        .invalidName, "'\(name)' cannot be a name in the store",
        advice: "use letters, digits, '.', '-' and '_'")
    }
    (self.name, self.folder) = (name, folder)
    locks = store.root.appendingPathComponent("locks", isDirectory: true)
  }

  /// What it says; nil where there is none. Throws `undecodable`, also for a link in its place,
  /// `inputOutput`.
  package func read<Value: Decodable>(as type: Value.Type) throws -> Value? {
    guard let bytes = try Files.contents(of: url, limit: RunFolder.sizeLimit) else { return nil }
    do {
      return try StoreJSON.decode(type, from: bytes)
    } catch let error as DecodingError {
      throw PipelineError(
        .undecodable, "'\(url.path)' is not what it should be: \(error)",
        advice: "remove that file")
    }
  }

  /// Replaces it: a reader sees the old document or the new one. Throws `inputOutput`, `diskFull`.
  package func replace(with value: some Encodable) throws {
    try Files.makeFolder(folder)
    try Files.publish(try StoreJSON.encode(value), at: url)
  }

  /// Makes it unless it is there: then it stays, and this is false. Of several hosts that do so at once one makes
  /// it. Throws as `replace`.
  package func create(with value: some Encodable) throws -> Bool {
    try Files.makeFolder(folder)
    let temporary = folder.appendingPathComponent(".new-\(UUID().uuidString)")
    try Files.write(try StoreJSON.encode(value), to: temporary, mode: 0o664)
    defer { unlink(temporary.path) }
    let isNew = try Files.name(temporary, as: url)
    try Files.synchronizeFolder(folder)
    return isNew
  }

  /// The right to change it, waited for as long as another process has it, at most a minute. Throws `storeInUse`.
  package func waitForLock() async throws -> Lock {
    let start = ContinuousClock.now
    while true {
      do {
        return try lock()
      } catch let error as PipelineError where error.code == .storeInUse {
        guard ContinuousClock.now - start < .seconds(60) else { throw error }
        try await Task.sleep(for: .milliseconds(50))
      }
    }
  }

  /// The right to change it; throws `storeInUse` where another process has it.
  package func lock() throws -> Lock {
    let file = locks.appendingPathComponent("\(folder.lastPathComponent)-\(name)")
    guard let lock = try FileLock.tryFile(file) else {
      throw PipelineError(
        .storeInUse, "another process is at work on '\(name)'",
        advice: "wait for it, what it computes is found then")
    }
    return Lock(lock)
  }
}

extension StoreDocument {
  /// The names in a folder of documents: those of documents without `.json`, and of what is none.
  /// Files that are being written, or were when a process died, are left out.
  package static func names(
    in folder: String, of store: Store
  ) -> (documents: [String], others: [String]) {
    let url = store.root.appendingPathComponent(folder, isDirectory: true)
    var found: (documents: [String], others: [String]) = ([], [])
    for name in Files.names(in: url) where !name.hasPrefix(".") {
      if name.hasSuffix(".json"), isPlainName(String(name.dropLast(5))) {
        found.documents.append(String(name.dropLast(5)))
      } else {
        found.others.append(name)
      }
    }
    return found
  }
}
