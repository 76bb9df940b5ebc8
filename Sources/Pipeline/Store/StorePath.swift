/// A file that travels from store to store, by its place within a store.
///
/// No other name is a path: what leads elsewhere, or to a file that a store keeps for itself, cannot be
/// said.
package enum StorePath: Hashable, Sendable {
  /// A file of results: `blobs/sha256/ab/<digest>`.
  case blob(Fingerprint)
  /// A result's manifest: `actions/ab/<key>.json`.
  case manifest(Fingerprint)
  /// A document of a run: `runs/<run>/run.json`.
  case run(String, RunDocument)
  /// A pin: `pins/<name>.json`.
  case pin(String)
  /// A savepoint: `savepoints/<key>`.
  case savepoint(Fingerprint)
  /// A sweep's record: `sweeps/<id>.json`.
  case sweep(String)

  /// What a run's folder holds besides links.
  package enum RunDocument: String, Hashable, Sendable, CaseIterable {
    /// What was asked for and how far it came.
    case description = "run.json"
    /// What happened when.
    case events = "events.jsonl"
    /// What the results gave, where they are not all there.
    case record = "record.json"
  }

  /// The path that `text` is; nil for every text that `text` never gives.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    func name(_ file: String) -> String? {
      guard file.hasSuffix(".json") else { return nil }
      let name = String(file.dropLast(5))
      return isPlainName(name) ? name : nil
    }
    switch (parts.first, parts.count) {
    case ("blobs", 4):
      guard parts[1] == "sha256", let digest = Fingerprint(hex: parts[3]) else { return nil }
      self = .blob(digest)
    case ("actions", 3):
      guard let key = name(parts[2]).flatMap({ Fingerprint(hex: $0) }) else { return nil }
      self = .manifest(key)
    case ("runs", 3):
      guard isPlainName(parts[1]), let file = RunDocument(rawValue: parts[2]) else { return nil }
      self = .run(parts[1], file)
    case ("pins", 2):
      guard let name = name(parts[1]) else { return nil }
      self = .pin(name)
    case ("savepoints", 2):
      guard let key = Fingerprint(hex: parts[1]) else { return nil }
      self = .savepoint(key)
    case ("sweeps", 2):
      guard let name = name(parts[1]) else { return nil }
      self = .sweep(name)
    default: return nil
    }
    guard self.text == text else { return nil }
  }

  /// The path relative to the store.
  package var text: String {
    switch self {
    case .blob(let digest): Store.path(ofBlob: digest)
    case .manifest(let key): "actions/\(key.hex.prefix(2))/\(key.hex).json"
    case .run(let id, let file): "runs/\(id)/\(file.rawValue)"
    case .pin(let name): "pins/\(name).json"
    case .savepoint(let key): "savepoints/\(key.hex)"
    case .sweep(let id): "sweeps/\(id).json"
    }
  }

  /// The most bytes that a store reads of such a file.
  package var byteLimit: Int {
    switch self {
    case .blob, .savepoint: Manifest.outputByteLimit
    case .manifest: Manifest.byteLimit
    case .run, .pin, .sweep: RunFolder.sizeLimit
    }
  }
}
