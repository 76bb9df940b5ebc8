import Foundation

/// What the store keeps of one run besides its results: the folder `runs/<run>`.
///
///     run.json        what was asked for and how far it came; replaced as a whole
///     events.jsonl    what happened when, a line each; grows only
///     task-05.h5 …    readable names for files in `blobs`
public struct RunFolder: Sendable {
  /// The folder.
  public let url: URL
  private let store: Store

  /// The folder of the run `id`, made if it is missing unless `creating` is false.
  ///
  /// Throws `invalidName`, `unsafePath` for a link in its place, `inputOutput`.
  public init(_ id: String, in store: Store, creating: Bool = true) throws {
    guard isPlainName(id) else {
      throw PipelineError(
        .invalidName, "'\(id)' cannot be a run's identifier",
        advice: "use letters, digits, '.', '-' and '_'")
    }
    self.store = store
    url = store.root.appendingPathComponent("runs/\(id)", isDirectory: true)
    if creating, store.isWritable {
      try Files.makeFolder(url)
    } else if Files.exists(url) {
      try Files.requireFolder(url)
    }
  }

  /// Replaces `run.json`: a reader sees the old description or the new one.
  public func describe(_ run: some Encodable) throws {
    try Files.publish(
      try StoreJSON.encode(run), at: url.appendingPathComponent("run.json"), prefix: ".run-")
  }

  /// What `run.json` and what is read of `events.jsonl` may have at most, in bytes.
  static let sizeLimit = 1 << 26

  /// The description of the run, or nil where there is none. Throws `undecodable`, `inputOutput`.
  public func description<Run: Decodable>(as type: Run.Type) throws -> Run? {
    let file = url.appendingPathComponent("run.json")
    guard let bytes = try Files.contents(of: file, limit: Self.sizeLimit) else { return nil }
    do {
      return try StoreJSON.decode(type, from: bytes)
    } catch {
      throw PipelineError(
        .undecodable, "'\(file.path)' does not describe a run: \(error)",
        advice: "remove that folder, or run the experiment again")
    }
  }

  /// What the folder keeps of the run's results, where they are not all in the store: `record.json`. Nil
  /// where there is none. Throws `undecodable`, `inputOutput`.
  package func record<Record: Decodable>(as type: Record.Type) throws -> Record? {
    let file = url.appendingPathComponent(StorePath.RunDocument.record.rawValue)
    guard let bytes = try Files.contents(of: file, limit: Self.sizeLimit) else { return nil }
    do {
      return try StoreJSON.decode(type, from: bytes)
    } catch {
      throw PipelineError(
        .undecodable, "'\(file.path)' does not hold what a run gave: \(error)",
        advice: "remove that file, and take the run's bundle again")
    }
  }

  /// Removes `record.json`, where the results tell all that it tells. Throws `inputOutput`.
  package func removeRecord() throws {
    let file = url.appendingPathComponent(StorePath.RunDocument.record.rawValue)
    if Files.exists(file) { try Files.remove(file) }
  }

  /// Adds a line to `events.jsonl`.
  public func log(_ event: [String: String]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let line = try encoder.encode(event) + Data("\n".utf8)
    try Files.append(line, to: url.appendingPathComponent("events.jsonl"))
  }

  /// Gives a published file a name in this folder.
  public func link(_ name: String, to sha256: Fingerprint) throws {
    guard isPlainName(name) else {
      throw PipelineError(
        .invalidName, "'\(name)' cannot be a name in a run's folder",
        advice: "use letters, digits, '.', '-' and '_'")
    }
    let temporary = url.appendingPathComponent(".link-\(UUID().uuidString)")
    StopPoint.pass("link")
    guard symlink("../../\(Store.path(ofBlob: sha256))", temporary.path) == 0 else {
      throw PipelineError.system("link", temporary.path, errno)
    }
    try Files.rename(temporary, to: url.appendingPathComponent(name))
  }

  /// The identifiers of all runs of a store, sorted.
  public static func all(in store: Store) throws -> [String] {
    let folder = store.root.appendingPathComponent("runs")
    return Files.names(in: folder).filter {
      isPlainName($0) && Files.isFolder(folder.appendingPathComponent($0))
    }
  }
}
