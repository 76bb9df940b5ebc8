import Foundation
import TestSupport

/// Faults of what is stored. Each returns whether it struck.
extension Torture {
  func leaveThings() throws -> Bool {
    let tmp = store.url.appendingPathComponent("tmp/\(UUID().uuidString)", isDirectory: true)
    guard FileManager.default.fileExists(atPath: store.url.path) else { return false }
    try FileManager.default.createDirectory(at: tmp, withIntermediateDirectories: true)
    try Data("half".utf8).write(to: tmp.appendingPathComponent("manifest.json"))
    let names = [
      "locks/\(String(repeating: "0", count: 64))", "runs/.link-x", "quarantine/x", "notes.txt",
    ]
    for name in names {
      try? Data("foreign".utf8).write(to: store.url.appendingPathComponent(name))
    }
    return true
  }

  var database: URL { store.url.appendingPathComponent("results.sqlite") }

  func manifests(of workload: Workload) throws -> [URL] {
    workload.contents.keys.sorted().map {
      store.url.appendingPathComponent("actions/\($0.prefix(2))/\($0).json")
    }.filter { FileManager.default.fileExists(atPath: $0.path) }
  }

  func blobs(of workload: Workload) throws -> [URL] {
    let state = try StoreState(store.url)
    return workload.contents.keys.sorted().flatMap { state.results[$0]?.files ?? [] }.map {
      store.url.appendingPathComponent("blobs/sha256/\($0.prefix(2))/\($0)")
    }
  }

  func damage(_ files: [URL], _ change: (URL) throws -> Void) throws -> Bool {
    let present = files.filter { FileManager.default.fileExists(atPath: $0.path) }
    guard let file = present.randomElement(using: &random) else { return false }
    try change(file)
    return true
  }

  /// Writes other bytes under the file's name, as an editor or a bad disk would.
  func replace(_ file: URL, _ change: (inout Data) -> Void) throws {
    var bytes = try Data(contentsOf: file)
    change(&bytes)
    try FileManager.default.removeItem(at: file)
    try bytes.write(to: file)
  }

  func flip(_ file: URL) throws {
    let (place, bit) = (random.next(), random.next())
    try replace(file) {
      guard !$0.isEmpty else { return }
      $0[$0.startIndex + Int(place % UInt64($0.count))] ^= 1 << UInt8(bit % 8)
    }
  }

  func truncate(_ file: URL) throws {
    let place = random.next()
    try replace(file) { $0 = $0.prefix(Int(place % UInt64(max(1, $0.count)))) }
  }

  func lose(_ file: URL) throws { try FileManager.default.removeItem(at: file) }

  /// A page of noise.
  func overwrite(_ file: URL) throws {
    let (place, noise) = (
      random.next(), (0..<4096).map { _ in UInt8.random(in: 0...255, using: &random) }
    )
    try replace(file) {
      let start = $0.startIndex + Int(place % UInt64(max(1, $0.count / 4096))) * 4096
      $0.replaceSubrange(start..<min($0.endIndex, start + 4096), with: noise)
    }
  }

  // MARK: Newer programs

  /// Puts what a newer program would write in a file's place for one run, which must refuse it and
  /// leave it alone; then the file is put back.
  func newer(_ fault: Fault, _ workload: Workload) throws -> Bool {
    let run = store.url.appendingPathComponent("runs/\(workload.run)/run.json")
    let candidate: URL? =
      switch fault {
      case .newerStore: store.url.appendingPathComponent("VERSION")
      case .newerManifest: try manifests(of: workload).randomElement(using: &random)
      case .newerDescription: run
      default: database
      }
    if fault == .newerDatabase, FileManager.default.fileExists(atPath: database.path) {
      // What a killed writer left is taken back first, so that the bytes stay what they are.
      _ = try Command.run(["sqlite3", database.path, "SELECT count(*) FROM sqlite_schema"])
    }
    guard let file = candidate, let old = try? Data(contentsOf: file) else { return false }
    if fault == .newerDatabase {
      let result = try Command.run(["sqlite3", database.path, "PRAGMA user_version = 9"])
      expect(result.status == 0, fault, result.error)
    } else {
      let text = String(decoding: old, as: UTF8.self)
      let changed =
        fault == .newerStore
        ? "engram-store 9\n" : text.replacing("\"schema\" : 1", with: "\"schema\" : 9")
      guard changed != text else { return false }
      try TestStore.put(Data(changed.utf8), at: file)
    }
    let changed = try Data(contentsOf: file)
    let result = try store.run(workload.arguments + ["-q"])
    expect(
      result.status == (fault == .newerDatabase ? 74 : 1) && result.error.contains(" 9"), fault,
      "ended with \(result.status): \(result.error)")
    expect((try? Data(contentsOf: file)) == changed, fault, "'\(file.path)' was touched")
    try TestStore.put(old, at: file)
    return true
  }
}
