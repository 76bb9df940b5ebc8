import Foundation

/// A lease of a process that is alive, as others see it.
///
/// Who sees that the lease's file is locked knows that. A file that is not locked belongs to a dead process if
/// that ran on this host. On another host it may live: on some network folders no lock is seen from elsewhere.
/// Then it lives as long as it touches the file, by the file server's own clock.
public struct LiveLease: Hashable, Sendable {
  /// Whether the holder's locks are seen here, so that it sees those of this process, too.
  let isReached: Bool
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
  init(_ bytes: Data, isReached: Bool) {
    self.isReached = isReached
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
    var clock = Clock(of: self)
    return try leaseFiles().compactMap { url in
      try Files.reading(url) { file, size -> LiveLease? in
        let answer = try FileLock.ask(file, LOCK_SH, path: url.path)
        guard isAlive(url, file, answer, &clock) else { return nil }
        let bytes = try Files.read(file, from: 0, count: size, path: url.path)
        return LiveLease(bytes, isReached: answer == .held)
      }.flatMap(\.self)
    }
  }

  /// Removes the leases of processes that have died.
  func removeDeadLeases() {
    var clock = Clock(of: self)
    for url in leaseFiles() {
      let lives = try? Files.reading(url) { file, _ in
        let answer = try FileLock.ask(file, LOCK_SH, path: url.path)
        return isAlive(url, file, answer, &clock)
      }
      if lives == false { removeIfFree(url) }
    }
  }

  /// Whether the holder of a lease lives, the file being open and the answer that to a lock of it.
  private func isAlive(
    _ url: URL, _ file: Int32, _ answer: FileLock.Answer, _ clock: inout Clock
  ) -> Bool {
    switch (answer, host.origin(of: url.lastPathComponent)) {
    case (.held, _): return true
    // A free lock of this host's own kernel; or a lease that an older program made, which trusts in locks.
    case (.free, .here), (.free, .unknown), (.free, nil): return false
    case (.free, .elsewhere), (.unsupported, _):
      guard let touched = FileStatus(of: file)?.written.seconds else { return false }
      return clock.now - touched < Lease.patience
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
