import Foundation

/// Results that are kept whatever becomes of the runs that computed them: `pins/<name>.json`.
///
/// A pin keeps exactly the results it lists, not what they were computed from.
public struct Pin: Codable, Hashable, Sendable {
  /// The format that this program writes, and the newest that it reads.
  public static let schema = 1

  /// The format of this pin.
  public let schema: Int
  /// The name, also that of the file.
  public let name: String
  /// What it keeps.
  public let keys: [Fingerprint]
  /// The run that it keeps as well, where it is one's.
  public let run: String?
  /// The node that was asked for, where it was a single one.
  public let node: String?
  /// When it was made.
  public let createdAt: Date

  /// A pin of now.
  public init(name: String, keys: [Fingerprint], run: String? = nil, node: String? = nil) {
    (schema, createdAt) = (Self.schema, Date())
    (self.name, self.keys, self.run, self.node) = (name, keys, run, node)
  }
}

extension Store {
  private var pinsFolder: URL { root.appendingPathComponent("pins", isDirectory: true) }

  private func url(ofPin name: String) throws -> URL {
    guard isPlainName(name) else {
      throw PipelineError(
        .invalidName, "'\(name)' cannot be a pin's name",
        advice: "use letters, digits, '.', '-' and '_'")
    }
    return pinsFolder.appendingPathComponent(name + ".json")
  }

  /// The pins, by name. Throws `storeTooNew`, `undecodable` where a file is none.
  public func pins() throws -> [Pin] {
    try Files.names(in: pinsFolder).filter { $0.hasSuffix(".json") && isPlainName($0) }.compactMap {
      try pin(at: pinsFolder.appendingPathComponent($0))
    }
  }

  /// The pin of that name, or nil. Throws as `pins`, and `invalidName`.
  public func pin(named name: String) throws -> Pin? { try pin(at: url(ofPin: name)) }

  private func pin(at url: URL) throws -> Pin? {
    struct Head: Decodable { let schema: Int }
    guard let bytes = try Files.contents(of: url, limit: RunFolder.sizeLimit) else { return nil }
    if let found = (try? StoreJSON.decode(Head.self, from: bytes))?.schema, found > Pin.schema {
      throw PipelineError(
        .storeTooNew,
        "the pin '\(url.path)' has format \(found), this program knows formats up to "
          + "\(Pin.schema)", advice: "use a newer engram")
    }
    guard let pin = try? StoreJSON.decode(Pin.self, from: bytes),
      pin.name + ".json" == url.lastPathComponent
    else {
      throw PipelineError(
        .undecodable, "'\(url.path)' is no pin", advice: "remove that file, and pin again")
    }
    return pin
  }

  /// Makes a pin, whose results no collection removes from then on. One that is there already, of the
  /// same results, stays.
  ///
  /// - Throws: `unknownName` where a result is not in the store, `invalidName` where the name is no
  ///   plain one or that of another pin, `storeReadOnly`, `storeInUse`, `inputOutput`, `diskFull`.
  public func add(_ pin: Pin) throws {
    let url = try url(ofPin: pin.name)
    guard isWritable else {
      throw PipelineError(
        .storeReadOnly, "the store '\(root.path)' cannot be written",
        advice: "give yourself the right to write there")
    }
    try Files.makeFolder(pinsFolder)
    let pause = try pauseCollectionsBlocking()
    if let other = try self.pin(at: url) {
      guard other.keys == pin.keys, other.run == pin.run else {
        throw PipelineError(
          .invalidName, "there is another pin '\(pin.name)'",
          advice: "choose another --name, or 'engram unpin \(pin.name)' first")
      }
      return
    }
    for key in pin.keys where !Files.exists(self.url(ofManifest: key)) {
      throw PipelineError(
        .unknownName, "there is no result \(key.abbreviated) in the store",
        advice: "run the experiment again, then pin it")
    }
    try Files.publish(try StoreJSON.encode(pin), at: url)
    _ = consume pause
  }

  /// Removes a pin; its results stay until the next collection. Returns whether there was one.
  ///
  /// Throws `invalidName`, `inputOutput`.
  @discardableResult
  public func removePin(named name: String) throws -> Bool {
    let url = try url(ofPin: name)
    guard Files.exists(url) else { return false }
    try Files.remove(url)
    try Files.synchronizeFolder(pinsFolder)
    return true
  }
}
