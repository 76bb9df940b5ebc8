import Foundation

/// A lease of a process that is alive, as others see it.
public struct LiveLease: Hashable, Sendable {
  /// Who holds it; nil while that is being written.
  public let holder: Lease.Holder?
  /// The results that it keeps, in the order in which they were found or computed.
  public let keys: [Fingerprint]
  /// How many results the work needs, where known.
  public let steps: Int?
  /// What is computed, or was last.
  public let node: String?
  /// How far that is; told every few seconds.
  public let progress: StageProgress?

  /// Reads a lease; lines of unknown kinds are left out.
  init(_ bytes: Data) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    holder = lines.first.flatMap { try? StoreJSON.decode(Lease.Holder.self, from: Data($0)) }
    var keys: [Fingerprint] = []
    var steps: Int?
    var node: String?
    var progress: StageProgress?
    for line in lines.dropFirst() {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 4)
      switch (words.first, words.count) {
      case ("key", 2): Fingerprint(hex: words[1]).map { keys.append($0) }
      case ("steps", 2): steps = Int(words[1])
      case ("at", 2): (node, progress) = (String(words[1]), nil)
      case ("at", 5):
        node = String(words[1])
        if let completed = Int(words[2]), let total = Int(words[3]) {
          progress = StageProgress(completed: completed, total: total, unit: String(words[4]))
        }
      default: break
      }
    }
    (self.keys, self.steps, self.node, self.progress) = (keys, steps, node, progress)
  }
}

extension Store {
  /// The leases whose holders are alive, on whatever machine. Throws `inputOutput` where one cannot be
  /// read.
  public func liveLeases() throws -> [LiveLease] {
    try leaseFiles().compactMap { url in
      try Files.reading(url) { file, size -> LiveLease? in
        // Whoever gets the lock knows that the holder is dead.
        guard flock(file, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        return LiveLease(try Files.read(file, from: 0, count: size, path: url.path))
      }.flatMap(\.self)
    }
  }

  /// The files in `leases`, whether their holders live or not.
  func leaseFiles() -> [URL] {
    Files.names(in: leasesFolder).filter { UUID(uuidString: $0) != nil }.map {
      leasesFolder.appendingPathComponent($0)
    }
  }

  /// Whether leases can be made, also in a store from before there were any.
  static func canLease(in root: URL) -> Bool {
    let folder = root.appendingPathComponent("leases")
    return !Files.exists(folder) || access(folder.path, W_OK) == 0
  }
}
