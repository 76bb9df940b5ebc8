import Foundation

extension Collector {
  /// What a collection removes, found before anything is removed.
  struct Plan {
    var report = CollectionReport()
    private(set) var runs: [URL] = []
    private(set) var manifests: [URL] = []
    private(set) var files: [URL] = []
    private(set) var savepoints: [Fingerprint] = []
    private(set) var locks: [URL] = []
    private(set) var leftovers: [URL] = []

    init(_ store: Store, _ options: Options) throws {
      let contents = StoreContents(store: store)
      var needed = try mark(store, options)
      let blobs = contents.blobs()
      let sizes = Dictionary(blobs.map { ($0.digest, $0.bytes) }) { first, _ in first }

      var unneeded: [(item: StoreContents.Item, head: ManifestSummary?)] = []
      var buffer: [UInt8] = []
      for item in contents.manifests() {
        let head = try ManifestSummary(at: item.url, &buffer)
        if needed.keys.contains(item.digest) {
          report.kept.results += 1
          needed.blobs.formUnion(head?.files ?? [])
        } else {
          unneeded.append((item, head))
        }
      }
      var counted = needed.blobs
      for (item, head) in unneeded {
        let own = (head?.files ?? []).filter { counted.insert($0).inserted }
        let bytes = own.reduce(item.bytes) { $0 + (sizes[$1] ?? 0) }
        let stage = head.map { "\($0.stage) \($0.version)" } ?? "unreadable"
        add(.result, item.digest.hex, stage, bytes)
        manifests.append(item.url)
      }
      for item in blobs {
        if needed.blobs.contains(item.digest) {
          report.kept.files += 1
          report.kept.bytes += item.bytes
          continue
        }
        if !counted.contains(item.digest) { add(.file, item.digest.hex, "", item.bytes) }
        files.append(item.url)
      }
      addSavepoints(store, needed.keys.union(needed.begun))
      try addLeftovers(contents, options)
    }

    private mutating func add(
      _ kind: CollectionReport.Item.Kind, _ name: String, _ detail: String, _ bytes: Int
    ) {
      report.items.append(.init(kind: kind, name: name, detail: detail, bytes: bytes))
    }

    /// What leases, pins and runs need. Throws where one of them cannot be read: it could need all.
    private mutating func mark(_ store: Store, _ options: Options) throws -> RunFolder.References {
      var needed = RunFolder.References()
      var held: Set<String> = []
      for lease in try store.liveLeases() {
        if let holder = lease.holder, holder.schema > Lease.Holder.schema {
          throw PipelineError(
            .storeTooNew, "a newer program (process \(holder.pid) on \(holder.host)) is at work",
            advice: "use a newer engram, or wait until that has ended")
        }
        needed.keys.formUnion(lease.keys)
        if let holder = lease.holder { held.insert(holder.label) }
        report.kept.leases += 1
      }
      for pin in try store.pins() {
        needed.keys.formUnion(pin.keys)
        if let run = pin.run { held.insert(run) }
        report.kept.pins += 1
      }
      for hold in try store.holds() {
        needed.keys.formUnion(hold.keys)
        held.formUnion(hold.runs)
      }
      for id in try RunFolder.all(in: store) {
        let folder = try RunFolder(id, in: store, creating: false)
        if options.forgotten.contains(id), !held.contains(id) {
          runs.append(folder.url)
          add(.run, id, "", StoreContents.bytes(of: folder.url))
          continue
        }
        if options.forgotten.contains(id) { report.refused.append(id) }
        let references = try folder.references()
        needed.keys.formUnion(references.keys)
        needed.begun.formUnion(references.begun)
        needed.blobs.formUnion(references.blobs)
        report.kept.runs += 1
      }
      return needed
    }

    /// Savepoints that no process works with, and from which no run will go on.
    private mutating func addSavepoints(_ store: Store, _ needed: Set<Fingerprint>) {
      for key in store.savepointNames().keys {
        let detail =
          store.contains(key)
          ? "its result is there"
          : !needed.contains(key) ? "of no run" : store.fault(inSavepointOf: key)
        guard let detail, !store.isLocked(key) else {
          report.kept.savepoints += 1
          continue
        }
        let bytes = Files.size(of: store.url(ofSavepoint: key)) ?? 0
        add(.savepoint, key.hex, detail, bytes)
        savepoints.append(key)
      }
    }

    /// What was put aside, downloads nobody continued, and what dead processes left and `reap`
    /// does not remove. Young downloads and unfinished files may be in use.
    private mutating func addLeftovers(_ contents: StoreContents, _ options: Options) throws {
      for (url, bytes) in contents.old(in: "quarantine", age: options.leftoverAge) {
        add(.quarantined, "quarantine/\(url.lastPathComponent)", "", bytes)
        leftovers.append(url)
      }
      for (url, bytes) in contents.old(in: "tmp/downloads", age: options.leftoverAge) {
        add(.leftover, "tmp/downloads/\(url.lastPathComponent)", "an unfinished download", bytes)
        leftovers.append(url)
      }
      let host = contents.store.host
      for (url, bytes) in contents.old(in: "tmp", age: options.leftoverAge)
      where host.origin(of: url.lastPathComponent) != nil {
        add(.leftover, "tmp/\(url.lastPathComponent)", "an unfinished result", bytes)
        leftovers.append(url)
      }
      for url in try contents.store.deadLocks() {
        add(.leftover, "locks/\(url.lastPathComponent)", "a dead process's lock", 0)
        locks.append(url)
      }
      let folders =
        ["", "pins", "sweeps"]
        + ((try? RunFolder.all(in: contents.store)) ?? []).map { "runs/\($0)" }
      for folder in folders {
        for (url, bytes) in contents.old(in: folder, age: 3600)
        where Self.isUnfinished(url.lastPathComponent, in: folder) {
          let path = (folder.isEmpty ? "" : folder + "/") + url.lastPathComponent
          add(.leftover, path, "", bytes)
          leftovers.append(url)
        }
      }
    }

    /// Whether a file of that name was to be renamed when it was finished.
    private static func isUnfinished(_ name: String, in folder: String) -> Bool {
      // There a file's own name follows the dot.
      folder == "sweeps" && name.hasPrefix(".")
        || [".VERSION-", ".new-", ".run-", ".link-", ".results.sqlite."].contains {
          name.hasPrefix($0)
        }
    }
  }
}
