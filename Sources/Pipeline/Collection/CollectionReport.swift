import Foundation

/// What a collection frees and what it keeps.
public struct CollectionReport: Codable, Hashable, Sendable {
  /// Something that is freed.
  public struct Item: Codable, Hashable, Sendable {
    /// What it is.
    public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
      /// A run's folder, because it is to be forgotten.
      case run
      /// A result that nothing needs: its manifest, and those of its files that no other has.
      case result
      /// A file that belongs to no result.
      case file
      /// A savepoint of a result that is there, or that nothing needs, or that cannot be used.
      case savepoint
      /// A damaged file that was put aside.
      case quarantined
      /// What a process that died left behind.
      case leftover
    }

    /// What it is.
    public let kind: Kind
    /// The run, the key, the digest, or the path within the store.
    public let name: String
    /// Such as the stage and its version; empty where there is nothing to say.
    public let detail: String
    /// What it takes on the disk.
    public let bytes: Int
  }

  /// What stays.
  public struct Kept: Codable, Hashable, Sendable {
    /// Runs.
    public var runs = 0
    /// Results that runs, pins or leases need.
    public var results = 0
    /// Files of results.
    public var files = 0
    /// Bytes of these files.
    public var bytes = 0
    /// Pins.
    public var pins = 0
    /// Leases of processes that are at work.
    public var leases = 0
    /// Savepoints of results that runs, pins or processes at work need.
    public var savepoints = 0
  }

  /// Whether it was removed, or only looked for.
  public internal(set) var isDeleted = false
  /// What is freed, in the order of its removal.
  public internal(set) var items: [Item] = []
  /// What stays.
  public internal(set) var kept = Kept()
  /// Runs that were to be forgotten and stay, because they run or are pinned.
  public internal(set) var refused: [String] = []

  /// The bytes of all items.
  public var freedBytes: Int { items.reduce(0) { $0 + $1.bytes } }

  private enum CodingKeys: String, CodingKey { case isDeleted, items, kept, refused, freedBytes }

  /// Writes the properties and the sum of bytes.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(isDeleted, forKey: .isDeleted)
    try container.encode(items, forKey: .items)
    try container.encode(kept, forKey: .kept)
    try container.encode(refused, forKey: .refused)
    try container.encode(freedBytes, forKey: .freedBytes)
  }

  /// Reads what `encode` writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    isDeleted = try container.decode(Bool.self, forKey: .isDeleted)
    items = try container.decode([Item].self, forKey: .items)
    kept = try container.decode(Kept.self, forKey: .kept)
    refused = try container.decode([String].self, forKey: .refused)
  }

  init() {}
}
